"""``tracker meeting …``: meetings of the bodies that decide, and those bodies.  Rules: tracker.desk.meetings."""

from __future__ import annotations

import click

from tracker.cli import tables
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import area_option, happened, looking_back, seen, why
from tracker.cli.tables import said_day
from tracker.model.vocabulary import Area, BodyKind


@click.group("meeting", cls=Group, examples=("tracker meeting list",))
def meeting_command() -> None:
    """Meetings of a body, past and to come, and the cut-off for updates."""


@meeting_command.command(
    "add", examples=("tracker meeting add BRI-EXEC --held '14 June 2022' --cut-off '31 May 2022' --title 'Quarterly'",)
)
@click.argument("body")
@click.option("--held", required=True, metavar="DAY", help="The day of the meeting, past or to come.")
@click.option("--cut-off", metavar="DAY", help="The day by which updates for it are due; else as the calendar says.")
@click.option("--title", metavar="TEXT", help="What it is called.")
@happened
@click.pass_obj
def add(call: Call, body: str, held: str, cut_off: str | None, title: str | None) -> None:
    """Enter a meeting of BODY, like BRI-EXEC."""
    from tracker.desk import meetings

    with call.acting() as acting:
        on, day, updates_by = acting.on, acting.day(held, "held"), acting.day(cut_off, "cut-off")
        assert day is not None
        acting.done(meetings.add_meeting(acting.desk, body, day, cut_off=updates_by, title=title, occurred_on=on))


@meeting_command.command(
    "change",
    examples=(
        "tracker meeting change G4 --held '21 June 2022' --cut-off '7 June 2022' --why 'Not quorate'",
        "tracker meeting change G4 --cancelled --why 'Merged with the next one'",
    ),
)
@click.argument("ref")
@click.option("--held", metavar="DAY", help="The new day of the meeting.")
@click.option("--cut-off", metavar="DAY", help="The new day by which updates for it are due.")
@click.option("--cancelled", is_flag=True, help="It was cancelled, and closes no round of updates.")
@why()
@happened
@seen
@click.pass_obj
def change(call: Call, ref: str, held: str | None, cut_off: str | None, cancelled: bool, why: str) -> None:
    """Move meeting REF to another day, or record that it was cancelled."""
    from tracker.desk import meetings

    with call.acting() as acting:
        receipt = meetings.change_meeting(
            acting.desk,
            canonical(ref),
            held_on=acting.day(held, "held"),
            cut_off=acting.day(cut_off, "cut-off"),
            cancelled=cancelled,
            why=why,
            occurred_on=acting.on,
            seen=acting.seen(ref),
        )
        acting.done(receipt)


@meeting_command.command("list", examples=("tracker meeting list --body BRI-EXEC",))
@click.option("--body", metavar="CODE", help="Meetings of this body.")
@looking_back
@click.pass_obj
def list_(call: Call, body: str | None) -> None:
    """List meetings."""
    wanted = body.strip().upper() if body else None
    with call.position() as position:
        tables.put(
            call,
            position,
            "Meetings",
            tables.fetch(position, "meeting", lambda meeting: wanted in (None, meeting["body"])),
            ("Ref", "Body", "Held on", "Cut-off", "Title"),
            lambda meeting: (
                meeting["ref"],
                meeting["body"],
                said_day(meeting["held_on"]),
                said_day(meeting["cut_off"]),
                meeting["title"] or "–",
            ),
            none="No meeting is entered.",
        )


@meeting_command.command("bodies", examples=("tracker meeting bodies --area BRI",))
@area_option("Bodies of this area.")
@looking_back
@click.pass_obj
def bodies(call: Call, area: Area | None) -> None:
    """List the bodies that decide or advise, with the agencies that sit on them."""
    with call.position() as position:
        tables.put(
            call,
            position,
            "Bodies",
            tables.fetch(position, "body", lambda body: area is None or area.value in body["areas"]),
            ("Code", "Name", "Kind", "Agencies"),
            lambda body: (
                body["ref"],
                body["name"] or "–",
                BodyKind(body["kind"]).words,
                ", ".join(body["agencies"]) or "not recorded",
            ),
            none="No body is entered.",
        )
