"""Forms on actions other than delivery: adding, adopting, mapping, reassigning, editing, pausing and ending them."""

from __future__ import annotations

from collections.abc import Callable

from tracker.desk import actions, succession
from tracker.desk.actions import NewAction
from tracker.desk.desk import Receipt
from tracker.model import references
from tracker.model.text import safe
from tracker.model.vocabulary import Area, Assurance, Basis, EvidenceKind
from tracker.tui.forms import groups, parts
from tracker.tui.forms.spec import WHEN, Field, Form, Option, Seen, Values
from tracker.tui.seat import Seat


def add_action(seat: Seat, ref: str | None) -> Form:
    """Ask for a new action, for the recommendation and area that one looks at."""
    near = references.parse(ref) if ref else None
    recommendations = [*parts.recommendations(seat), Option(references.OTHER, references.OTHER_TITLE)]
    bases = [basis for basis in Basis if basis is not Basis.EXISTING_PROVISION]
    fields = [
        Field("recommendation", "Recommendation", "pick", required=True, options=recommendations,
              value=near.recommendation if near else None),
        Field("area", "Area", "choice", required=True, options=parts.enum_options(Area),
              value=near.area if near else None),
        Field("title", "Title", required=True),
        Field("basis", "Basis", "choice", options=parts.enum_options(bases), value=Basis.AGREED.value),
        Field("lead", "Lead agency", "pick", options=parts.agencies(seat)),
        Field("owner", "Owner", hint="the accountable role"),
        Field("due", "Due", "date", hint="31 March 2022, March 2022, Q4 2021/22"),
        Field("review_on", "Next review", "date", hint="for work without an end"),
        Field(WHEN, "Agreed on", "date", hint="today, if left empty"),
        Field("expects", "Evidence expected", "many", options=parts.enum_options(EvidenceKind)),
        Field("difference_wanted", "For children", hint="what will be different"),
        groups.field(),
        Field("description", "Description", "prose", rows=3),
        Field("partners", "Partners", "many", options=parts.agencies(seat)),
    ]  # fmt: skip

    def save(values: Values, _seen: Seen) -> Receipt:
        new = NewAction(
            title=values.need("title"),
            description=values.text("description"),
            basis=Basis(values.text("basis") or Basis.AGREED.value),
            lead=values.text("lead"),
            owner=values.text("owner"),
            partners=values.several("partners"),
            difference_wanted=values.text("difference_wanted"),
            due=values.written("due"),
            review_on=values.day("review_on"),
            expects=parts.chosen(EvidenceKind, values.several("expects")),
            groups=groups.read(values),
        )
        when = values.day(WHEN)
        return actions.add(seat.desk, values.need("recommendation"), values.need("area"), new, occurred_on=when)

    return Form("Add an action", fields, save)


def adopt(seat: Seat, ref: str) -> Form:
    """Ask who leads and owns what is taken into the plan, and until when."""
    found = parts.action(seat, ref)
    fields = [
        Field("lead", "Lead agency", "pick", options=parts.agencies(seat), value=found["lead"]),
        Field("owner", "Owner", offer=safe(found["owner"] or ""), hint="the accountable role"),
        *([] if found["due"] else [Field("due", "Due", "date", hint="31 March 2022, March 2022, Q4 2021/22")]),
        Field("review_on", "Next review", "date", hint="for work without an end"),
        parts.why("Why, or the minute"),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return actions.adopt(
            seat.desk,
            ref,
            lead=values.text("lead"),
            owner=values.text("owner"),
            due=values.written("due"),
            review_on=values.day("review_on"),
            why=values.need("why"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Adopt {ref} into the plan", fields, save, parts.action_about(found), [ref])


def confirm(seat: Seat, ref: str) -> Form:
    """Ask which recommendation an action serves."""
    found = parts.action(seat, ref)
    now = found["recommendation"]
    fields = [
        Field("recommendation", "It serves", "pick", required=True, options=parts.recommendations(seat),
              value=None if now == "X" else now),
        parts.why(),
        parts.when(),
    ]  # fmt: skip

    def save(values: Values, seen: Seen) -> Receipt:
        return actions.confirm_mapping(
            seat.desk,
            ref,
            recommendation=values.text("recommendation"),
            why=values.need("why"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Confirm what {ref} serves", fields, save, parts.action_about(found), [ref])


def reassign(seat: Seat, ref: str) -> Form:
    """Ask who leads and owns an action from now on."""
    found = parts.action(seat, ref)
    fields = [
        Field("lead", "Lead agency", "pick", options=parts.agencies(seat), value=found["lead"]),
        Field("owner", "Owner", value=safe(found["owner"] or ""), hint="the accountable role"),
        Field("person", "Person", "pick", options=parts.people(seat), value=found["owner_person"]),
        parts.why(),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        owner = values.text("owner")
        return actions.reassign(
            seat.desk,
            ref,
            lead=values.text("lead"),
            owner=None if owner == safe(found["owner"] or "") else owner,
            person=values.text("person"),
            why=values.need("why"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Reassign {ref}", fields, save, parts.action_about(found), [ref])


def pause(seat: Seat, ref: str) -> Form:
    """Ask why, and until when to look again."""
    fields = [
        parts.why(),
        Field("review_on", "Look again on", "date", required=True, hint="31 March 2022, March 2022"),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return actions.pause(
            seat.desk,
            ref,
            why=values.need("why"),
            review_on=values.must("review_on").day,
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Pause {ref}", fields, save, parts.action_about(parts.action(seat, ref)), [ref])


def _ending(title: str, act: Callable[..., Receipt]) -> Callable[[Seat, str], Form]:
    def build(seat: Seat, ref: str) -> Form:
        def save(values: Values, seen: Seen) -> Receipt:
            return act(seat.desk, ref, why=values.need("why"), occurred_on=values.day("when"), seen=seen)

        about = parts.action_about(parts.action(seat, ref))
        return Form(title.format(ref), [parts.why(), parts.when()], save, about, [ref])

    return build


resume = _ending("Resume {}", actions.resume)
decline = _ending("Record {} as not accepted", actions.decline)
withdraw = _ending("Withdraw {}", actions.withdraw)


def supersede(seat: Seat, ref: str) -> Form:
    """Ask which action replaced one."""
    fields = [
        Field(
            "by", "Replaced by", required=True, hint="a reference, like R4.BRI.7", means=parts.one_of(seat, "action")
        ),
        parts.why(),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return succession.supersede(
            seat.desk,
            ref,
            by=values.need("by"),
            why=values.need("why"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Supersede {ref}", fields, save, parts.action_about(parts.action(seat, ref)), [ref])


def merge(seat: Seat, ref: str) -> Form:
    """Ask which action carries this one on, and which others end with it."""
    fields = [
        Field(
            "into",
            "Carried on by",
            required=True,
            hint="a reference, like R4.BRI.7",
            means=parts.one_of(seat, "action"),
        ),
        Field(
            "also",
            "Ends with it",
            hint="other actions that it carries on too, like R4.BRI.8 R4.BRI.9",
            means=parts.things(seat, "action"),
        ),
        parts.why(),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        return succession.merge(
            seat.desk,
            [ref, *parts.refs(values, "also")],
            into=values.need("into"),
            why=values.need("why"),
            occurred_on=values.day("when"),
            seen=seen,
        )

    return Form(f"Merge {ref} into another", fields, save, parts.action_about(parts.action(seat, ref)), [ref])


def split(seat: Seat, ref: str) -> Form:
    """Ask for the titles of the actions that one is split into."""
    fields = [
        Field("titles", "New actions, one title a line", "prose", required=True, rows=4),
        parts.why(),
        parts.when(),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        titles = [line.strip() for line in values.need("titles").splitlines() if line.strip()]
        return succession.split(
            seat.desk, ref, titles, why=values.need("why"), occurred_on=values.day("when"), seen=seen
        )

    return Form(f"Split {ref}", fields, save, parts.action_about(parts.action(seat, ref)), [ref])


def edit(seat: Seat, ref: str) -> Form:
    """Ask for other words; what is left as it stands is not changed."""
    found = parts.action(seat, ref)
    texts = {name: safe(found[name] or "", newlines=True) for name in actions.EDITABLE_TEXTS}
    fields = [
        Field("title", "Title", value=texts["title"], required=True),
        Field("description", "Description", "prose", value=texts["description"], rows=4),
        Field("difference_wanted", "For children", "prose", value=texts["difference_wanted"], rows=2),
        Field("locality", "Locality", value=texts["locality"]),
        Field("expects", "Evidence expected", "many", options=parts.enum_options(EvidenceKind), value=found["expects"]),
        Field("assurance", "Assurance", "choice", options=parts.enum_options(Assurance), value=found["assurance"]),
        Field("review_on", "Next review", "date", value=found["review_on"]),
        Field("partners", "Partners", "many", options=parts.agencies(seat), value=found["partners"]),
        Field("serves", "Also serves", "many", options=parts.recommendations(seat), value=found["serves"]),
        groups.field(found["groups"]),
        parts.why(required=False, rows=2),
    ]

    def save(values: Values, seen: Seen) -> Receipt:
        changed = {name: values.text(name) or "" for name in texts if (values.text(name) or "") != texts[name].strip()}
        review, assurance = values.day("review_on"), parts.same_enum(Assurance, values, "assurance")
        return actions.edit(
            seat.desk,
            ref,
            texts=changed,
            review_on=review if review and review.isoformat() != found["review_on"] else None,
            expects=parts.chosen(EvidenceKind, values.several("expects")),
            assurance=assurance if assurance and assurance.value != found["assurance"] else None,
            partners=values.several("partners"),
            serves=values.several("serves"),
            groups=groups.read(values),
            why=values.text("why"),
            seen=seen,
        )

    return Form(f"Edit {ref}", fields, save, [], [ref])
