"""Which sections stand in which file, in which order, and which rows stand in which section.

It reads headings and references only; the keys of a row are not looked at here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.intake.markdown import Document, Row, Section
from tracker.intake.problems import Report, quoted, unknown
from tracker.model import limits, references
from tracker.model.vocabulary import LOCAL_AREAS, Area

AREA_SECTIONS = {"Joint work (ALL)": Area.ALL, **{f"{area.words} ({area})": area for area in LOCAL_AREAS}}
ROW_SECTIONS = {"Measures": "measure", "Evidence": "evidence", "Risks": "risk"}
_LETTERS = {kind: letter for letter, kind in references.KINDS.items()}


@dataclass(frozen=True)
class Placed:
    """A row with the kind of record it is, its reference and its title; ``above`` is a milestone's action."""

    file: str
    kind: str
    ref: str
    title: str
    row: Row
    area: Area | None = None
    above: str = ""


def allowed(kind: str) -> list[str]:
    """Return the sections that a file of this *kind* may have, in their order."""
    return [*AREA_SECTIONS, *ROW_SECTIONS] if kind != "review" else list(ROW_SECTIONS)


def check_order(document: Document, kind: str, report: Report) -> None:
    """Note sections that are unknown, missing, twice, out of order or empty."""
    areas = list(AREA_SECTIONS) if kind != "review" else []
    order = allowed(kind)
    seen: list[Section] = []
    for section in document.sections:
        if section.heading not in order:
            report.add(document.name, section.line, unknown("section", section.heading, order))
        elif section.heading in (other.heading for other in seen):
            report.add(document.name, section.line, f"section {quoted(section.heading)} stands twice; expected it once")
        else:
            seen.append(section)
        if not section.rows and not section.paragraphs:
            report.add(
                document.name,
                section.line,
                f"section {quoted(section.heading)} is empty; expected rows, "
                "or a sentence (say 'No action named in the sources.')",
            )
    headings = [section.heading for section in seen]
    for heading in areas:
        if heading not in headings:
            report.add(
                document.name,
                document.heading_line or 1,
                f"no section '## {heading}'; expected the sections {', '.join(areas)}",
            )
    reached = 0
    for section in seen:
        rank = min(order.index(section.heading), len(areas))
        if rank < reached:
            report.add(
                document.name,
                section.line,
                f"section {quoted(section.heading)} out of order; expected {', '.join(areas)}, then any other",
            )
        reached = max(reached, rank)


def placed(document: Document, kind: str, owner: str | None, report: Report) -> Iterator[Placed]:
    """Yield the rows and milestones of a file of this *kind*, in the sections that it may have.

    *owner* is the recommendation that the file is for, or X, or None when that is not known.
    """
    for section in (section for section in document.sections if section.heading in allowed(kind)):
        area, row_kind = AREA_SECTIONS.get(section.heading), ROW_SECTIONS.get(section.heading)
        for row in section.rows:
            ref, title = _heading(document.name, row, report)
            if area is not None:
                _check_action(document, section, row, ref, owner, area, report)
                yield Placed(document.name, "action", ref, title, row, area)
                yield from _milestones(document.name, ref, row, report)
                continue
            for child in row.children:
                report.add(
                    document.name,
                    child.line,
                    f"milestone {quoted(child.heading)} under {quoted(ref)}; expected milestones under actions only",
                )
            if row_kind is not None:
                _check_letter(document.name, section, row, ref, row_kind, report)
                yield Placed(document.name, row_kind, ref, title, row)


def _heading(file: str, row: Row, report: Report) -> tuple[str, str]:
    """Return the reference and title in the heading of *row*, checked for their form and length."""
    ref, _, title = row.heading.partition(" ")
    title = title.strip()
    try:
        written = references.parse(ref).text
    except ValueError:
        example = "R4.BRI.1.m1" if row.level == 4 else "R4.BRI.1, M1, E1 or K1"
        report.add(
            file,
            row.line,
            f"heading {quoted(row.heading)} begins with no reference; "
            f"expected one like {example}, one space and a title",
        )
        return ref, title
    if written != ref:
        report.add(file, row.line, f"reference {quoted(ref)} is not in its usual form; expected {written}")
    if not title:
        report.add(file, row.line, f"{ref} has no title; expected words after the reference")
    if len(title) > limits.TITLE:
        report.add(
            file, row.line, f"the title of {ref} has {len(title):,} characters; expected at most {limits.TITLE:,}"
        )
    if not row.listed:
        report.add(file, row.line, f"{ref} has no list of keys; expected '- key: value' lines under its heading")
    most = limits.DESCRIPTION
    if len(row.description) > most:
        report.add(
            file,
            row.described_at,
            f"the description of {ref} has {len(row.description):,} characters; expected at most {most:,}",
        )
    return written, title


def _check_action(
    document: Document, section: Section, row: Row, ref: str, owner: str | None, area: Area, report: Report
) -> None:
    """Note an action's reference that belongs to another file or section."""
    if not references.is_reference(ref):
        return
    found = references.parse(ref)
    wanted = f"{owner or found.recommendation or 'R4'}.{area}."
    if found.kind != "action":
        report.add(
            document.name,
            row.line,
            f"{ref} is no action; expected {wanted} and a number under {quoted(section.heading)}",
        )
    elif owner is not None and found.recommendation != owner:
        report.add(document.name, row.line, f"{ref} belongs to another file; expected {wanted} and a number here")
    elif found.area != area:
        report.add(
            document.name,
            row.line,
            f"{ref} belongs to another section; expected {wanted} and a number under {quoted(section.heading)}",
        )


def _check_letter(file: str, section: Section, row: Row, ref: str, kind: str, report: Report) -> None:
    """Note a reference of another kind than its section holds."""
    if references.is_reference(ref) and references.parse(ref).kind != kind:
        report.add(
            file,
            row.line,
            f"{ref} belongs to another section; expected {_LETTERS[kind]} and a number under {quoted(section.heading)}",
        )


def _milestones(file: str, action: str, row: Row, report: Report) -> Iterator[Placed]:
    """Yield the milestones of an action."""
    for child in row.children:
        ref, title = _heading(file, child, report)
        if references.is_reference(ref):
            found = references.parse(ref)
            if found.kind != "milestone" or found.action != action:
                report.add(file, child.line, f"{ref} is no milestone of {action}; expected {action}.m and a number")
        yield Placed(file, "milestone", ref, title, child, above=action)


def unique(rows: list[Placed], report: Report) -> None:
    """Note references that stand more than once in all files together."""
    first: dict[str, Placed] = {}
    for row in rows:
        if row.ref in first:
            other = first[row.ref]
            report.add(
                row.file,
                row.row.line,
                f"reference {row.ref} stands twice (first in {other.file}:{other.row.line}); "
                "expected a reference of its own",
            )
        elif references.is_reference(row.ref):
            first[row.ref] = row
