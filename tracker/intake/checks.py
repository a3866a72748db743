"""What must hold between entries: codes that are unique, areas that are complete, chains that do not return.

Each check reads front matter as it was written, or typed rows; whether one entry is well formed is not asked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.intake.front_matter import FrontMatter
from tracker.intake.problems import Report, listed
from tracker.intake.rows import ActionRow
from tracker.intake.sections import Placed
from tracker.intake.values import Known
from tracker.model.days import YEAR_STARTS
from tracker.model.vocabulary import LOCAL_AREAS

_CODED = ("areas", "bodies", "agencies", "sources")


def entries(front: FrontMatter | None, name: str) -> list[Mapping[str, Any]]:
    """Return the entries of a list in the front matter that are mappings, in order; [] when there is no such list."""
    found = front.data.get(name) if front else None
    return [entry if isinstance(entry, dict) else {} for entry in found] if isinstance(found, list) else []


def known(front: FrontMatter | None, rows: list[Placed]) -> Known:
    """Return the codes of the review's front matter and the references of all rows, as far as they can be read."""

    def codes(name: str) -> frozenset[str] | None:
        return frozenset(str(entry["code"]) for entry in entries(front, name) if "code" in entry) or None

    return Known(
        agencies=codes("agencies"),
        sources=codes("sources"),
        actions=frozenset(row.ref for row in rows if row.kind == "action"),
        evidence=frozenset(row.ref for row in rows if row.kind == "evidence"),
        year_starts=_year_starts(front),
    )


def _year_starts(front: FrontMatter | None) -> int:
    """Return the month in which the reporting year starts, April unless the review says another."""
    calendar = front.data.get("calendar") if front else None
    text = str(calendar.get("year_starts")) if isinstance(calendar, dict) else ""
    return int(text) if text in map(str, range(1, 13)) else YEAR_STARTS


def review_lists(front: FrontMatter, report: Report) -> None:
    """Note codes that stand twice in one list of the review, areas that are missing, and successors in a ring."""
    for name in _CODED:
        first: dict[str, int] = {}
        for index, entry in enumerate(entries(front, name)):
            code, line = entry.get("code"), front.line((name, index, "code"))
            if not isinstance(code, str):
                continue
            if code in first:
                report.add(
                    front.name,
                    line,
                    f"code {code} stands twice in '{name}' (first in line {first[code]}); expected a code of its own",
                )
            first.setdefault(code, line)
    have = {entry.get("code") for entry in entries(front, "areas")}
    missing = [area.value for area in LOCAL_AREAS if area.value not in have]
    if missing and isinstance(front.data.get("areas"), list):
        report.add(front.name, front.line(("areas",)), f"'areas' has no {listed(missing)}; expected BRI, SGL and NSO")
    _successors(front, report)


def _successors(front: FrontMatter, report: Report) -> None:
    """Note agencies whose successors lead back to them."""
    agencies = entries(front, "agencies")
    links = {
        str(entry["code"]): (str(entry["successor"]),) if "successor" in entry else ()
        for entry in agencies
        if "code" in entry
    }
    for index, entry in enumerate(agencies):
        code = str(entry.get("code"))
        ring = _ring(code, links)
        if len(ring) > 2:
            report.add(
                front.name,
                front.line(("agencies", index, "successor")),
                f"{code} succeeds itself ({' to '.join(ring)}); expected successors that end with a present agency",
            )


def dependencies(actions: list[ActionRow], lines: Mapping[str, int], report: Report) -> None:
    """Note actions that depend on themselves, at the line of their 'depends on' (*lines*, by reference)."""
    links = {action.ref: action.depends_on for action in actions}
    for action in actions:
        ring = _ring(action.ref, links)
        if ring:
            report.add(
                action.file,
                lines.get(action.ref, action.line),
                f"{action.ref} depends on itself ({' on '.join(ring)}); expected actions that do not wait for it",
            )


def _ring(start: str, links: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the shortest way along *links* from *start* back to it, both ends included, or [] when there is none."""
    came: dict[str, str] = {}
    waiting = [start]
    for here in waiting:
        for there in links.get(here, ()):
            if there == start:
                way = [here]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return [*reversed(way), start]
            if there not in came:
                came[there] = here
                waiting.append(there)
    return []
