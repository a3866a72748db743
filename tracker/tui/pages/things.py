"""The pages of all that is neither action nor recommendation: evidence, decisions, meetings, measures and so on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tracker.model.vocabulary import (
    Area,
    ChildGroup,
    DecisionKind,
    Direction,
    EvidenceKind,
    ResponseKind,
    RiskState,
    Role,
)
from tracker.tui.look import words
from tracker.tui.look.page import Block, Gap, Heading, Text, fact, plain, prose
from tracker.tui.look.wrap import Line, said
from tracker.tui.pages import parts, queries
from tracker.tui.pages.recommendation import action_line

Record = dict[str, Any]
Titles = Mapping[str, str]


def page(kind: str, found: Record, titles: Mapping[str, str], today: str) -> list[Block]:
    """Return the page of *found*, of *kind*, as ``showing.show`` gives it; *titles* name what it refers to."""
    return _PAGES[kind](found, titles, today)


def refers_to(kind: str, found: Record) -> list[str]:
    """Return the references whose titles the page of an object wants."""
    if kind == "evidence":
        return [link["target"] for link in found["links"]]
    if kind == "query":
        return [found["about"]]
    return list(found["about"]) if kind == "decision" else []


def _title(found: Record, title: str) -> Block:
    return Text([(f"{found['ref']}  ", "link"), said(title, "strong")], 0, len(found["ref"]) + 2)


def _facts(rows: list[tuple[str, str | None]]) -> list[Block]:
    return [fact(label, [said(text)], cells=18) for label, text in rows if text]


def _evidence(found: Record, titles: Titles, _today: str) -> list[Block]:
    form = {"file": "a copy is kept here", "reference": "held by its custodian", "cited": "cited in a source"}
    size = f"{found['bytes']:,} bytes" if found["bytes"] is not None else None
    blocks: list[Block] = [
        _title(found, found["title"]),
        fact(
            "Where it stands", [words.evidence_state(found["state"]), (f" · {form[found['form']]}", "soft")], cells=18
        ),
        *_facts(
            [
                ("Kind", EvidenceKind(found["evidence_kind"]).words),
                ("Marking", found["marking"]),
                ("Revision", str(found["revision"] or "")),
                ("Dated", words.day(found["dated"], found["precision"], none="")),
                ("Valid until", words.day(found["until"], none="")),
                ("About", ChildGroup.said(found["groups"])),
                ("Collected", words.day(found["collected"], none="")),
                ("File", found["file_name"]),
                ("Size", size),
                ("SHA-256", found["sha256"]),
                ("Custodian", found["custodian"]),
                ("Place", found["place"]),
                ("Received from", found["received_from"]),
                ("Received", found["received"]),
            ]
        ),
        *parts.sources(found),
    ]
    if found["description"]:
        blocks += [Gap(), *prose(found["description"])]
    blocks.append(Heading("What it is evidence for"))
    for link in found["links"]:
        line: Line = [said(f"{link['target']} ", "link"), said(titles.get(link["target"], ""))]
        line += [(" · shows ", "soft"), words.difference(link["shows"])] if link["shows"] else []
        blocks.append(Text(line, 0, 6, link["target"]))
    if not found["links"]:
        blocks.append(plain(("linked to nothing yet", "soft")))
    blocks.append(Heading("Reviews"))
    for review in found["reviews"]:
        line = [(f"{words.day(review['occurred_on'])}  ", "strong"), words.evidence_state(review["outcome"])]
        blocks.append(Text([*line, (f" · by {review['by']}, #{review['seq']}", "soft")], 0, 2, f"#{review['seq']}"))
        blocks += prose(review["why"], indent=2)
    if not found["reviews"]:
        blocks.append(plain(("not reviewed yet", "soft")))
    return [*blocks, *_replaced(found["revisions"])]


def _replaced(rows: list[Record]) -> list[Block]:
    """Return the revisions that were replaced, oldest first, each with the hash of its file."""
    blocks: list[Block] = [Heading("Earlier revisions")] if rows else []
    for row in rows:
        line: Line = [(f"{row['n']}  ", "strong"), words.evidence_state(row["state"])]
        line += [(f" · {words.day(row['dated'], row['precision'], none='not dated')} · ", "soft")]
        line += [said(row["file_name"] or row["place"] or "")]
        line.append((f" · replaced {words.day(row['occurred_on'])} by {row['by']}, #{row['seq']}", "soft"))
        blocks.append(Text(line, 0, 2, f"#{row['seq']}"))
        if row["sha256"]:
            blocks.append(plain((f"SHA-256 {row['sha256']}", "soft"), indent=2))
        blocks += prose(row["why"], indent=2)
    return blocks


def _milestone(found: Record, _titles: Titles, today: str) -> list[Block]:
    blocks: list[Block] = [
        _title(found, found["title"]),
        fact("Action", [said(found["action"], "link")], target=found["action"]),
        *parts.milestones([found], today)[1:],
        *parts.sources(found),
    ]
    return [*blocks, *parts.evidence(found["evidence"]), *parts.revisions(found["revisions"])]


def _decision(found: Record, titles: Titles, _today: str) -> list[Block]:
    blocks: list[Block] = [
        _title(found, DecisionKind(found["decision_kind"]).words),
        Text(parts.decision_line({**found, "kind": found["decision_kind"]}), 0, 6),
        *_facts(
            [
                ("Body", found["body"]),
                ("Asked", words.day(found["asked_on"], none="")),
                ("Asked by", found["asked_by"]),
                ("Wanted by", words.day(found["wanted_by"], none="")),
                ("Proposed date", words.day(found["proposed_due"], found["proposed_precision"], none="")),
                ("Accepts rule", found["rule"]),
                ("Accepts until", words.day(found["until"], none="")),
                ("Decided", words.day(found["decided_on"], none="")),
                ("Minute", found["minute"]),
                ("Agencies", ", ".join(found["agencies"])),
                ("Advice", found["advice"]),
                ("Advice given", words.day(found["advice_on"], none="")),
            ]
        ),
    ]
    if found["meeting"]:
        blocks.append(fact("Meeting", [said(found["meeting"], "link")], cells=18, target=found["meeting"]))
    blocks += [Heading("What is asked"), *prose(found["asked"])]
    if found["why"]:
        blocks += [Heading("Reason"), *prose(found["why"])]
    blocks.append(Heading("About"))
    for ref in found["about"]:
        blocks.append(Text([said(f"{ref} ", "link"), said(titles.get(ref, ""))], 0, 6, ref))
    return blocks


def _meeting(found: Record, _titles: Titles, _today: str) -> list[Block]:
    blocks: list[Block] = [
        _title(found, found["title"] or f"Meeting of {found['body']}"),
        *_facts(
            [
                ("Body", found["body"]),
                ("Held on", words.day(found["held_on"])),
                ("Updates due by", words.day(found["cut_off"])),
            ]
        ),
    ]
    blocks += parts.decisions(found["asked"], title="Asked of this body and not decided")
    decided = parts.decisions(found["decisions"], title="Decisions taken there")
    return [*blocks, *(decided or [Heading("Decisions taken there"), plain(("none recorded", "soft"))])]


def _risk(found: Record, _titles: Titles, _today: str) -> list[Block]:
    blocks: list[Block] = [
        _title(found, found["title"]),
        *_facts(
            [
                ("State", RiskState(found["state"]).words),
                ("Areas", ", ".join(found["areas"])),
                ("Agency", found["agency"]),
                ("Look again on", words.day(found["review_on"], none="")),
                ("Reason", found["why"]),
            ]
        ),
        *parts.sources(found),
    ]
    blocks += [fact("Bears on", [said(ref, "link")], cells=18, target=ref) for ref in found["serves"]]
    return [*blocks, Gap(), *prose(found["description"])]


def _measure(found: Record, _titles: Titles, _today: str) -> list[Block]:
    blocks: list[Block] = [
        _title(found, found["title"]),
        *_facts(
            [
                ("Unit", found["unit"]),
                ("Direction", Direction(found["direction"]).words),
                ("Definition", found["definition"]),
                ("Areas", ", ".join(found["areas"])),
                ("About", ChildGroup.said(found["groups"])),
                ("Baseline", found["baseline"]),
                ("Target", found["target"]),
                ("Target date", words.day(found["target_date"], none="")),
            ]
        ),
        *parts.sources(found),
    ]
    blocks += [fact("Serves", [said(ref, "link")], cells=18, target=ref) for ref in found["serves"]]
    blocks.append(fact("Course", parts.course(found), cells=18))
    blocks.append(Heading("Readings", note="oldest first"))
    for row in found["readings"]:
        period = row["period"] or f"{words.day(row['starts'])} to {words.day(row['ends'])}"
        line: Line = [said(f"{period}: "), said(row["value"], "strong")]
        if row["denominator"]:
            line.append((f" ({row['numerator']:,} of {row['denominator']:,})", "soft"))
        if row["source"]:
            line.append(said(f" · {row['source']}", "soft"))
        blocks.append(Text(line, 0, 2, f"#{row['seq']}"))
        if row["caveat"]:
            blocks.append(plain((f"caveat: {row['caveat']}", "soft"), indent=2))
    return [*blocks, *parts.evidence(found["evidence"])] if found["evidence"] else blocks


def _person(found: Record, _titles: Titles, _today: str) -> list[Block]:
    return [
        _title(found, found["post"] or "post not named"),
        *_facts(
            [
                ("Name", found["name"]),
                ("Role", Role(found["role"]).words),
                ("Agency", found["agency"]),
                ("Areas", ", ".join(found["areas"])),
                ("Computer log-in", found["login"]),
                ("Left on", words.day(found["until"], none="")),
            ]
        ),
    ]


def _response(found: Record, _titles: Titles, _today: str) -> list[Block]:
    area = Area(found["area"]).words
    blocks: list[Block] = [_title(found, f"{found['recommendation']} in {area}")]
    blocks.append(
        fact("Recommendation", [said(found["recommendation"], "link")], cells=18, target=found["recommendation"])
    )
    blocks.append(Heading("Response"))
    for row in found["responses"]:
        line: Line = [(ResponseKind(row["response"]).words, "strong"), (f", {words.day(row['occurred_on'])}", "soft")]
        blocks.append(Text(line, 0, 2, f"#{row['seq']}"))
        blocks += prose(row["why"], indent=2)
    if not found["responses"]:
        blocks.append(plain(("none recorded for this area alone", "soft")))
    blocks.append(Heading("Actions"))
    blocks += [Text(action_line(row), 0, 6, row["ref"]) for row in found["actions"]]
    return blocks if found["actions"] else [*blocks, plain((words.NOTHING_NAMED, "soft"))]


_PAGES: dict[str, Callable[[Record, Titles, str], list[Block]]] = {
    "evidence": _evidence,
    "milestone": _milestone,
    "decision": _decision,
    "meeting": _meeting,
    "risk": _risk,
    "measure": _measure,
    "person": _person,
    "response": _response,
    "query": queries.page,
}
