"""The page of one action: the three facts apart, then everything under it and its history."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.model.dates import days_between_words
from tracker.model.vocabulary import (
    Assurance,
    ChildGroup,
    DecisionKind,
    DecisionState,
    EvidenceKind,
    EvidenceState,
    Mapping,
    QueryState,
)
from tracker.register.history import Line as Entry
from tracker.register.rules import disagree
from tracker.tui.look import words
from tracker.tui.look.page import Block, Columns, Gap, Heading, Text, fact, prose
from tracker.tui.look.wrap import Line, said
from tracker.tui.pages import parts, queries, trail

Record = dict[str, Any]
WIDE = 17
"""Cells of the labels of the three facts."""


def page(found: Record, entries: list[Entry], more: int, agencies: dict[str, str], today: str) -> list[Block]:
    """Return the page of an action as ``showing.show`` gives it, with its newest *entries* and how many *more*."""
    return [
        Text([(f"{found['ref']}  ", "link"), said(found["title"], "strong")], 0, len(found["ref"]) + 2),
        Text(_standing(found), 0, 2),
        *_waits(found),
        Columns([_delivery(found), _evidence(found), _difference(found)], 36),
        *_written(found, agencies),
        *parts.milestones(found["milestones"], today),
        *parts.updates(found["updates"]),
        *parts.evidence(found["evidence"]),
        *parts.revisions(found["revisions"]),
        *_claims(found["claims"]),
        *_sustainment(found, today),
        *parts.decisions(found["decisions"]),
        *queries.section(found["queries"]),
        *parts.funding(found["funding"]),
        *trail.history(entries, more),
    ]


def _standing(found: Record) -> Line:
    line: Line = [words.basis(found["basis"]), (", ", "soft"), words.status(found["status"]), (" · serves ", "soft")]
    mapping = Mapping(found["mapping"])
    line += [said(f"{found['recommendation']} ", "plain"), (f"(link {mapping.words})", "soft")]
    if found["goes_to"]:
        line += [(" · carried on by ", "soft"), said(found["goes_to"], "link")]
    if found["comes_from"]:
        line += [(" · split from ", "soft"), words.listed(found["comes_from"])]
    return line


def _waits(found: Record) -> list[Block]:
    """What is still to be done by somebody: a decision that was asked, an open query, evidence to review."""
    blocks: list[Block] = []
    for row in found["decisions"]:
        if row["state"] == DecisionState.ASKED:
            by = f", wanted by {words.day(row['wanted_by'])}" if row["wanted_by"] else ""
            asked = f"{DecisionKind(row['kind']).words} is asked of {row['body']}{by}"
            blocks.append(Text([("Waits: ", "warn"), said(f"{row['ref']} ", "link"), said(asked)], 0, 7, row["ref"]))
    for query in found["queries"]:
        if query["state"] != QueryState.CLOSED:
            turn = QueryState(query["state"]).words
            blocks.append(
                Text([("Waits: ", "warn"), said(f"{query['ref']} ", "link"), (turn, "plain")], 0, 7, query["ref"])
            )
    held = [piece["ref"] for piece in found["evidence"] if piece["state"] == EvidenceState.HELD]
    if held:
        review: Line = [("Waits: ", "warn"), words.listed(held), (" to be reviewed by somebody else", "plain")]
        blocks.append(Text(review, 0, 7, held[0]))
    return blocks


def _delivery(found: Record) -> list[Block]:
    check: Line = [words.rating_words(found["date_check"]), (": ", "soft"), said(found["because"])]
    if disagree(found["reported"], found["date_check"]):
        check = [(f"{words.DIFFERS} ", "warn"), *check]
    due: Line = [(words.day(found["due"], found["precision_now"], none="no date"), "plain")]
    if found["due_original"] and found["due"] != found["due_original"]:
        slip = (date.fromisoformat(found["due"]) - date.fromisoformat(found["due_original"])).days
        moved = words.number(len(found["revisions"]), "time")
        original = words.day(found["due_original"], found["precision"])
        due.append((f", originally {original}: moved {moved}, {days_between_words(slip)} in all", "soft"))
    if found["review_on"]:
        due.append((f"; next review {words.day(found['review_on'])}", "soft"))
    return [
        Heading("Delivery", note=words.status(found["status"])[0]),
        fact("Reported", parts.reported(found), cells=WIDE),
        fact("Dates say", check, cells=WIDE),
        fact("Due", due, cells=WIDE),
    ]


def _evidence(found: Record) -> list[Block]:
    expected = ", ".join(EvidenceKind(kind).words for kind in found["expects"])
    states = [piece["state"] for piece in found["evidence"]]
    pieces = [piece for piece in found["evidence"] if piece["state"] in ("held", "accepted")]
    cited, fallen = states.count("not_in_hand"), states.count("returned") + states.count("expired")
    accepted = sum(piece["state"] == "accepted" for piece in pieces)
    more = [f"{cited} cited, not in hand"] * bool(cited) + [f"{fallen} returned or expired"] * bool(fallen)
    held = f"{len(pieces)}" + (f" (and {', '.join(more)})" if more else "")
    light = found["assurance"] == Assurance.LIGHT
    expects: Line = [(expected or "none written down", "plain" if expected else "soft")]
    if light:
        expects.append((" · a minute suffices", "soft"))
    stands: Line = [(f"held {held}, ", "plain"), (f"accepted {accepted}", "good" if accepted else "plain")]
    return [
        Heading("Evidence"),
        fact("Expected", expects, cells=WIDE),
        fact("In hand", stands, cells=WIDE),
    ]


def _difference(found: Record) -> list[Block]:
    claimed, shown = found["difference_claimed"], found["difference"]
    about = ChildGroup.said(found["groups"])
    blocks: list[Block] = [
        Heading("Difference made"),
        *([fact("About", [said(about)], cells=WIDE)] if about else []),
        fact("Claimed", [words.difference(claimed) if claimed else ("nothing claimed", "soft")], cells=WIDE),
        fact("Evidence shows", [words.difference(found["difference_supported"])], cells=WIDE),
    ]
    if claimed and claimed != shown:
        blocks.append(fact("So it is said", [(f"{words.DIFFERS} ", "warn"), words.difference(shown)], cells=WIDE))
    if found["difference_lowered"]:
        blocks.append(fact("Because", [("the last check after sign-off allows no more", "soft")], cells=WIDE))
    return blocks


def _sustainment(found: Record, today: str) -> list[Block]:
    """Checks after sign-off, done and to come; nothing for what was never signed off."""
    done, due = found["sustainment"], found["sustainment_due"]
    blocks: list[Block] = [Heading("Checks after sign-off")] if done or due else []
    for row in done:
        line: Line = [(f"{row['months']:>2} months  ", "strong"), words.sustainment(row["outcome"])]
        line.append((f", {words.day(row['occurred_on'])}", "soft"))
        if row["reported_by"]:
            line += [(" · reported by ", "soft"), said(row["reported_by"])]
        line.append((f" · recorded by {row['by']}, #{row['seq']}", "soft"))
        blocks.append(Text(line, 0, 2, f"#{row['seq']}"))
        blocks += prose(row["note"], indent=2)
    for row in due:
        late = row["due_on"] < today
        blocks.append(Text([(f"{row['months']:>2} months  ", "strong"), ("▲ past " if late else "◇ due ", "warn" if late
                            else "soft"), (words.day(row["due_on"]), "plain")], 0, 2))  # fmt: skip
    return blocks


def _written(found: Record, agencies: dict[str, str]) -> list[Block]:
    lead = found["lead"]
    owner: Line = [said(found["owner"])] if found["owner"] else [("no role named", "soft")]
    if found["owner_person"]:
        owner.append(said(f" ({found['owner_person']})", "soft"))
    blocks: list[Block] = [
        Heading("The action"),
        fact("Lead agency", [said(f"{lead} {agencies.get(lead, '')}") if lead else ("none named", "warn")]),
        fact("Owner", owner),
    ]
    if found["partners"]:
        blocks.append(
            fact("Partners", [said(", ".join(f"{p} {agencies.get(p, '')}".strip() for p in found["partners"]))])
        )
    if found["areas"] and found["areas"] != [found["area"]]:
        blocks.append(fact("Areas", [words.listed(found["areas"])]))
    for label, name in (("Locality", "locality"), ("For children", "difference_wanted")):
        if found[name]:
            blocks.append(fact(label, [said(found[name])]))
    if found["started"]:
        blocks.append(fact("Started", [(words.day(found["started"], found["started_precision"]), "plain")]))
    for label, name in (("Also serves", "serves"), ("Depends on", "depends"), ("Documents", "documents")):
        for place, ref in enumerate(found[name]):
            blocks.append(fact("" if place else label, [said(ref, "link")], target=ref))
    if found["description"]:
        blocks += [Gap(), *prose(found["description"])]
    return [*blocks, *parts.sources(found)]


def _claims(rows: list[Record]) -> list[Block]:
    blocks: list[Block] = [Heading("Claims of completion")] if rows else []
    for row in rows:
        line: Line = [
            (f"{words.day(row['occurred_on'])}  ", "strong"),
            (f"recorded by {row['by']}, #{row['seq']}", "soft"),
        ]
        if row["difference"]:
            line += [(" · claims ", "soft"), words.difference(row["difference"])]
        if row["reported_by"]:
            line += [(" · reported by ", "soft"), said(row["reported_by"])]
        blocks.append(Text(line, 0, 2, f"#{row['seq']}"))
        blocks += prose(row["note"], indent=2)
    return blocks
