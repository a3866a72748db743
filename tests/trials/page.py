"""The tables of docs/trials.md, made from what the trials counted.

How they are counted stands in the modules beside this one.
"""

from __future__ import annotations

from pathlib import Path

from tests.trials.flips import CACHE, FOUND, HARMLESS, HARMLESS_FIELDS, MISSED, REFUSED, UNUSED, Tally
from tests.trials.kills import Counts
from tests.trials.rounds import Tally as RoundTally
from tests.trials.rounds import rows

PAGE = Path(__file__).resolve().parents[2] / "docs" / "trials.md"
BEGIN, END = "<!-- {}: begin -->", "<!-- {}: end -->"
OUTCOMES = (FOUND, REFUSED, UNUSED, CACHE, HARMLESS, MISSED)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


def flips_table(tally: Tally) -> str:
    """One row for each part of each kind of page, and the sum."""
    places = dict.fromkeys((page, part) for page, part, _ in tally.counted)
    rows = []
    for page, part in places:
        counts = [tally.counted[page, part, outcome] for outcome in OUTCOMES]
        rows.append([f"{page}: {part}", f"{sum(counts):,}", *(f"{count:,}" if count else "" for count in counts[:-1])])
        rows[-1].append(str(counts[-1]))
    sums = [tally.of(outcome) for outcome in OUTCOMES]
    rows.append(["**all**", f"{sum(sums):,}", *(f"{count:,}" for count in sums)])
    return table(["Where", "Flips", *OUTCOMES], rows)


def fields_table() -> str:
    """The fields of the header that may change unseen, and why each does no harm."""
    return table(["Field", "What it is"], [[name, words] for name, words in HARMLESS_FIELDS.items()])


def kills_table(counts: Counts) -> str:
    """What came of all rounds."""
    rows = {
        "rounds, each with two programs writing": counts.rounds,
        "programs killed": counts.kills,
        "… of which with a half-written act on the disk": counts.interrupted,
        "acts that had been answered": counts.answered,
        "… of which were there afterwards, whole": counts.found - counts.unanswered,
        "acts that were there, whole, though the answer came too late": counts.unanswered,
        "acts lost, or half there": counts.answered - (counts.found - counts.unanswered),
    }
    return table(["What", "Count"], [[words, f"{count:,}"] for words, count in rows.items()])


def round_table(tally: RoundTally) -> str:
    """What an update round took."""
    return table(["What", "Count"], [[words, count] for words, count in rows(tally)])


def put(name: str, content: str, page: Path = PAGE) -> None:
    """Write a table between its marks in the page."""
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN.format(name))
    _, end, after = rest.partition(END.format(name))
    assert end, f"{page.name} has no marks for {name}"
    page.write_text(f"{before}{begin}\n\n{content}\n\n{end}{after}", encoding="utf-8", newline="\n")
