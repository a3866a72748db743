"""Drafts: the body of a report at its position, printed without being issued; what issuing needs of it, too.

Nothing is recorded here; an issue, its entry and its folder are made in tracker.reports.issuing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.desk.session import Session
from tracker.ledger.checkpoint import body_sha256
from tracker.register.issues import checkpoint_at
from tracker.register.marking import marking
from tracker.register.position import Position, When
from tracker.reports import Result
from tracker.reports.arguments import Ask, Inputs, Point, settle
from tracker.reports.files import Landing, draft_name
from tracker.reports.kinds import BY_NAME, Kind
from tracker.reports.rendering import rendered


@contextmanager
def position_of(session: Session, ask: Ask) -> Iterator[Position]:
    """Yield the position that is asked about, held still: nobody's later append is seen half."""
    with session.position(as_at=ask.as_at, known_at=ask.known_at) as position:
        position.db.execute("BEGIN")
        yield position


@contextmanager
def _earlier(session: Session, point: Point | None) -> Iterator[Position | None]:
    """Yield the position to compare with as it was known then, or None."""
    if point is None:
        yield None
        return
    with Position(session.path, When(point.on, point.as_at, point.entries)) as position:
        yield position


def body_of(session: Session, position: Position, inputs: Inputs, *, draft: bool) -> str:
    """Return the body of the report as Markdown; raises Refusal when there is nothing that it could be about."""
    with _earlier(session, inputs.compared) as before:
        return BY_NAME[inputs.ask.report].body()(position, before, inputs, draft=draft)


def copies(name: str, text: str, kind: Kind, named: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a report in the formats *named* beside its Markdown, made from that *text*."""
    if not named:
        return {}
    from tracker.reports import formats
    from tracker.reports.document import document

    content = document(text, f"{name}.md", landscape=kind.landscape, sheet=kind.sheet)
    return {f"{name}.{form}": formats.made(form, content) for form in named}


def print_draft(session: Session, ask: Ask, folder: Path, named: Sequence[str]) -> Result:
    """Write a draft in the formats *named*, which may overwrite an earlier draft; nothing is recorded."""
    with position_of(session, ask) as position:
        inputs, body, text = _drafted(session, ask, position)
        head = checkpoint_at(position, position.size)
    name = draft_name(inputs.ask.report, inputs.ask.area, inputs.position_on, inputs.ask.subject)
    made = copies(name, text, BY_NAME[inputs.ask.report], [form for form in named if form != "md"])
    markdown = {f"{name}.md": text.encode("utf-8")} if "md" in named else {}
    with Landing(folder) as landing:
        files = landing.land_over({**markdown, **made})
    words = "A draft is written; nothing is recorded."
    return Result(files, None, head.entries, head.root, body_sha256(body), words, text)


def draft_text(session: Session, ask: Ask) -> str:
    """Return the text of a draft."""
    with position_of(session, ask) as position:
        return _drafted(session, ask, position)[2]


def _drafted(session: Session, ask: Ask, position: Position) -> tuple[Inputs, str, str]:
    inputs = settle(session, ask, position, draft=True)
    body = body_of(session, position, inputs, draft=True)
    said = marking(position, BY_NAME[inputs.ask.report].marking)
    head, tail = rendered("draft.md.j2", marking=said).split("\n===\n")
    return inputs, body, f"{head.strip()}\n\n{body}\n\n{tail.strip()}\n"
