"""Milestones, due dates, cut-offs and meetings as a calendar (RFC 5545), for the calendar program that people have.

What is dated is said by tracker.register.timeline; what is done or past stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker import __version__
from tracker.model.dates import long
from tracker.model.text import fit, safe
from tracker.model.vocabulary import Area
from tracker.register import naming, timeline
from tracker.register.marking import marking
from tracker.register.position import Position

LINE = 75
"""The most bytes of a line (RFC 5545, 3.1); longer ones are folded."""

TITLE = 160


@dataclass(frozen=True)
class Event:
    """A whole day: ``key`` makes its identity together with the log's name, so that a later file replaces it."""

    key: str
    on: date
    summary: str
    description: str
    category: str


def as_ics(position: Position, area: str | None = None) -> bytes:
    """Return the calendar of the plan, or of one area and joint work; the same position gives the same bytes."""
    stamp = _stamp(position)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//thematic review tracker//{__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text('Action plan ' + (area or 'of the three areas'))}",
    ]
    for event in events(position, area):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(event.key)}@{_text(position.store.log)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(event.summary)}",
            f"DESCRIPTION:{_text(event.description)}",
            f"CATEGORIES:{_text(event.category)}",
            "CLASS:CONFIDENTIAL",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line)).encode("utf-8")


def events(position: Position, area: str | None = None) -> list[Event]:
    """Return what is to come or late, by its day."""
    found = [*_points(position, area), *_meetings(position, area)]
    return sorted(found, key=lambda event: (event.on, event.key))


def _points(position: Position, area: str | None) -> Iterator[Event]:
    said = marking(position)
    for point in timeline.points(position, area):
        if point.done is not None:
            continue
        due = long(point.agreed, point.precision)
        told = f"{said}. Due by {due}."
        if point.moved:
            told += f" Originally {long(point.original)}."
        if point.late:
            told += f" {point.late} days late on {long(position.when.day)}."
        title = fit(safe(point.title), TITLE)
        yield Event(f"{point.ref}-due", point.agreed, f"{point.ref} due: {title}", told, point.kind)


def _meetings(position: Position, area: str | None) -> Iterator[Event]:
    said, bodies, today = marking(position), naming.bodies(position), position.when.day
    rows = position.rows(
        "SELECT ref, body, held_on, cut_off FROM meeting WHERE void = 0 AND held_on >= ? ORDER BY held_on, sort",
        [today.isoformat()],
    )
    for row in rows:
        sits = {r["value"] for r in position.rows("SELECT value FROM body_areas WHERE ref = ?", [row["body"]])}
        if area and sits and sits.isdisjoint({area, Area.ALL.value}):
            continue
        held, cut_off = date.fromisoformat(row["held_on"]), date.fromisoformat(row["cut_off"])
        name = fit(bodies.get(row["body"]) or row["body"], TITLE)
        yield Event(f"{row['ref']}-meeting", held, f"{row['ref']} meeting: {name}", f"{said}.", "meeting")
        if cut_off >= today:
            told = f"{said}. Updates are due for the meeting on {long(held)}."
            yield Event(f"{row['ref']}-cut-off", cut_off, f"{row['ref']} updates due: {name}", told, "cut-off")


def _stamp(position: Position) -> str:
    """The time of the last entry that counts: what was known when the calendar was made."""
    at = position.value("SELECT at FROM main.entry_index WHERE seq = ?", [position.entries])
    return f"{datetime.fromisoformat(at):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Return *text* as a value (RFC 5545, 3.3.11): safe, on one line, its own marks escaped."""
    plain = safe(text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most LINE bytes, all but the first begun by a space; no character is parted."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode("utf-8"))
        if size + width > LINE:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + width
    yield piece
