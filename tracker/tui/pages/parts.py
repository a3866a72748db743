"""Parts that several pages share: evidence, decisions, milestones, updates, revisions, funding, sources."""

from __future__ import annotations

from typing import Any

from tracker.model.vocabulary import DecisionKind, DecisionState, EvidenceKind, FundingState
from tracker.register import neighbours
from tracker.tui.look import words
from tracker.tui.look.page import Block, Heading, Text, fact, plain, prose
from tracker.tui.look.wrap import Line, said

Record = dict[str, Any]


def evidence(pieces: list[Record], *, title: str = "Evidence") -> list[Block]:
    """Return pieces of evidence, each with its state and what it is said to show."""
    blocks: list[Block] = [Heading(title, note="" if pieces else "none linked")]
    for piece in pieces:
        line: Line = [said(f"{piece['ref']:<5} ", "link"), words.evidence_state(piece["state"]), (" · ", "soft")]
        line += [said(piece["title"]), (f" · {EvidenceKind(piece['kind']).words}", "soft")]
        if piece.get("shows"):
            line += [(" · shows ", "soft"), words.difference(piece["shows"])]
        blocks.append(Text(line, 0, 6, piece["ref"]))
    return blocks


def milestones(rows: list[Record], today: str) -> list[Block]:
    """Return milestones with their agreed and original dates, and whether they were met."""
    blocks: list[Block] = [Heading("Milestones", note="" if rows else "none")]
    for row in rows:
        name = row["ref"].rsplit(".", 1)[-1]
        line: Line = [said(f"{name:<5} ", "link")]
        due = words.day(row["due_now"], row["precision_now"])
        if row["achieved_on"]:
            line += [("■ achieved ", "good"), said(words.day(row["achieved_on"])), (f" (due {due})", "soft")]
        elif row["due_now"] < today:
            line += [("▲ past ", "bad"), (due, "plain")]
        else:
            line += [("◇ due ", "soft"), (due, "plain")]
        if row["due_now"] != row["due"]:
            line.append((f", originally {words.day(row['due'], row['precision'])}", "soft"))
        if row["critical"]:
            line.append((" · critical", "warn"))
        blocks.append(Text([*line, (" · ", "soft"), said(row["title"])], 0, 6, row["ref"]))
    return blocks


def reported(found: Record) -> Line:
    """Return the rating that the owner reports with its own day and words, then what came since without a rating."""
    line: Line = [words.rating_words(found["reported"])]
    rated = next((row for row in found["updates"] if row["rating"] and row["rating"] == found["reported"]), None)
    if rated is not None:
        line.append((f", {words.day(rated['occurred_on'])}", "soft"))
        if rated["reported_by"]:
            line += [(", by ", "soft"), said(rated["reported_by"], "soft")]
        line += [(": ", "soft"), said(words.clipped(rated["note"] or "", 160))]
    last = found["updates"][0] if found["updates"] else None
    if last is not None and last is not rated:
        line += [
            (f"; {words.day(last['occurred_on'])}, without a rating: ", "soft"),
            said(words.clipped(last["note"] or "", 160)),
        ]
    return line


def updates(rows: list[Record]) -> list[Block]:
    """Return what was reported, newest first."""
    blocks: list[Block] = [Heading("Updates", note="newest first" if rows else "none recorded")]
    for row in rows:
        line: Line = [(f"{words.day(row['occurred_on'])}  ", "strong"), words.rating_words(row["rating"])]
        if row["no_change"]:
            line.append((" · no change", "soft"))
        if row["reported_by"]:
            line += [(" · reported by ", "soft"), said(row["reported_by"])]
        if row["received"]:
            line += [(" · ", "soft"), said(row["received"])]
        line.append((f" · recorded by {row['by']}, #{row['seq']}", "soft"))
        blocks.append(Text(line, 0, 2, f"#{row['seq']}"))
        blocks += prose(row["note"], indent=2)
    return blocks


def revisions(rows: list[Record]) -> list[Block]:
    """Return agreed changes of a due date, oldest first."""
    blocks: list[Block] = [Heading("Dates that moved by agreement")] if rows else []
    for row in rows:
        line: Line = [
            (f"{words.day(row['occurred_on'])}  ", "strong"),
            (f"from {words.day(row['was'])} to {words.day(row['due'], row['precision'])}", "plain"),
            said(f" · agreed by {row['agreed_by'] or 'nobody named'}", "soft"),
        ]
        if row["decision"]:
            line.append((f" in {row['decision']}", "soft"))
        if row["asked_by"]:
            line += [(" · asked by ", "soft"), said(row["asked_by"])]
        blocks.append(Text(line, 0, 2, row["decision"] or f"#{row['seq']}"))
        blocks += prose(row["why"], indent=2)
    return blocks


def decisions(rows: list[Record], *, title: str = "Decisions") -> list[Block]:
    """Return what was asked of bodies and decided."""
    blocks: list[Block] = [Heading(title)] if rows else []
    for row in rows:
        blocks.append(Text(decision_line(row), 0, 6, row["ref"]))
    return blocks


def decision_line(row: Record) -> Line:
    """Return a decision: its kind, body and state."""
    state = DecisionState(row["state"])
    ink = {"asked": "warn", "agreed": "good", "refused": "bad"}.get(state.value, "soft")
    line: Line = [
        said(f"{row['ref']:<5} ", "link"),
        (f"{DecisionKind(row['kind']).words} ", "plain"),
        (state.words, ink),
    ]
    line += [said(f" · {row['body']}", "soft")]
    if row["decided_on"]:
        line.append((f" · {words.day(row['decided_on'])}", "soft"))
    elif row["wanted_by"]:
        line.append((f" · wanted by {words.day(row['wanted_by'])}", "soft"))
    if row["proposed_due"]:
        line.append((f" · to {words.day(row['proposed_due'], row['proposed_precision'])}", "plain"))
    return [*line, (" · ", "soft"), said(row["minute"] or row["asked"] or "")]


def course(row: Record) -> Line:
    """Return a measure's baseline, target, last reading and course, and how far it is from its target."""
    values = [reading["value"] for reading in row["readings"]]
    line: Line = []
    if row["baseline"]:
        line.append(said(f"baseline {row['baseline']}, ", "soft"))
    if row["target"]:
        by = f" by {words.day(row['target_date'])}" if row["target_date"] else ""
        line.append(said(f"target {row['target']}{by}, ", "soft"))
    if not values:
        return [*line, ("no reading yet", "soft")]
    line.append(said(f"last {values[-1]}", "strong"))
    first = [row["baseline"]] if neighbours.short_of_target("lower", row["baseline"], "0") is not None else []
    if drawn := words.bars([*first, *values]):
        line.append((f" {drawn}", "link"))
    if row["unit"]:
        line.append(said(f" {row['unit']}", "soft"))
    short = neighbours.short_of_target(row["direction"], row["target"], values[-1])
    if short is not None:
        reached = "target reached" if short <= 0 else f"{short.normalize():f} from its target"
        line.append((f" · {reached}", "good" if short <= 0 else "warn"))
    return line


def funding(rows: list[Record]) -> list[Block]:
    """Return money, how certain it is and until when."""
    blocks: list[Block] = [Heading("Funding")] if rows else []
    for row in rows:
        line: Line = [said(row["funder"] or "funder not stated", "strong")]
        if row["amount"]:
            line.append((f" £{_money(row['amount'])}", "plain"))
        line.append((f" · {FundingState(row['state']).words}", "plain"))
        if row["period"]:
            line.append(said(f" · {row['period']}", "soft"))
        if row["ends"]:
            line.append((f" · until {words.day(row['ends'])}", "soft"))
        blocks.append(Text(line, 0, 2, f"#{row['seq']}"))
        if row["caveat"]:
            blocks.append(plain((row["caveat"], "soft"), indent=2))
    return blocks


def _money(amount: str) -> str:
    whole, _, pence = amount.partition(".")
    return f"{int(whole):,}" + (f".{pence}" if pence else "") if whole.isdigit() else amount


def sources(found: Record) -> list[Block]:
    """Return where a row was taken from, and its caveat."""
    blocks: list[Block] = []
    if found.get("source"):
        blocks.append(fact("Source", [said(found["source"], "soft")]))
    if found.get("caveat"):
        blocks.append(fact("Caveat", [said(found["caveat"], "soft")]))
    return blocks
