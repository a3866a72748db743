"""Issuing a report: the earlier issue when the same was asked before, else a new body, its entry, and the file.

What the body says is made in tracker.reports.assurance; the act itself is tracker.desk.issuing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tracker.desk.issuing import ACT, AlreadyIssued, NewIssue, issue_report
from tracker.desk.refusal import Refusal
from tracker.desk.session import Session
from tracker.ledger.store import StoreError
from tracker.register.position import Position
from tracker.reports import Result
from tracker.reports.arguments import Ask, Inputs, no_issue, settle
from tracker.reports.drafting import body_of, copies, position_of
from tracker.reports.files import Landing, issue_name
from tracker.reports.kinds import BY_NAME
from tracker.reports.printing import Printed, printed

EVIDENCE_FILE = "evidence"
"""The kind of problem that no figure of a report rests on: a missing file keeps nobody from saying how things stand."""

ROOM = 8192
"""Bytes kept free for what stands outside the body, when the folder is tried before anything is recorded."""

PER_COPY = 4
"""How many times the size of the Markdown a copy in another format may take, when the folder is tried."""


def issue(session: Session, ask: Ask, folder: Path, named: Sequence[str]) -> Result:
    """Issue the report and write its files, or print the earlier issue that was made from the same inputs.

    *named* are the formats wanted; an issue's Markdown is written whatever they are.
    """
    with position_of(session, ask) as position:
        inputs = settle(session, ask, position)
        earlier = position.value("SELECT min(n) FROM main.issue WHERE inputs = ?", [inputs.sha256()])
        if earlier is not None:
            return _again(position, int(earlier), folder, named)
        _permitted(session)
        _sound(session)
        number = 1 + int(position.value("SELECT COALESCE(max(n), 0) FROM main.issue"))
        body = body_of(session, position, inputs, draft=False)
    # The position is closed: holding it open would keep the register from being written.
    with Landing(folder) as landing:
        landing.free(issue_name(inputs.ask.report, inputs.ask.area, inputs.position_on, number, inputs.ask.subject))
        landing.try_room(
            len(body.encode("utf-8")) * (1 + PER_COPY * len([form for form in named if form != "md"])) + ROOM
        )
        number, again = _recorded(session, inputs, body)
        try:
            return _landed(session, number, landing, named, again=again)
        except (Refusal, StoreError) as error:
            raise Refusal(
                f"Issue {number} is recorded, but its files are not written: {error} "
                f"Then: tracker report {inputs.ask.report} --reissue {number}"
            ) from None


def _permitted(session: Session) -> None:
    """Refuse before anything is made, when the person may print reports but not issue them."""
    with session.desk() as desk:
        if words := desk.may(ACT):
            raise Refusal(f"{words} A draft is open to everybody: --draft")


def _sound(session: Session) -> None:
    """Refuse to issue from a register that does not verify: its figures might not be those of its entries."""
    from tracker.register.verification import verify  # here: a draft, which most runs print, verifies nothing

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
        marking=BY_NAME[inputs.ask.report].marking,
        area=inputs.ask.area,
    )
    with session.desk() as desk:
        try:
            return int(issue_report(desk, new).entries[0].facts["n"]), False
        except AlreadyIssued as already:
            return already.n, True


def _landed(session: Session, number: int, landing: Landing, named: Sequence[str], *, again: bool) -> Result:
    with session.position() as position:
        made = printed(position, number)
        assert made is not None
        files = landing.land_issue(made.name, _files(made, named))
        return _result(made, files, _listed(position, landing), again=again)


def _files(made: Printed, named: Sequence[str]) -> dict[str, bytes]:
    """Return the files of an issue: its Markdown, and the copies in the formats that are *named*."""
    return {
        f"{made.name}.md": made.text.encode("utf-8"),
        **copies(made.name, made.text, BY_NAME[made.report], [name for name in named if name != "md"]),
    }


def _listed(position: Position, landing: Landing) -> str:
    """Make the list of issues anew and return no words, or say why it could not be made: the issue stands anyhow."""
    from tracker.reports import index

    try:
        landing.land_over({index.NAME: index.listed(position, landing.folder).encode("utf-8")})
    except Refusal as refusal:
        return f" The list {index.NAME} is not made anew: {refusal}"
    return ""


def _result(made: Printed, files: list[Path], listed: str, *, again: bool) -> Result:
    said = "printed again: nothing that it is made from has changed" if again else "recorded and written"
    return Result(
        files=files,
        issue=made.n,
        entries=made.checkpoint.entries,
        root=made.checkpoint.root,
        body_sha256=made.body_sha256,
        words=f"Issue {made.n} is {said}.{listed}",
        text=made.text,
    )


def _again(position: Position, number: int, folder: Path, named: Sequence[str]) -> Result:
    made = printed(position, number)
    if made is None:
        raise Refusal(no_issue(position, number))
    files = _files(made, named)
    with Landing(folder) as landing:
        return _result(made, landing.land_issue(made.name, files), _listed(position, landing), again=True)


def print_again(session: Session, ask: Ask, number: int, folder: Path, named: Sequence[str]) -> Result:
    """Write an earlier issue as it was issued, and its copies in the formats *named*.

    Raises Refusal when there is none, or it is another report's.
    """
    with session.position() as position:
        row = position.row("SELECT report FROM main.issue WHERE n = ?", [number])
        if row is None:
            raise Refusal(no_issue(position, number))
        if row["report"] != ask.report:
            raise Refusal(f"Issue {number} is the report '{row['report']}', not '{ask.report}'; ask for that one.")
        result = _again(position, number, folder, named)
    return result._replace(words=f"Issue {number} is printed again, as it was issued.")
