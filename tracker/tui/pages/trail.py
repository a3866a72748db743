"""Entries of the ledger on pages: one line each with its changes, or one entry in full with before and after."""

from __future__ import annotations

from tracker.model import guard, references
from tracker.register.history import Line as Entry
from tracker.tui.look import words
from tracker.tui.look.page import Block, Gap, Heading, Text, fact, plain, prose
from tracker.tui.look.wrap import Line, said

CHANGES = 6
"""Changes that a line of history shows before it says how many more there are."""


def entry_line(entry: Entry) -> Line:
    """Return number, day, person and words of an entry."""
    found = entry.entry
    line: Line = [
        (f"#{found.seq} ", "link"),
        (f"{words.day_short(found.occurred_on)}  ", "soft"),
        said(f"{found.by} ", "strong"),
        said(entry.words),
    ]
    if entry.undone:
        line.append((f"  undone by #{entry.undone}", "warn"))
    return line


def history(entries: list[Entry], more: int = 0) -> list[Block]:
    """Return history, newest first, each entry with what it changed and why."""
    blocks: list[Block] = [Heading("History", note="newest first; h shows all of it in the trail")]
    for entry in entries:
        blocks.append(Text(entry_line(entry), 0, 6, f"#{entry.entry.seq}"))
        blocks += [Text(line, 6, 2) for line in changes(entry)[:CHANGES]]
        if entry.why:
            blocks.append(plain(words.clipped(entry.why), indent=6))
        if entry.warned:
            blocks.append(plain((words.clipped(entry.warned), "warn"), indent=6))
    if more:
        blocks.append(plain((f"{more} earlier entries: press h", "soft")))
    return blocks


def changes(entry: Entry) -> list[Line]:
    """Return one line per change of an entry: field, before, after; its reason, said beside them, is not repeated."""
    lines: list[Line] = []
    for name, before, after in entry.changes:
        if after == entry.why:
            continue
        lines.append(
            [
                (f"{words.field(name)}: ", "soft"),
                said(words.clipped(words.value(before)), "soft"),
                (" → ", "soft"),
                said(words.clipped(words.value(after))),
            ]
        )
    if _SAID in entry.texts and _SAID not in {name for name, _, _ in entry.changes}:
        lines.append([(f"{words.field(_SAID)}: ", "soft"), said(words.clipped(entry.texts[_SAID]))])
    return lines


_SAID = "minute"
"""A text that is told with the changes though it replaces nothing: where a deferral is written down."""

GIVEN = ("proposed_due", "due", "rating", "outcome", "state", "target", "shows")
"""Facts that an entry can be known by where it changed nothing: what is asked, added or linked."""


def given(entry: Entry) -> list[Line]:
    """Return one line per fact and text of an entry that tell what it is about; reasons stand apart."""
    facts = [(name, str(entry.entry.facts[name])) for name in GIVEN if entry.entry.facts.get(name)]
    texts = [(name, text) for name, text in entry.texts.items() if text != entry.why and name != guard.WHY]
    lines: list[Line] = []
    for name, text in [*facts, *texts]:
        lines.append([(f"{words.field(name)}: ", "soft"), said(words.clipped(words.value(text), 200))])
    return lines


def entry_page(entry: Entry) -> list[Block]:
    """Return one entry in full: who, when, what it was about, before and after, every text."""
    found = entry.entry
    by = [said(f"{found.by}, {entry.who}"), said(f"  (computer log-in {found.via or 'not told'})", "soft")]
    blocks: list[Block] = [
        Text([(f"#{found.seq} ", "strong"), said(f"{found.by} {entry.words}", "strong")]),
        Gap(),
        fact("Recorded", [said(found.at.replace("T", " ")[:19] + " UTC")]),
        fact("Occurred", [said(words.day(found.occurred_on))]),
        fact("Recorded by", by, target=found.by),
        fact("Act", [said(found.act), said(f"  area {found.area}", "soft")]),
    ]
    for place, ref in enumerate(found.on):
        blocks.append(fact("About" if place == 0 else "", [said(ref, "link")], target=ref if _can_open(ref) else None))
    if found.corrects:
        blocks.append(fact("Corrects", [(f"#{found.corrects}", "link")], target=f"#{found.corrects}"))
    if entry.undone:
        blocks.append(fact("Undone by", [(f"#{entry.undone}", "warn")], target=f"#{entry.undone}"))
    if found.batch:
        blocks.append(fact("Written with", [said(f"all entries of the batch that began at #{found.batch}", "soft")]))
    blocks += _in_full(entry)
    return blocks


def _can_open(ref: str) -> bool:
    return references.is_reference(ref)


def _in_full(entry: Entry) -> list[Block]:
    blocks: list[Block] = []
    changed = {name for name, _, _ in entry.changes}
    if entry.warned:
        blocks += [Gap(), Text([said(entry.warned, "warn")])]
        changed |= {guard.FACT, guard.WHY}
    if entry.changes:
        blocks.append(Heading("Before and after"))
        for name, before, after in entry.changes:
            blocks.append(Heading(words.field(name), 2))
            blocks += _side("before", before)
            blocks += _side("after", after)
    facts = [(name, value) for name, value in entry.entry.facts.items() if name not in changed]
    if facts:
        blocks.append(Heading("Facts"))
        for name, value in facts:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            blocks.append(fact(words.field(name), [said(words.value(shown))], cells=22))
    texts = [(name, text) for name, text in entry.texts.items() if name not in changed]
    if texts:
        blocks.append(Heading("Texts"))
        for name, text in texts:
            blocks.append(plain((words.field(name), "soft")))
            blocks += prose(text, indent=2)
    return blocks


def _side(label: str, text: str) -> list[Block]:
    shown = words.value(text)
    if "\n" not in shown and len(shown) < 200:
        return [fact(label, [said(shown)], cells=8, indent=2)]
    return [plain((label, "soft"), indent=2), *prose(shown, indent=4)]
