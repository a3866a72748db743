"""``tracker evidence …``: adding, linking, receiving, reviewing and listing evidence.  Rules: tracker.desk.evidence."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli import tables
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import Words, area_option, codes, groups_option, happened, long_text, looking_back, seen, why
from tracker.model.vocabulary import Area, ChildGroup, Difference, EvidenceKind, EvidenceState, Marking

SHOWS = Words(member for member in Difference if member is not Difference.NOT_SHOWN)


@click.group("evidence", cls=Group, examples=("tracker evidence list --for R4.BRI.4",))
def evidence_command() -> None:
    """Documents and records: what is held, what it shows, who reviewed it."""


@evidence_command.command(
    "add",
    examples=(
        "tracker evidence add --title 'Dip sample of ten plans' --kind audit --file sample.pdf --for R1.BRI.2 "
        "--shows practice",
        "tracker evidence add --title 'Minutes of 14 June 2022' --kind minutes --custodian 'Business unit' "
        "--place 'Partnership drive, June 2022' --for R1.BRI.2",
    ),
)
@click.option("--title", required=True, metavar="TEXT", help="What it is, in one line.")
@click.option("--kind", required=True, type=Words(EvidenceKind), help="What sort of document or record it is.")
@click.option("--file", type=click.Path(path_type=Path), metavar="FILE", help="The file; a copy is kept by its hash.")
@click.option("--custodian", metavar="WHO", help="Who holds it, when no copy is kept here.")
@click.option("--place", metavar="TEXT", help="Where the custodian holds it.")
@click.option("--cited", is_flag=True, help="Only cited somewhere; not in hand.")
@long_text("description", "More about it.")
@click.option("--dated", metavar="DAY", help="The date on it.")
@click.option("--until", metavar="DAY", help="The last day on which it holds.")
@click.option("--collected", metavar="DAY", help="When what it shows was collected.")
@click.option("--received-from", metavar="WHO", help="Who sent it.")
@click.option("--received", metavar="HOW", help="How it reached you, like 'e-mail 3 March 2022'.")
@click.option("--marking", type=Words(Marking), default="OFFICIAL-SENSITIVE", show_default=True, help="Its marking.")
@groups_option("A group of children that it is about; once for each.")
@click.option("--for", "targets", multiple=True, metavar="REF", help="What it is evidence for; once for each.")
@click.option("--shows", type=SHOWS, help="What difference it shows.")
@happened
@click.pass_obj
def add(
    call: Call,
    title: str,
    kind: EvidenceKind,
    file: Path | None,
    custodian: str | None,
    place: str | None,
    cited: bool,
    description: str | None,
    dated: str | None,
    until: str | None,
    collected: str | None,
    received_from: str | None,
    received: str | None,
    marking: Marking,
    groups: tuple[ChildGroup, ...] | None,
    targets: tuple[str, ...],
    shows: Difference | None,
) -> None:
    """Add evidence: a file, or where it is held; somebody else then reviews it."""
    from tracker.desk import evidence

    with call.acting() as acting:
        new = evidence.NewEvidence(
            title=title,
            kind=kind,
            file=file,
            custodian=custodian,
            place=place,
            description=description,
            dated=acting.written(dated, "dated"),
            until=acting.day(until, "until"),
            collected=acting.day(collected, "collected"),
            received_from=received_from,
            received=received,
            marking=marking,
            groups=groups or (),
            cited_only=cited,
        )
        about = [canonical(target) for target in codes(targets)]
        acting.done(evidence.add(acting.desk, new, targets=about, shows=shows, occurred_on=acting.on))


@evidence_command.command("link", examples=("tracker evidence link E17 R1.BRI.2 R1.BRI.3 --shows delivered",))
@click.argument("ref")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@click.option("--shows", type=SHOWS, help="What difference it shows.")
@happened
@seen
@click.pass_obj
def link(call: Call, ref: str, targets: tuple[str, ...], shows: Difference | None) -> None:
    """Link evidence REF to the actions, milestones, measures or recommendations that it is evidence for."""
    from tracker.desk import evidence

    with call.acting() as acting:
        about = [canonical(target) for target in codes(targets)]
        on, before = acting.on, acting.seen(ref)
        acting.done(evidence.link(acting.desk, canonical(ref), about, shows=shows, occurred_on=on, seen=before))


@evidence_command.command(
    "edit", examples=("tracker evidence edit E17 --group ethnicity --why 'Its second table is by ethnicity'",)
)
@click.argument("ref")
@groups_option("All groups of children that it is about; once for each, or none.", required=True)
@why("How that is known.")
@happened
@seen
@click.pass_obj
def edit(call: Call, ref: str, groups: tuple[ChildGroup, ...], why: str) -> None:
    """Say which groups of children evidence REF is about; once it is accepted, who did not bring it says so."""
    from tracker.desk.groups import mark_evidence

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(mark_evidence(acting.desk, canonical(ref), groups, why=why, occurred_on=on, seen=before))


@evidence_command.command(
    "receive", examples=("tracker evidence receive E1 --file review.pdf --received-from 'The author'",)
)
@click.argument("ref")
@click.option("--file", type=click.Path(path_type=Path), metavar="FILE", help="The file; a copy is kept by its hash.")
@click.option("--custodian", metavar="WHO", help="Who holds it, when no copy is kept here.")
@click.option("--place", metavar="TEXT", help="Where it was seen.")
@click.option("--received-from", metavar="WHO", help="Who sent it.")
@click.option("--received", metavar="HOW", help="How it reached you.")
@happened
@seen
@click.pass_obj
def receive(
    call: Call,
    ref: str,
    file: Path | None,
    custodian: str | None,
    place: str | None,
    received_from: str | None,
    received: str | None,
) -> None:
    """Record that the cited document REF is now in hand; it then awaits review."""
    from tracker.desk import evidence

    with call.acting() as acting:
        receipt = evidence.receive(
            acting.desk,
            canonical(ref),
            file=file,
            custodian=custodian,
            place=place,
            received_from=received_from,
            received=received,
            occurred_on=acting.on,
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@evidence_command.command(
    "revise",
    examples=(
        "tracker evidence revise E17 --file sample2.pdf --dated 'May 2022' --why 'Two plans were missing'",
        "tracker evidence revise E17 --place 'Partnership drive, archive' --why 'Moved'",
    ),
)
@click.argument("ref")
@click.option("--file", type=click.Path(path_type=Path), metavar="FILE", help="The new file; the one before is kept.")
@click.option("--custodian", metavar="WHO", help="Who holds it now, when no copy is kept here.")
@click.option("--place", metavar="TEXT", help="Where it is held now.")
@click.option("--dated", metavar="DAY", help="The date on the revision.")
@click.option("--until", metavar="DAY", help="The last day on which it holds.")
@click.option("--received-from", metavar="WHO", help="Who sent it.")
@click.option("--received", metavar="HOW", help="How it reached you.")
@why("Why it was revised.")
@happened
@seen
@click.pass_obj
def revise(
    call: Call,
    ref: str,
    file: Path | None,
    custodian: str | None,
    place: str | None,
    dated: str | None,
    until: str | None,
    received_from: str | None,
    received: str | None,
    why: str,
) -> None:
    """Record a revision of evidence REF; it awaits review again, and the one before stays listed with its hash."""
    from tracker.desk import evidence

    with call.acting() as acting:
        new = evidence.NewRevision(
            file=file,
            custodian=custodian,
            place=place,
            dated=acting.written(dated, "dated"),
            until=acting.day(until, "until"),
            received_from=received_from,
            received=received,
        )
        on, before = acting.on, acting.seen(ref)
        acting.done(evidence.revise(acting.desk, canonical(ref), new, why=why, occurred_on=on, seen=before))


@evidence_command.command(
    "review",
    examples=("tracker evidence review E17 --outcome accepted --why 'Ten of ten plans were in place' --as P4",),
)
@click.argument("ref")
@click.option(
    "--outcome",
    required=True,
    type=Words((EvidenceState.ACCEPTED, EvidenceState.RETURNED, EvidenceState.EXPIRED)),
    help="What the reviewer made of it.",
)
@why("Why.")
@happened
@seen
@click.pass_obj
def review(call: Call, ref: str, outcome: EvidenceState, why: str) -> None:
    """Record a review of evidence REF, by somebody other than who recorded it."""
    from tracker.desk import evidence

    with call.acting() as acting:
        on, before = acting.on, acting.seen(ref)
        acting.done(evidence.review(acting.desk, canonical(ref), outcome, why=why, occurred_on=on, seen=before))


@evidence_command.command(
    "list",
    examples=(
        "tracker evidence list --state held",
        "tracker evidence list --for R4 --json",
        "tracker evidence list --area BRI 'kind:voice,audit state:accepted'",
    ),
)
@click.argument("query", nargs=-1)
@area_option("Evidence linked to this area, or to joint work.")
@click.option("--for", "target", metavar="REF", help="Evidence linked to this reference.")
@click.option("--state", type=Words(EvidenceState), help="Evidence in this state.")
@looking_back
@click.pass_obj
def list_(
    call: Call, query: tuple[str, ...], area: Area | None, target: str | None, state: EvidenceState | None
) -> None:
    """List evidence, or what QUERY finds: kind: state: group: marking: area: by: act: since: until: unlinked, words."""
    from tracker.register import registers
    from tracker.register.showing import linked, show

    with call.position() as position:
        # What is linked is looked up by way of show, so that a reference which is not in the plan is refused.
        found = linked(position, show(position, target)["ref"]) if target else tables.fetch(position, "evidence")
        if query or area:
            there = set(registers.evidence(position, area.value if area else None, " ".join(query)))
            found = [piece for piece in found if piece["ref"] in there]
        tables.put(
            call,
            position,
            "Evidence" + (f" for {canonical(target)}" if target else ""),
            [piece for piece in found if state is None or piece["state"] == state],
            ("Ref", "Title", "Kind", "State"),
            lambda piece: (
                piece["ref"],
                piece["title"],
                EvidenceKind(piece["kind"]).words,
                EvidenceState(piece["state"]).words,
            ),
            none="No evidence like that is recorded.",
        )
