"""Issuing a report: the earlier issue when the same was asked before, else a new body, its entry, and the file.

What the body says is made in tracker.reports.assurance; the act itself is tracker.desk.issuing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tracker.desk.desk import Refusal
from tracker.desk.issuing import ACT, AlreadyIssued, NewIssue, issue_report
from tracker.desk.session import Session
from tracker.ledger.checkpoint import body_sha256, wrap_body
from tracker.ledger.store import StoreError
from tracker.register.marking import marking
from tracker.register.position import Position, When
from tracker.register.verification import verify
from tracker.reports import Result
from tracker.reports.arguments import Ask, Inputs, Point, no_issue, settle
from tracker.reports.files import Landing, draft_name, issue_name
from tracker.reports.kinds import BY_NAME
from tracker.reports.printing import Printed, checkpoint_at, printed
from tracker.reports.rendering import rendered

EVIDENCE_FILE = "evidence"
"""The kind of problem that no figure of a report rests on: a missing file keeps nobody from saying how things stand."""

ROOM = 8192
"""Bytes kept free for what stands outside the body, when the folder is tried before anything is recorded."""


@contextmanager
def _position(session: Session, ask: Ask) -> Iterator[Position]:
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


def _body(session: Session, position: Position, inputs: Inputs, *, draft: bool) -> str:
    with _earlier(session, inputs.compared) as before:
        return BY_NAME[inputs.ask.report].body()(position, before, inputs, draft=draft)


def issue(session: Session, ask: Ask, folder: Path) -> Result:
    """Issue the report and write its file, or print the earlier issue that was made from the same inputs."""
    with _position(session, ask) as position:
        inputs = settle(session, ask, position)
        earlier = position.value("SELECT min(n) FROM main.issue WHERE inputs = ?", [inputs.sha256()])
        if earlier is not None:
            return _again(position, int(earlier), folder)
        _permitted(session)
        _sound(session)
        number = 1 + int(position.value("SELECT COALESCE(max(n), 0) FROM main.issue"))
        body = _body(session, position, inputs, draft=False)
    # The position is closed: holding it open would keep the register from being written.
    with Landing(folder) as landing:
        landing.free(issue_name(inputs.ask.report, inputs.ask.area, inputs.position_on, number, inputs.ask.subject))
        landing.prepare(wrap_body(body) + " " * ROOM)
        number, again = _recorded(session, inputs, body)
        try:
            return _landed(session, number, landing, again=again)
        except (Refusal, StoreError) as error:
            raise Refusal(
                f"Issue {number} is recorded, but its file is not written: {error} "
                f"Then: tracker report {inputs.ask.report} --reissue {number}"
            ) from None


def _permitted(session: Session) -> None:
    """Refuse before anything is made, when the person may print reports but not issue them."""
    with session.desk() as desk:
        if words := desk.may(ACT):
            raise Refusal(f"{words} A draft is open to everybody: --draft")


def _sound(session: Session) -> None:
    """Refuse to issue from a register that does not verify: its figures might not be those of its entries."""
    wrong = [problem for problem in verify(session.path).problems if problem.kind != EVIDENCE_FILE]
    if wrong:
        raise Refusal(
            f"Nothing was issued: this register does not verify. {wrong[0].words} See all of it with: tracker verify"
        )


def _recorded(session: Session, inputs: Inputs, body: str) -> tuple[int, bool]:
    """Record the issue and return its number, and whether somebody else issued the very same just before."""
    new = NewIssue(
        report=inputs.ask.report,
        arguments=inputs.arguments(),
        inputs=inputs.sha256(),
        entries=inputs.entries,
        position_on=inputs.position_on,
        recorded=inputs.recorded,
        body=body,
        area=inputs.ask.area,
    )
    with session.desk() as desk:
        try:
            return int(issue_report(desk, new).entries[0].facts["n"]), False
        except AlreadyIssued as already:
            return already.n, True


def _landed(session: Session, number: int, landing: Landing, *, again: bool) -> Result:
    with session.position() as position:
        made = printed(position, number)
    assert made is not None
    path = landing.land(made.name, made.text)
    return _result(made, path, again=again)


def _result(made: Printed, path: Path, *, again: bool) -> Result:
    said = "printed again: nothing that it is made from has changed" if again else "recorded and written"
    return Result(
        files=[path],
        issue=made.n,
        entries=made.checkpoint.entries,
        root=made.checkpoint.root,
        body_sha256=made.body_sha256,
        words=f"Issue {made.n} is {said}.",
        text=made.text,
    )


def _again(position: Position, number: int, folder: Path) -> Result:
    made = printed(position, number)
    if made is None:
        raise Refusal(no_issue(position, number))
    with Landing(folder) as landing:
        return _result(made, landing.land(made.name, made.text), again=True)


def print_again(session: Session, ask: Ask, number: int, folder: Path) -> Result:
    """Write an earlier issue as it was issued; raises Refusal when there is none, or it is another report's."""
    with session.position() as position:
        row = position.row("SELECT report FROM main.issue WHERE n = ?", [number])
        if row is None:
            raise Refusal(no_issue(position, number))
        if row["report"] != ask.report:
            raise Refusal(f"Issue {number} is the report '{row['report']}', not '{ask.report}'; ask for that one.")
        result = _again(position, number, folder)
    return replace(result, words=f"Issue {number} is printed again, as it was issued.")


def print_draft(session: Session, ask: Ask, folder: Path) -> Result:
    """Write a draft, which may overwrite an earlier draft; nothing is recorded."""
    with _position(session, ask) as position:
        inputs, body, text = _drafted(session, ask, position)
        head = checkpoint_at(position, position.size)
    with Landing(folder) as landing:
        name = draft_name(inputs.ask.report, inputs.ask.area, inputs.position_on, inputs.ask.subject)
        path = landing.land(name, text, over=True)
    words = "A draft is written; nothing is recorded."
    return Result([path], None, head.entries, head.root, body_sha256(body), words, text)


def draft_text(session: Session, ask: Ask) -> str:
    """Return the text of a draft."""
    with _position(session, ask) as position:
        return _drafted(session, ask, position)[2]


def _drafted(session: Session, ask: Ask, position: Position) -> tuple[Inputs, str, str]:
    inputs = settle(session, ask, position)
    body = _body(session, position, inputs, draft=True)
    head, tail = rendered("draft.md.j2", marking=marking(position)).split("\n===\n")
    return inputs, body, f"{head.strip()}\n\n{body}\n\n{tail.strip()}\n"
