"""The page of coverage: recommendations by area with evidence, queries, entries, and who read the trail how far.

What is counted stands in tracker.register.coverage.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.register.coverage import Covered, Reviewed
from tracker.tui.look import words
from tracker.tui.look.page import Block, Gap, Heading, Text, plain
from tracker.tui.look.wrap import said

HEADS = (
    f"{'Where':<8}{'Act':>5}{'Exp':>5}{'Held':>6}{'Acc':>5}{'None':>6}{'Qry':>5}"
    f"  {'Updated':<11}{'Entries':>7}{'New':>6}"
)


def page(found: Sequence[Covered], read: Sequence[Reviewed]) -> list[Block]:
    """Return the page; each row can be chosen and leads to its response and actions."""
    blocks: list[Block] = [
        Text([("Coverage by recommendation and area", "strong")]),
        Gap(),
        plain(
            (
                "Act: actions of the plan that have not ended, existing provision apart; of these Exp have expected"
                " evidence written down, Held evidence in hand, Acc accepted evidence, None nothing in hand. Qry: open"
                " queries. New: entries after the last that the trail was reviewed up to. Counts do not compare areas.",
                "soft",
            )
        ),
        Gap(),
        Text([(HEADS, "soft")]),
    ]
    blocks += [_row(cell) for cell in found]
    blocks.append(Heading("Reviews of the trail", note="" if read else "nobody has noted one"))
    for one in read:
        since = words.number(one.since, "entry", "entries")
        line = [(f"#{one.upto} ", "link"), said(f"{one.by}, {one.post}, {words.day(one.on)}; {since} since")]
        blocks.append(Text(line, 0, 6, f"#{one.entry}"))
        if one.note:
            blocks.append(plain((one.note, "soft"), indent=6))
    return blocks


def _row(cell: Covered) -> Block:
    where = f"{cell.recommendation}.{cell.area}"
    numbers = (
        f"{cell.actions:>5}{cell.expected:>5}{cell.held:>6}{cell.accepted:>5}{cell.none:>6}",
        f"{cell.queries:>5}",
        f"  {words.day_short(cell.last_update, 'never'):<11}{cell.entries:>7}{cell.since:>6}",
    )
    ink = "plain" if cell.actions else "soft"
    return Text(
        [(f"{where:<8}", "link"), (numbers[0], ink), (numbers[1], "warn" if cell.queries else ink), (numbers[2], ink)],
        0,
        8,
        where,
    )
