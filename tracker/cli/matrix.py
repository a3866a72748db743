"""The matrix of the position on a terminal: areas side by side where they fit, one below the other where they do not.

Counts and ratings come from tracker.register.status; joint work stands apart and is added to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli.printing import GAP, Rated, Screen, rating_words
from tracker.model.saying import NOTHING_NAMED
from tracker.model.vocabulary import Area, Difference, Wording

if TYPE_CHECKING:
    from tracker.register.status import Cell, RecommendationLine

NARROWEST_COLUMN = 15
LABELS = 11
_SHORT = {"BRI": "Bristol", "SGL": "South Glos.", "NSO": "North Somerset", "ALL": "Joint work"}

CAUTION = (
    "Counts do not compare areas: the sources are a Bristol paper and a joint statement. Joint work stands apart and "
    "is added to no area. Existing provision is context and is not rated."
)


def put(screen: Screen, lines: list[RecommendationLine], area: str | None) -> None:
    """Add the matrix; for one area its own part, then joint work apart."""
    if area is None:
        _part(screen, lines, [member.value for member in Area])
    else:
        _part(screen, lines, [area], heading=Area(area).words)
        if area != Area.ALL:
            _part(screen, lines, [Area.ALL.value], heading=f"{Area.ALL.words}, apart")
    screen.line()
    screen.line(CAUTION)


def _part(screen: Screen, lines: list[RecommendationLine], codes: list[str], heading: str | None = None) -> None:
    from tracker.register.status import totals

    size = (screen.look.width - LABELS + 1) // len(codes) - GAP
    columns = size if len(codes) > 1 and size >= NARROWEST_COLUMN else None
    if heading:
        screen.heading(heading)
    if columns:
        screen.grid(["", *(_SHORT[code] for code in codes)], [], [LABELS - 1, *([columns] * len(codes))])
    for line in lines:
        screen.line()
        screen.line(f"{line.ref}  {line.title}{_wording(line)}", hang=4, style="strong")
        _put(screen, {code: line.areas[code] for code in codes}, columns)
    screen.line()
    screen.line("R1 to R9 together, without X", style="strong")
    plan = [line for line in lines if line.ref != "X"]
    _put(screen, {code: totals(plan, code) for code in codes}, columns)


def _wording(line: RecommendationLine) -> str:
    number = f", official number {line.official_number}" if line.official_number else ""
    return "" if line.ref == "X" else f" [{Wording(line.wording).words}{number}]"


def _put(screen: Screen, cells: dict[str, Cell], columns: int | None) -> None:
    if columns:
        _columns(screen, cells, columns)
        return
    for code, cell in cells.items():
        if len(cells) > 1:
            screen.line(_SHORT[code], indent=2)
        for label, value in facts(cell, full=True):
            screen.field(label, value, indent=2 if len(cells) == 1 else 4, labels=LABELS)


def _columns(screen: Screen, cells: dict[str, Cell], size: int) -> None:
    columns = [dict(facts(cell)) for cell in cells.values()]
    labels = [label for label in FACTS if any(label in column for column in columns)]
    table = [[label, *(column.get(label, "–") for column in columns)] for label in labels]
    screen.grid([], table, [LABELS - 1, *([size] * len(cells))])


FACTS = ("actions", "reported", "date check", "evidence", "difference", "existing")


def facts(cell: Cell, *, full: bool = False) -> list[tuple[str, str | Rated]]:
    """Return the facts of one area of one recommendation: label and value; *full* names the cause too."""
    said: list[tuple[str, str | Rated]] = [("actions", _actions(cell))]
    if cell.actions:
        said += _delivery(cell, full)
        if cell.expected or cell.held:
            held = f"{cell.held} held, " if cell.held != cell.accepted else ""
            said.append(("evidence", f"{cell.accepted} accepted, {held}{cell.expected} expected"))
        if cell.difference:
            said.append(("difference", Difference(cell.difference).words))
    if cell.existing:
        said.append(("existing", f"{cell.existing} row{'s' if cell.existing > 1 else ''}"))
    return said


def _actions(cell: Cell) -> str:
    if not cell.actions:
        return f"none open, {cell.ended} ended" if cell.ended else NOTHING_NAMED
    parts = {"overdue": cell.overdue, "awaiting sign-off": cell.complete, "signed off": cell.signed_off}
    some = ", ".join(f"{number} {words}" for words, number in parts.items() if number)
    ended = f" and {cell.ended} ended" if cell.ended else ""
    return f"{cell.actions}" + (f" ({some})" if some else "") + ended


def _delivery(cell: Cell, full: bool) -> list[tuple[str, str | Rated]]:
    """The reported rating and the date check, each the worst with how many of all actions have it."""
    reported = Rated(cell.reported, _share(cell.reported, cell.reported_counts, cell, full), "not reported")
    check = Rated(cell.date_check, _share(cell.date_check, cell.counts, cell, full))
    because = [("because", cell.because)] if full and cell.because else []
    return [("reported", reported), ("date check", check), *because]


def _share(worst: str | None, counts: dict[str, int], cell: Cell, full: bool) -> str:
    if worst is None:
        return ""
    others = ", ".join(f"{number} {rating_words(rating)}" for rating, number in counts.items() if rating != worst)
    if not full:
        return f" {counts[worst]}/{cell.actions}"
    return f" {counts[worst]} of {cell.actions}" + (f"; {others}" if others else "")
