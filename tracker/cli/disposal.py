"""``tracker dispose``: what would be removed, and with --yes its removal.  Rules stand in tracker.desk.disposal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import faults
from tracker.cli.context import Call, Command
from tracker.cli.options import despite, long_text
from tracker.cli.printing import Screen

if TYPE_CHECKING:
    from tracker.desk.disposal import Preview
    from tracker.register.repeats import Place


@click.command(
    "dispose",
    cls=Command,
    examples=(
        "tracker dispose '#440' --field note --ground 'it names a child' --as P2",
        "tracker dispose '#440' --field note --ground 'it names a child' --as P2 --yes",
        "tracker dispose E17 --file --ground 'the agency withdrew its consent' --as P2 --yes",
    ),
)
@click.argument("ref")
@click.option("--field", metavar="NAME", help="Which text of the entry, as tracker show names it.")
@click.option("--file", "file", is_flag=True, help="The evidence file of a piece like E17, or of an entry.")
@click.option("--everywhere", is_flag=True, help="Also every other place where the very same words stand.")
@long_text("ground", "Why, as it follows 'because'; it stands in the gap from then on.", required=True)
@despite
@click.option("--yes", is_flag=True, help="Do it; without this, only show what would be removed.")
@click.pass_obj
def dispose_command(
    call: Call, ref: str, field: str | None, file: bool, everywhere: bool, ground: str | None, yes: bool
) -> int:
    """Remove words or an evidence file for good, by another person than who recorded it.

    The entry, its hash and every proof stay.  Nobody can bring back what was removed; it cannot be undone.
    """
    from tracker.desk import disposal

    if file and (field or everywhere):
        raise faults.Misused("--file goes without --field and --everywhere", click.get_current_context())
    with call.acting() as acting:
        desk = acting.desk
        if not yes:
            preview = (
                disposal.look_at_file(desk, ref, ground=ground)
                if file
                else disposal.look(desk, ref, field, ground=ground, everywhere=everywhere)
            )
            _tell(call, preview, "Would be removed for good", [], {"removed": False})
            raise faults.Refused("Nothing was removed. If this is what is meant, say so with --yes.")
        done = (
            disposal.dispose_file(desk, ref, ground=ground)
            if file
            else disposal.dispose(desk, ref, field, ground=ground, everywhere=everywhere)
        )
    numbers = [entry.seq for entry in done.receipt.entries]
    _tell(call, done.preview, "Removed for good", done.left, {"removed": True, "entries": numbers})
    return faults.REFUSED if done.left else 0


def _tell(call: Call, preview: Preview, heading: str, left: Sequence[str], more: dict[str, Any]) -> None:
    screen = Screen()
    unit = "bytes" if preview.kind == "file" else "characters"
    screen.line(f"{heading}: {preview.size:,} {unit}", style="strong")
    for place in preview.places:
        screen.line(place.words, indent=2)
    if more.get("entries"):
        screen.line(f"Recorded as {_numbers(more['entries'])}.")
    if len(preview.places) > 1 and preview.kind == "file":
        screen.line("It is one file under several entries, and goes for all of them.")
    _places(screen, "The very same words stand in these places too (--everywhere takes them with it):", preview.again)
    _places(screen, "Words of it stand in these texts, which stay unless each is disposed of:", preview.quoting)
    _places(screen, "Further files of the same piece, which stay:", preview.further_files)
    screen.line("What this program cannot reach:")
    for line in preview.beyond:
        screen.line(line, indent=2, hang=2)
    for line in left:
        screen.whole(line)
    call.show(
        screen,
        {
            **more,
            "ref": preview.places[0].subject,
            "kind": preview.kind,
            "size": preview.size,
            "places": _listed(preview.places),
            "again": _listed(preview.again),
            "quoting": _listed(preview.quoting),
            "further_files": _listed(preview.further_files),
            "beyond": list(preview.beyond),
            "left": list(left),
        },
    )


def _places(screen: Screen, heading: str, places: Sequence[Place]) -> None:
    from tracker.desk.disposal import NAMED

    if not places:
        return
    screen.line(heading)
    for place in places[:NAMED]:
        screen.line(place.words, indent=2)
    if len(places) > NAMED:
        screen.line(f"… and {len(places) - NAMED} more (--json lists all)", indent=2)


def _listed(places: Sequence[Place]) -> list[dict[str, Any]]:
    return [{"seq": place.seq, "field": place.field, "on": place.subject, "act": place.act} for place in places]


def _numbers(seqs: Sequence[int]) -> str:
    return f"#{seqs[0]}" + (f" to #{seqs[-1]}" if len(seqs) > 1 else "")
