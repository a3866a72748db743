"""The chronology of a package: its entries in words and in order, as a table for spreadsheets and as a page to read.

The words are those of the evidence trail; a text that is not shown says why in its place.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.ledger.entry import Entry
from tracker.model.dates import long
from tracker.model.text import csv_cell, safe
from tracker.register import gaps, history
from tracker.register.position import Position
from tracker.reports.package.texts import HELD, TextLine

BOM = "\ufeff"
"""What makes a spreadsheet program read a CSV file as UTF-8."""

CELL = 32_000
"""The most characters of one cell; spreadsheet programs cut at 32,767."""

HEADINGS = (
    "Entry", "Recorded (UTC)", "Happened on", "Person", "Post", "Log-in", "Area", "What was recorded", "About",
    "Changes (before → after)", "Facts", "Texts", "Undone by", "Corrects",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One entry in words; ``changes``, ``facts`` and ``texts`` are pairs of a field and what stands in it."""

    entry: Entry
    who: str
    words: str
    changes: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    texts: list[tuple[str, str]]
    undone: int | None


def rows(position: Position, entries: Sequence[Entry], texts: Mapping[str, TextLine]) -> Iterator[Row]:
    """Yield the entries in words, in their order."""
    shown = {digest: line.shown if line.state == HELD else gaps.Gap(line.shown) for digest, line in texts.items()}
    posts = _posts(position, texts)
    undone = {row["seq"]: row["undone"] for row in position.rows("SELECT seq, undone FROM entry_index")}
    for entry in entries:
        line = history.told(entry, undone.get(entry.seq), shown, posts)
        changed = {name for name, _, _ in line.changes}
        yield Row(
            entry,
            line.who if line.who != entry.by else "",
            line.words,
            [(_field(name), f"{before} → {after}") for name, before, after in line.changes],
            [(_field(name), _value(value)) for name, value in entry.facts.items() if not isinstance(value, dict)],
            [(_field(name), body) for name, body in line.texts.items() if name not in changed],
            line.undone,
        )


def _posts(position: Position, texts: Mapping[str, TextLine]) -> dict[str, str]:
    rows = position.rows("SELECT ref, post FROM person WHERE post IS NOT NULL")
    return {row["ref"]: texts[row["post"]].shown for row in rows if row["post"] in texts}


def _field(name: str) -> str:
    return name.replace("_", " ")


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in pairs)


def table(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a CSV file that spreadsheet programs open as text: UTF-8, CRLF, no cell a formula."""
    yield BOM
    for line in lines:
        buffer = io.StringIO()
        csv.writer(buffer).writerow([csv_cell(_cut(cell)) for cell in line])
        yield buffer.getvalue()


def _cut(cell: str) -> str:
    return cell if len(cell) <= CELL else f"{cell[:CELL]} … [cut here; the whole text is in texts.jsonl]"


def spreadsheet(found: Iterable[Row]) -> Iterator[list[str]]:
    """Yield the rows of chronology.csv, its heading first."""
    yield list(HEADINGS)
    for row in found:
        entry = row.entry
        yield [
            str(entry.seq),
            entry.at,
            entry.occurred_on,
            entry.by,
            row.who,
            entry.via,
            entry.area,
            row.words,
            ", ".join(entry.on),
            _joined(row.changes),
            _joined(row.facts),
            _joined(row.texts),
            f"#{row.undone}" if row.undone else "",
            f"#{entry.corrects}" if entry.corrects else "",
        ]


# --- the page ---------------------------------------------------------------------------------------------------------

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
html { color: #111; background: #fff }
.marking { font-weight: bold; text-align: center; letter-spacing: .05em }
table { border-collapse: collapse; width: 100% }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { border-bottom: 1px solid #767676; padding: .4rem .6rem; text-align: left; vertical-align: top }
thead th { border-bottom: 2px solid #111; position: sticky; top: 0; background: #fff }
td { overflow-wrap: anywhere }
.entries { table-layout: fixed }
.entries thead th:nth-child(1) { width: 4.5rem }
.entries thead th:nth-child(2), .entries thead th:nth-child(3) { width: 11rem }
.entries thead th:nth-child(4) { width: 3.5rem }
td p { margin: 0 0 .3rem; white-space: pre-line }
.field { color: #444 }
.undone { font-weight: bold }
@media print {
  body { font-size: 10pt; margin: 0; max-width: none }
  thead th { position: static }
  tr { break-inside: avoid }
}
"""


def page(
    head: Mapping[str, str], marking: str, title: str, notes: Sequence[str], found: Iterable[Row]
) -> Iterator[str]:
    """Yield a page of HTML that needs nothing else: no script, no image, no address; everything typed is escaped."""
    yield (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<p class="marking">{_text(marking)}</p>\n<main>\n<h1>{_text(title)}</h1>\n'
    )
    yield "<table>\n<caption>What this is</caption>\n<tbody>\n"
    yield from (f'<tr><th scope="row">{_text(name)}</th><td>{_text(value)}</td></tr>\n' for name, value in head.items())
    yield "</tbody>\n</table>\n"
    yield from (f"<p>{_text(note)}</p>\n" for note in notes)
    yield (
        '<table class="entries">\n<caption>Entries, in the order in which they were recorded</caption>\n<thead>\n<tr>'
        + "".join(f'<th scope="col">{name}</th>' for name in ("Entry", "Recorded", "Who", "Area", "What was recorded"))
        + "</tr>\n</thead>\n<tbody>\n"
    )
    for row in found:
        yield _row(row)
    yield f'</tbody>\n</table>\n</main>\n<p class="marking">{_text(marking)}</p>\n</body>\n</html>\n'


def _row(row: Row) -> str:
    entry = row.entry
    day = long(date.fromisoformat(entry.at[:10]))
    when = f'<time datetime="{_text(entry.at)}">{day}, {_text(entry.at[11:16])} UTC</time>'
    if entry.occurred_on != entry.at[:10]:
        when += f"<br>happened on {long(date.fromisoformat(entry.occurred_on))}"
    who = _text(entry.by) + (f", {_text(row.who)}" if row.who else "")
    who += f"<br>log-in {_text(entry.via)}" if entry.via else ""
    marks = [f'<p class="undone">Undone by {_link(row.undone)}</p>'] if row.undone else []
    marks += [f"<p>Corrects {_link(entry.corrects)}</p>"] if entry.corrects else []
    fields = [*row.changes, *row.facts, *row.texts]
    told = "".join(f'<p><span class="field">{_text(name)}:</span> {_text(value)}</p>' for name, value in fields)
    return (
        f'<tr id="e{entry.seq}"><th scope="row">#{entry.seq}</th><td>{when}</td><td>{who}</td>'
        f"<td>{_text(entry.area)}</td><td><p><strong>{_text(row.words)}</strong></p>{''.join(marks)}{told}</td></tr>\n"
    )


def _link(seq: int | None) -> str:
    return f'<a href="#e{seq}">#{seq}</a>'


def _text(text: str) -> str:
    return html.escape(safe(text, newlines=True))
