"""``tracker action …``: adding, changing and ending actions.  Every rule stands in tracker.desk.actions."""

from __future__ import annotations

import click

from tracker.cli import dating, ending
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import Words, changed_codes, codes, groups_option, happened, long_text, seen, several, why
from tracker.model.vocabulary import Assurance, Basis, ChildGroup, EvidenceKind, FundingState

KINDS = Words(EvidenceKind)


@click.group("action", cls=Group, examples=("tracker action adopt X.BRI.1 --lead BCC --why 'Agreed by the executive'",))
def action_command() -> None:
    """Add, edit, adopt, revise and end actions."""


@action_command.command(
    "add",
    examples=(
        "tracker action add R4 BRI --title 'Plans for return to school' --lead BCC --owner 'Head of inclusion' "
        "--due 'Q4 2022/23' --expects audit --expects voice",
    ),
)
@click.argument("recommendation")
@click.argument("area")
@click.option("--title", required=True, metavar="TEXT", help="What will be done, in one line.")
@long_text("description", "More about it.")
@click.option("--basis", type=Words(Basis), default="agreed", show_default=True, help="Why it is in the plan.")
@click.option("--lead", metavar="AGENCY", help="The accountable body's code, like BCC.")
@click.option("--owner", metavar="ROLE", help="The accountable role.")
@click.option("--person", metavar="REF", help="The person in that role, like P3.")
@click.option("--partner", multiple=True, metavar="AGENCY", help="A delivery partner; once for each.")
@click.option("--in-area", "areas", multiple=True, metavar="AREA", help="For joint work: an area that takes part.")
@click.option("--locality", metavar="TEXT", help="Where, if not the whole area.")
@long_text("difference-wanted", "What will be different for children.")
@click.option("--started", metavar="DAY", help="When the work started.")
@click.option("--due", metavar="DAY", help="When it is due; a month or quarter falls due on its last day.")
@click.option("--review", metavar="DAY", help="The next review date of ongoing work.")
@click.option("--expects", multiple=True, type=KINDS, help="A kind of evidence that will show it; once for each.")
@click.option("--assurance", type=Words(Assurance), default="full", show_default=True, help="What sign-off asks for.")
@click.option("--also-serves", multiple=True, metavar="REC", help="Another recommendation that it serves.")
@click.option("--depends", multiple=True, metavar="REF", help="An action that it waits for.")
@groups_option("A group of children that it is about; once for each.")
@click.option("--source", metavar="TEXT", help="Where it is written, with paragraph.")
@happened
@click.pass_obj
def add(
    call: Call,
    recommendation: str,
    area: str,
    title: str,
    description: str | None,
    basis: Basis,
    lead: str | None,
    owner: str | None,
    person: str | None,
    partner: tuple[str, ...],
    areas: tuple[str, ...],
    locality: str | None,
    difference_wanted: str | None,
    started: str | None,
    due: str | None,
    review: str | None,
    expects: tuple[EvidenceKind, ...],
    assurance: Assurance,
    also_serves: tuple[str, ...],
    depends: tuple[str, ...],
    groups: tuple[ChildGroup, ...] | None,
    source: str | None,
) -> None:
    """Add an action for RECOMMENDATION (R1 to R9, or X for none) in AREA (BRI, SGL, NSO, or ALL for joint work)."""
    from tracker.desk import actions

    with call.acting() as acting:
        new = actions.NewAction(
            title=title,
            description=description,
            basis=basis,
            lead=lead,
            owner=owner,
            owner_person=canonical(person) if person else None,
            partners=codes(partner),
            areas=codes(areas),
            locality=locality,
            difference_wanted=difference_wanted,
            started=acting.written(started, "started"),
            due=acting.written(due, "due"),
            review_on=acting.day(review, "review"),
            expects=expects,
            assurance=assurance,
            serves=tuple(map(canonical, codes(also_serves))),
            depends=tuple(map(canonical, codes(depends))),
            source=source,
            groups=groups or (),
        )
        if new.due and new.due.day < (acting.on or acting.desk.today):
            call.understood["note"] = "the due date has passed already, so the action is late from the start (rule C38)"
        acting.done(actions.add(acting.desk, recommendation, area, new, occurred_on=acting.on))


@action_command.command(
    "edit", examples=("tracker action edit R4.BRI.2 --expects audit --why 'Agreed with the owner'",)
)
@click.argument("ref")
@click.option("--title", metavar="TEXT", help="The new title.")
@long_text("description", "The new description.")
@click.option("--locality", metavar="TEXT", help="The new locality.")
@long_text("difference-wanted", "What will be different for children.")
@click.option("--review", metavar="DAY", help="The next review date.")
@click.option("--expects", multiple=True, type=KINDS, help="All kinds of evidence that will show it; once for each.")
@click.option("--assurance", type=Words(Assurance), help="What sign-off asks for.")
@click.option("--partner", multiple=True, metavar="AGENCY", help="All delivery partners; once for each, or none.")
@click.option("--also-serves", multiple=True, metavar="REC", help="All other recommendations that it serves, or none.")
@groups_option("All groups of children that it is about; once for each, or none.")
@why(required=False)
@happened
@seen
@click.pass_obj
def edit(
    call: Call,
    ref: str,
    title: str | None,
    description: str | None,
    locality: str | None,
    difference_wanted: str | None,
    review: str | None,
    expects: tuple[EvidenceKind, ...],
    assurance: Assurance | None,
    partner: tuple[str, ...],
    also_serves: tuple[str, ...],
    groups: tuple[ChildGroup, ...] | None,
    why: str | None,
) -> None:
    """Change what is written of action REF; what is not named stays.  A due date is revised or corrected instead."""
    from tracker.desk import actions

    said = {
        "title": title, "description": description, "locality": locality, "difference_wanted": difference_wanted
    }  # fmt: skip
    serves = changed_codes(also_serves)
    with call.acting() as acting:
        receipt = actions.edit(
            acting.desk,
            canonical(ref),
            texts={name: text for name, text in said.items() if text is not None},
            review_on=acting.day(review, "review"),
            expects=expects or None,
            assurance=assurance,
            partners=changed_codes(partner),
            serves=None if serves is None else [canonical(code) for code in serves],
            groups=groups,
            why=why,
            occurred_on=acting.on,
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@action_command.command(
    "adopt", examples=("tracker action adopt X.BRI.1 --lead BCC --due 'March 2023' --why 'Agreed on 14 June 2022'",)
)
@click.argument("ref")
@click.option("--lead", metavar="AGENCY", help="The accountable body's code, where none is recorded.")
@click.option("--owner", metavar="ROLE", help="The accountable role.")
@click.option("--due", metavar="DAY", help="When it is due, where no date is recorded.")
@click.option("--review", metavar="DAY", help="The next review date of ongoing work.")
@why()
@happened
@seen
@click.pass_obj
def adopt(
    call: Call, ref: str, lead: str | None, owner: str | None, due: str | None, review: str | None, why: str
) -> None:
    """Take REF (existing provision, a proposal, a planned step) into the plan: from then on it is rated and counted."""
    from tracker.desk import actions

    with call.acting() as acting:
        receipt = actions.adopt(
            acting.desk,
            canonical(ref),
            lead=lead,
            owner=owner,
            due=acting.written(due, "due"),
            review_on=acting.day(review, "review"),
            why=why,
            occurred_on=acting.on,
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@action_command.command("map", examples=("tracker action map X.BRI.7 --to R4 --why 'Agreed with the scrutineer'",))
@click.argument("ref")
@click.option("--to", "recommendation", metavar="REC", help="The recommendation; else the one it stands under.")
@why()
@happened
@seen
@click.pass_obj
def map_(call: Call, ref: str, recommendation: str | None, why: str) -> None:
    """Confirm which recommendation REF serves; a row under X keeps its reference."""
    from tracker.desk import actions

    with call.acting() as acting:
        receipt = actions.confirm_mapping(
            acting.desk,
            canonical(ref),
            recommendation=recommendation,
            why=why,
            occurred_on=acting.on,
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@action_command.command("reassign", examples=("tracker action reassign R1.BRI.2 --lead BCC --why 'New structure'",))
@several
@click.option("--lead", metavar="AGENCY", help="The new accountable body.")
@click.option("--owner", metavar="ROLE", help="The new accountable role.")
@click.option("--person", metavar="REF", help="The new person, like P3.")
@why()
@happened
@seen
@click.pass_obj
def reassign(
    call: Call, refs: tuple[str, ...], lead: str | None, owner: str | None, person: str | None, why: str
) -> None:
    """Give REF, or several, another lead agency, role or person; the earlier ones stay in its history."""
    from tracker.desk import actions

    with call.acting() as acting:
        acting.done(
            acting.each(
                refs,
                lambda desk, ref, seen: actions.reassign(
                    desk, ref, lead=lead, owner=owner, person=person, why=why, occurred_on=acting.on, seen=seen
                ),
            )
        )


@action_command.command(
    "fund", examples=("tracker action fund R1.BRI.2 --funder 'A grant' --state secured --amount 1000",)
)
@click.argument("ref")
@click.option("--funder", required=True, metavar="TEXT", help="Who gives the money.")
@click.option("--state", required=True, type=Words(FundingState), help="How certain it is.")
@click.option("--amount", metavar="POUNDS", help="How much, like 280000 or 1250.50.")
@click.option("--period", metavar="TEXT", help="For which time, in words.")
@click.option("--ends", metavar="DAY", help="Its last day.")
@happened
@click.pass_obj
def fund(
    call: Call, ref: str, funder: str, state: FundingState, amount: str | None, period: str | None, ends: str | None
) -> None:
    """Record money for action REF."""
    from tracker.desk.delivery import add_funding

    with call.acting() as acting:
        receipt = add_funding(
            acting.desk,
            canonical(ref),
            funder=funder,
            state=state,
            amount=amount,
            period=period,
            ends=acting.day(ends, "ends"),
            occurred_on=acting.on,
        )
        acting.done(receipt)


for command in (*dating.commands("action", "R1.BRI.2"), *ending.COMMANDS):
    action_command.add_command(command)
