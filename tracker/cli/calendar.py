"""``tracker calendar`` and ``tracker remind``: dates for people's own programs, and drafts of e-mails to owners.

What stands in them is made in tracker.reports.data.
"""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli import printing
from tracker.cli.context import Call, Command
from tracker.cli.options import area_option, looking_back
from tracker.cli.printing import Screen
from tracker.model.saying import plural
from tracker.model.vocabulary import Area


@click.command("calendar", cls=Command, examples=("tracker calendar -o plan.ics --area BRI",))
@click.option(
    "-o", "--output", "file", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A new file, .ics."
)
@area_option("One area, and joint work.")
@looking_back
@click.pass_obj
def calendar_command(call: Call, file: Path, area: Area | None) -> None:
    """Write what is to come as a calendar: milestones, due dates, cut-offs for updates and meetings.

    What is late and not done stands on its day.  A later file replaces the same days in the calendar program.
    """
    from tracker.reports.data import calendar, files, warning

    with call.position() as position:
        wanted = area.value if area else None
        events = calendar.events(position, wanted)
        files.put(file, calendar.as_ics(position, wanted))
    number = len(events)
    if warned := warning.places([(event.key.rsplit("-", 1)[0], event.summary) for event in events]):
        printing.complain(warning.sentence(warned))
    screen = Screen()
    screen.whole(f"{plural(number, 'day')} written.")
    screen.whole(str(file), indent=2)
    call.show(screen, {"file": str(file), "events": number})


@click.command("remind", cls=Command, examples=("tracker remind -o reminders --area BRI",))
@click.option(
    "-o", "--output", "folder", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A new folder."
)
@area_option("One area, and joint work.")
@looking_back
@click.pass_obj
def remind_command(call: Call, folder: Path, area: Area | None) -> None:
    """Write a draft of an e-mail for each owner: updates asked for, what is late, what falls due within 30 days.

    Drafts go to roles and agencies; somebody looks at them, addresses them and sends them.
    """
    from tracker.reports.data import files, reminders, warning

    with call.position() as position:
        found = reminders.reminders(position, area.value if area else None)
        made = reminders.mails(position, found)
    written = files.put_folder(folder, made) if made else []
    if warned := warning.places([(item.split(":")[0], item) for each in found for item in each.items]):
        printing.complain(warning.sentence(warned))
    screen = Screen()
    screen.whole(reminders.summary(made) if made else "Nobody is to be reminded of anything; nothing was written.")
    for path in written:
        screen.whole(str(path), indent=2)
    call.show(screen, {"files": [str(path) for path in written]})
