"""Fields and options that several forms share, and what stands above the fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any

from tracker.desk.desk import Refusal
from tracker.desk.measures import decimal_text
from tracker.model import references
from tracker.model.text import quoted, safe
from tracker.model.vocabulary import REPORTED_RATINGS, Difference, Rating, Word
from tracker.register import naming, showing
from tracker.tui.forms.spec import Field, Option, Values
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, said
from tracker.tui.pages.parts import reported
from tracker.tui.seat import Seat

Record = dict[str, Any]

A_DAY = "31 March 2022, 31/3/22"
"""How a day can be written where nothing but a day will do."""


def enum_options(members: Iterable[Word], *, keys: bool = False) -> list[Option]:
    """Return the members of a closed list; with *keys* their first letters choose them."""
    return [Option(str(member.value), member.words, str(member.value)[0] if keys else "") for member in members]


def rating_options() -> list[Option]:
    """Return red, amber and green, chosen by r, a and g."""
    return [_rating(rating) for rating in REPORTED_RATINGS]


def _rating(rating: Rating) -> Option:
    return Option(rating.value, f"{rating.symbol} {rating.words}", rating.letter.lower(), rating.value)


def named_options(named: dict[str, str]) -> list[Option]:
    """Return codes or references with their names."""
    return [Option(code, name) for code, name in named.items()]


def agencies(seat: Seat, body: str | None = None) -> list[Option]:
    """Return every agency, those that sit on *body* first; what has ended agrees to nothing new."""
    named = naming.agencies(seat.position)
    found = [Option(code, name, past=body is not None and naming.ended(name)) for code, name in named.items()]
    sitting = naming.members(seat.position, body) if body else []
    return sorted(found, key=lambda option: (option.value not in sitting, naming.ended(option.words)))


def bodies(seat: Seat) -> list[Option]:
    """Return every body."""
    return named_options(naming.bodies(seat.position))


def people(seat: Seat) -> list[Option]:
    """Return everybody in post."""
    return named_options(naming.people(seat.position))


def recommendations(seat: Seat) -> list[Option]:
    """Return the recommendations."""
    return named_options(naming.recommendations(seat.position))


def meetings(seat: Seat, body: str | None) -> list[Option]:
    """Return the meetings, those of *body* before the others: those held, newest first, then those to come."""
    return named_options(naming.meetings(seat.position, body))


def differences() -> list[Option]:
    """Return what difference may be claimed or shown; not yet shown is no claim."""
    return enum_options(member for member in Difference if member is not Difference.NOT_SHOWN)


# --- what typed words mean ------------------------------------------------------------------------------------------


def one_of(seat: Seat, kind: str) -> Callable[[str], str]:
    """Return what says which thing of a *kind* a typed reference is."""

    def means(text: str) -> str:
        ref = seat.desk.get(kind, text)["ref"]
        return f"{ref} {naming.titles(seat.position, [ref]).get(ref, '')}"

    return means


def things(seat: Seat, *kinds: str) -> Callable[[str], str]:
    """Return what says which things typed references are; without *kinds* anything with a reference will do."""

    def means(text: str) -> str:
        told = []
        for word in text.replace(",", " ").split():
            try:
                parsed = references.parse(word)
            except ValueError as error:
                raise Refusal(f"{safe(str(error))}.") from None
            if kinds and parsed.kind not in kinds:
                seat.desk.get(kinds[0], parsed.text)  # refuses it in the desk's own words
            title = naming.titles(seat.position, [parsed.text]).get(parsed.text)
            if title is None:
                raise Refusal(f"There is no {parsed.kind} {parsed.text} in this plan.")
            told.append(f"{parsed.text} {title}")
        return "; ".join(told)

    return means


def number(text: str) -> str:
    """Take a plain decimal number, which needs no words; raises Refusal for anything else."""
    decimal_text(text, "The number")
    return ""


def whole(text: str) -> str:
    """Take a whole number; raises Refusal for anything else."""
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise Refusal("Write a whole number, like 34.")
    return ""


def entry_number(text: str) -> str:
    """Take the number of an entry, with or without its sign; raises Refusal for anything else."""
    return whole(text.removeprefix("#"))


def rule(seat: Seat) -> Callable[[str], str]:
    """Return what says what a typed rule is about."""

    def means(text: str) -> str:
        from tracker.register import checks

        wanted = text.strip().upper()
        for name, _, title in checks.catalogue(seat.position.settings):
            if name == wanted:
                return title
        raise Refusal(f"There is no rule {quoted(text)}; what needs attention shows them, like C6 or D1.")

    return means


# --- fields ---------------------------------------------------------------------------------------------------------


def why(label: str = "Why", *, required: bool = True, rows: int = 3) -> Field:
    """Ask for a reason."""
    return Field("why", label, "prose", required=required, rows=rows)


def when(hint: str = "today, if left empty") -> Field:
    """Ask for the day on which it happened."""
    return Field("when", "When it happened", "date", hint=hint)


def received(seat: Seat, offer: str = "") -> list[Field]:
    """Ask who reported it and how that came; what was typed last is offered, never put in unasked."""
    return [
        Field("reported_by", "Reported by", hint="the role that reported it", offer=offer),
        Field("received", "Received", hint="e-mail 3 March 2022, meeting, call",
              offer=seat.memory.received.get("received", "")),
    ]  # fmt: skip


def minute(seat: Seat, *, body: str | None = None, advice: bool = False) -> list[Field]:
    """Ask how a body decided: body, meeting or day, minute, agencies, and the scrutineer's advice."""
    fields = [
        Field("body", "Body", "pick", required=True, options=bodies(seat), value=body),
        Field("meeting", "Meeting", "pick", options=meetings(seat, body), hint="leave empty when it was at none"),
        Field("when", "Decided on", "date", hint="that of the meeting, else today"),
        Field("minute", "Minute", required=True, hint="where it is written down, like minute 4.2"),
        Field("agencies", "Agencies", "many", required=True, options=agencies(seat, body)),
    ]
    if advice:
        fields += [
            Field("advice", "Advice", hint="of the independent scrutineer, where every agency owns the action"),
            Field("advice_on", "Advice given", "date"),
        ]
    return fields


def read_minute(values: Values, body: str | None = None) -> Any:
    """Return the decision as the body took it."""
    from tracker.desk.deciding import Minute

    return Minute(
        body=body or values.need("body"),
        minute=values.need("minute"),
        agencies=values.several("agencies"),
        meeting=values.text("meeting"),
        occurred_on=values.day("when"),
        advice=values.text("advice"),
        advice_on=values.day("advice_on"),
    )


def refs(values: Values, name: str) -> tuple[str, ...]:
    """Return references typed with spaces or commas between them."""
    return tuple((values.text(name) or "").replace(",", " ").split())


# --- what stands now --------------------------------------------------------------------------------------------------


def action_about(found: Record) -> list[Line]:
    """Return an action in three lines: title, what was last reported, what the dates say."""
    lines: list[Line] = [[said(f"{found['ref']} ", "link"), said(found["title"], "strong")]]
    last: Line = [("Last report: ", "soft"), *reported(found)]
    due: Line = [
        ("Dates say: ", "soft"),
        words.rating_words(found["date_check"]),
        (": ", "soft"),
        said(found["because"]),
    ]
    due.append((f"; due {words.day(found['due'], found['precision_now'])}" if found["due"] else "", "soft"))
    return [*lines, last, due]


def action(seat: Seat, ref: str) -> Record:
    """Return an action with what is under it."""
    return showing.show(seat.position, ref)


def advice(seat: Seat, refs: Iterable[str], body: str | None) -> list[Line]:
    """Say where a body can sign an action off only after the scrutineer's advice; nothing where it needs none."""
    from tracker.desk.independence import needs_advice

    actions = [ref for ref in refs if body and references.parse(ref).kind == "action"]
    owned = [ref for ref in actions if needs_advice(seat.desk, seat.desk.get("action", ref), body or "")]
    words = "the independent scrutineer's advice and its day are needed"
    return [[(f"Every agency of {body} owns {ref}: {words}.", "warn")] for ref in owned]


def title(seat: Seat, ref: str) -> Line:
    """Return a reference with what it is called."""
    return [said(f"{ref} ", "link"), said(naming.titles(seat.position, [ref]).get(ref, ""), "strong")]


def dated(seat: Seat, ref: str) -> list[Line]:
    """Return an action or a milestone with its dates."""
    found = showing.show(seat.position, ref)
    milestone = references.parse(ref).kind == "milestone"
    now, precision = found["due_now"], found["precision_now"]
    original = found["due"] if milestone else found["due_original"]
    line: Line = [("Due ", "soft"), (words.day(now, precision, none="no date"), "plain")]
    if original and now != original:
        moved = words.number(len(found["revisions"]), "time")
        line.append((f", originally {words.day(original, found['precision'])}, moved {moved}", "soft"))
    return [title(seat, ref), line]


def same_enum(kind: type[Enum], values: Values, name: str) -> Any:
    """Return the member of a closed list that was chosen, or None."""
    value = values.text(name)
    return kind(value) if value else None


def chosen(kind: type[Enum], values: Sequence[str]) -> tuple[Any, ...]:
    """Return the members of a closed list that were chosen."""
    return tuple(kind(value) for value in values)
