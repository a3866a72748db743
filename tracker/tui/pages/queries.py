"""Queries on pages: one with its turns, and those about whatever else a page shows.

What queries there are is tracker.register.querying's answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.model import references
from tracker.model.vocabulary import QueryState
from tracker.register.querying import TURNS
from tracker.tui.look import words
from tracker.tui.look.page import Block, Heading, Text, fact, prose
from tracker.tui.look.wrap import Line, said

Record = dict[str, Any]
INKS = {"asked": "warn", "answered": "link", "closed": "soft"}


def page(found: Record, titles: Mapping[str, str], _today: str) -> list[Block]:
    """Return the page of a query: what it is about, the question, and each turn with who and when."""
    about = found["about"]
    target = about if references.is_reference(about) else None
    blocks: list[Block] = [
        Text([(f"{found['ref']}  ", "link"), state(found["state"])], 0, len(found["ref"]) + 2),
        fact("About", [said(f"{about} ", "link"), said(titles.get(about, ""))], cells=18, target=target),
    ]
    if found["entry"]:
        blocks.append(fact("Entry", [(f"#{found['entry']}", "link")], cells=18, target=f"#{found['entry']}"))
    if found["wanted_by"]:
        blocks.append(fact("Answer wanted by", [said(words.day(found["wanted_by"]))], cells=18))
    blocks.append(Heading("Question and answers", note="oldest first"))
    blocks += _turn(found["since"], found["raised_by"], "asked", found["seq"], found["question"], None)
    for turn in found["turns"]:
        came = ", ".join(filter(None, (turn["reported_by"], turn["received"])))
        blocks += _turn(turn["occurred_on"], turn["by"], TURNS[turn["turn"]], turn["seq"], turn["words"], came)
    return blocks


def _turn(day: str, by: str, did: str, seq: int, text: str, came: str | None) -> list[Block]:
    line: Line = [(f"{words.day(day)}  ", "strong"), said(f"{by} {did}")]
    line.append(said(f" · {came}, #{seq}" if came else f" · #{seq}", "soft"))
    return [Text(line, 0, 2, f"#{seq}"), *prose(text, indent=2)]


def state(value: str) -> tuple[str, str]:
    """Return whose turn it is, in its ink."""
    return QueryState(value).words, INKS[value]


def section(queries: list[Record]) -> list[Block]:
    """Return the queries about an object, those still open first; nothing where there is none."""
    if not queries:
        return []
    ordered = sorted(queries, key=lambda query: query["state"] == QueryState.CLOSED)
    open_ = sum(query["state"] != QueryState.CLOSED for query in queries)
    blocks: list[Block] = [Heading("Open queries" if open_ else "Queries", note="" if open_ else "none open")]
    for query in ordered:
        line: Line = [said(f"{query['ref']:<5} ", "link"), state(query["state"])]
        if query["wanted_by"] and query["state"] == QueryState.ASKED:
            line.append((f" · wanted by {words.day(query['wanted_by'])}", "soft"))
        line += [(" · ", "soft"), said(words.clipped(query["question"], 200))]
        blocks.append(Text(line, 0, 6, query["ref"]))
    return blocks
