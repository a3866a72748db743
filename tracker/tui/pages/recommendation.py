"""The page of one recommendation: what is held of its wording, responses, the areas side by side, joint work apart."""

from __future__ import annotations

from typing import Any

from tracker.model.references import OTHER, OTHER_TITLE
from tracker.model.vocabulary import LOCAL_AREAS, Area, ResponseKind, Wording
from tracker.register import neighbours
from tracker.register.rules import disagree
from tracker.register.status import spoken
from tracker.tui.look import words
from tracker.tui.look.page import Block, Columns, Gap, Heading, Text, fact, plain, prose
from tracker.tui.look.wrap import Line, said
from tracker.tui.pages import parts, queries

Record = dict[str, Any]
NAMED = 3
"""So many rows of a neighbour are named where an area records none."""

LEAST = 34
"""Cells that an area needs to stand beside the others."""


def page(found: Record) -> list[Block]:
    """Return the page of a recommendation, or of X, as ``showing.show`` gives it."""
    ref = found["ref"]
    number = ", ".join(found["official_number"]) or None
    name = OTHER_TITLE if ref == OTHER else found["title"]
    blocks: list[Block] = [
        Text([(ref if ref == OTHER else spoken(ref, number), "link"), ("  ", "plain"), said(name, "strong")])
    ]
    blocks += (
        _wording(found) if ref != OTHER else [plain(("Rows that serve none of the recommendations held.", "soft"))]
    )
    if ref != OTHER:
        blocks += _responses(found["responses"])
    blocks.append(Heading("The areas", note="counts do not compare areas: their sources differ"))
    blocks.append(Columns([_area(found["actions"], area) for area in LOCAL_AREAS], LEAST))
    blocks += _area(found["actions"], Area.ALL, level=1)
    if ref != OTHER:
        blocks += _not_recorded(found["actions"])
    blocks += _measures(found["measures"])
    blocks += _risks(found["risks"])
    if found["evidence"]:
        blocks += parts.evidence(found["evidence"])
    return [*blocks, *queries.section(found["queries"])]


def _wording(found: Record) -> list[Block]:
    state = Wording(found["wording"])
    said_of_it = {
        Wording.VERBATIM: "the official wording, verbatim",
        Wording.PARAPHRASE: "a paraphrase; the official wording is not held",
        Wording.NOT_HELD: "not held: neither the wording nor the subject is in the sources",
    }[state]
    ink = "good" if state is Wording.VERBATIM else "warn"
    blocks: list[Block] = [fact("Wording", [(said_of_it, ink)])]
    if found["official_wording"]:
        blocks += prose(found["official_wording"], indent=2)
    blocks += parts.sources(found)
    return [*blocks, Gap(), *prose(found["prose"], ink="soft")]


def _responses(rows: list[Record]) -> list[Block]:
    blocks: list[Block] = [Heading("Response")]
    by_area: dict[str, Record] = {row["area"]: row for row in rows}
    for area in (Area.ALL, *LOCAL_AREAS):
        row = by_area.get(area.value)
        label = "Joint" if area is Area.ALL else area.words
        if row is None:
            nothing = "none recorded" if area is Area.ALL else "none recorded of its own"
            blocks.append(fact(label, [(nothing, "soft")], cells=23))
            continue
        line: Line = [(ResponseKind(row["response"]).words, "strong"), (f", {words.day(row['occurred_on'])}", "soft")]
        if row["source"]:
            line.append(said(f" · {row['source']}", "soft"))
        if row["why"]:
            line.append(said(f" · {row['why']}"))
        blocks.append(fact(label, line, cells=23, target=f"#{row['seq']}"))
    return blocks


def _area(actions: list[Record], area: Area, *, level: int = 2) -> list[Block]:
    rows = [row for row in actions if row["area"] == area.value]
    planned = [row for row in rows if row["basis"] != "existing_provision"]
    existing = [row for row in rows if row["basis"] == "existing_provision"]
    name = "Joint work of the three areas" if area is Area.ALL else area.words
    note = words.number(len(planned), "action") if planned else ""
    blocks: list[Block] = [Heading(name, level, note)]
    if not planned:
        blocks.append(plain((f"{words.NO_MARK} {words.NOTHING_NAMED}", "soft")))
    blocks += [Text(action_line(row), 0, 6, row["ref"]) for row in planned]
    if existing:
        blocks.append(plain((f"Existing provision, context only: {len(existing)}", "soft")))
        blocks += [
            Text([said(f"{row['ref']} ", "link"), said(row["title"], "soft")], 0, 6, row["ref"]) for row in existing
        ]
    return blocks


def action_line(row: Record) -> Line:
    """Return an action: reported rating beside date check, title, due date."""
    mark = words.DIFFERS if disagree(row["reported"], row["date_check"]) else " "
    line: Line = [words.rating(row["reported"]), (mark, "warn"), words.rating(row["date_check"]), (" ", "plain")]
    line += [said(f"{row['ref']} ", "link"), said(row["title"])]
    if row["due"]:
        line.append((f" · {words.day(row['due'], row['precision'])}", "soft"))
    if row["mapping"] == "unconfirmed":
        line.append((" · link unconfirmed", "soft"))
    return line


def _measures(rows: list[Record]) -> list[Block]:
    blocks: list[Block] = [Heading("Measures")] if rows else []
    for row in rows:
        line: Line = [said(f"{row['ref']:<5} ", "link"), said(row["title"]), (" · ", "soft")]
        blocks.append(Text([*line, *parts.course(row)], 0, 6, row["ref"]))
    return blocks


def _not_recorded(actions: list[Record]) -> list[Block]:
    """Areas where nothing is recorded while a neighbour has something: to be asked about, not a judgement."""
    found = neighbours.not_recorded(actions)
    blocks: list[Block] = []
    if found:
        blocks.append(Heading("Not recorded here", note="while a neighbour records it; to ask about, not a judgement"))
    for code, having in found.items():
        blocks.append(Text([(Area(code).words, "strong")]))
        for neighbour, rows in having.items():
            for row in rows[:NAMED]:
                line: Line = [
                    (f"{Area(neighbour).words}: ", "soft"),
                    said(f"{row['ref']} ", "link"),
                    said(row["title"]),
                ]
                if row["basis"] == "existing_provision":
                    line.append((" · existing provision", "soft"))
                blocks.append(Text(line, 0, 6, row["ref"]))
            if len(rows) > NAMED:
                blocks.append(plain((f"and {len(rows) - NAMED} more in {Area(neighbour).words}", "soft"), indent=6))
    return blocks


def _risks(rows: list[Record]) -> list[Block]:
    blocks: list[Block] = [Heading("Risks")] if rows else []
    for row in rows:
        line = [said(f"{row['ref']:<5} ", "link"), (f"{row['state']} · ", "soft"), said(row["title"])]
        blocks.append(Text(line, 0, 6, row["ref"]))
    return blocks
