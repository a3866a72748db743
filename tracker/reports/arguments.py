"""What is asked of a report, checked and settled: which area, which position, from which entries, compared with what.

Nothing is counted or rendered here.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from tracker import __version__
from tracker.desk.permission import a_or_an
from tracker.desk.refusal import Refusal, area_known
from tracker.desk.session import Session
from tracker.model import dates, references
from tracker.model.dates import long
from tracker.model.text import quoted
from tracker.register.position import Position
from tracker.reports import NAMES
from tracker.reports.kinds import BY_NAME, PUBLICATION, Kind


class Ask(NamedTuple):
    """What somebody asked for; ``since`` is an issue's number, a day, or None for the latest earlier issue.

    ``subject`` is the reference that a report of one thing is about, like R4; ``embargo`` the day before which a
    version for publication may not be published.
    """

    report: str
    area: str | None = None
    as_at: date | None = None
    known_at: int | None = None
    since: str | date | int | None = None
    subject: str | None = None
    embargo: date | str | None = None


class Point(NamedTuple):
    """An earlier position to compare with: that of an issue (``issue`` is its number), or of a day."""

    issue: int | None
    on: date
    as_at: date | None
    entries: int

    @property
    def words(self) -> str:
        """How the report names it."""
        return f"issue {self.issue}" if self.issue else long(self.on)

    def as_json(self) -> dict[str, Any]:
        """What is kept of it among the arguments of an issue."""
        as_at = self.as_at.isoformat() if self.as_at else None
        return {"issue": self.issue, "on": self.on.isoformat(), "as_at": as_at, "entries": self.entries}


class Inputs(NamedTuple):
    """All that the body of a report is made from; two reports with the same inputs have the same bytes.

    ``entries`` is N, the last entry that counts and is not itself an issue; ``recorded`` the day by which it had been
    recorded.  ``past`` says that the position is not that of the day on which the report was made.
    """

    ask: Ask
    position_on: date
    past: bool
    entries: int
    recorded: date
    compared: Point | None

    def arguments(self) -> dict[str, Any]:
        """Return everything needed to make the body again."""
        return {**self._asked(), "compared": self.compared.as_json() if self.compared else None}

    def sha256(self) -> str:
        """Return the fingerprint of what was asked and of the entries it is asked about.

        What a report without ``since`` compares with follows from these, and stands among the arguments.
        """
        from tracker.desk.issuing import canonical  # here: a draft, which most runs print, records nothing

        about = {
            **self._asked(),
            "report": self.ask.report,
            "position_on": self.position_on.isoformat(),
            "entries": self.entries,
        }
        return hashlib.sha256(canonical(about).encode("utf-8")).hexdigest()

    def _asked(self) -> dict[str, Any]:
        since = self.ask.since
        about = {"subject": self.ask.subject} if self.ask.subject else {}
        embargo = {"embargo": self.ask.embargo.isoformat()} if isinstance(self.ask.embargo, date) else {}
        return {
            **about,
            **embargo,
            "area": self.ask.area,
            "as_at": self.ask.as_at.isoformat() if self.ask.as_at else None,
            "since": since.isoformat() if isinstance(since, date) else since,
            "past": self.past,
            "version": __version__,
            "audience": BY_NAME[self.ask.report].audience,
        }


def checked(ask: Ask, *, reissue: int | None = None, draft: bool = False) -> Ask:
    """Return *ask* in its one spelling; raises Refusal for an unknown report or area, or a contradiction."""
    name = ask.report.strip().lower()
    if name not in NAMES:
        raise Refusal(f"There is no report {quoted(ask.report)}; there is: {', '.join(NAMES)}.")
    if reissue is not None and draft:
        raise Refusal(f"Issue {reissue} is printed as it was issued and cannot be a draft; leave one of the two out.")
    kind = BY_NAME[name]
    if ask.since and not kind.compares:
        raise Refusal(f"The report '{name}' compares with no earlier position; leave --since out.")
    if ask.embargo and kind.audience != PUBLICATION:
        raise Refusal(f"Only a version for publication has an embargo, the report '{name}' has none.")
    return ask._replace(report=name, area=_area(ask.area), subject=_subject(kind, ask) if reissue is None else None)


def _subject(kind: Kind, ask: Ask) -> str | None:
    """Return the reference that the report is about, in its one spelling; raises Refusal when it does not fit."""
    if ask.area and not kind.by_area:
        raise Refusal(f"The report '{kind.name}' is about all areas; leave --area out.")
    named = (ask.subject or "").strip()
    if not kind.about:
        if named:
            raise Refusal(f"The report '{kind.name}' is about the whole plan; leave {quoted(named)} out.")
        return None
    if not named and kind.optional:
        return None
    if not named:
        raise Refusal(f"Say which {kind.about} the report is about: tracker report {kind.name} REFERENCE")
    if kind.about == "agency" or (kind.optional and not references.is_reference(named)):
        return named.upper()  # codes of agencies and bodies are the plan's own; whether there is such a one, it says
    if not references.is_reference(named) or references.parse(named).kind != kind.about:
        raise Refusal(f"{quoted(named)} is not the reference of {a_or_an(kind.about)}; see: tracker report --help")
    return references.parse(named).text


def _area(text: str | None) -> str | None:
    return area_known(text) if text and text.strip() else None


def settle(session: Session, ask: Ask, position: Position, *, draft: bool = False) -> Inputs:
    """Return the inputs of the report that *ask* is about, at *position*; a *draft* may lack what an issue needs.

    Raises Refusal when the position has not come yet, or when what it is to be compared with does not exist or is not
    earlier.
    """
    if ask.as_at is not None and ask.as_at > session.day:
        raise Refusal(f"{long(ask.as_at)} has not come yet; a report shows what has occurred, so give an earlier day.")
    day = position.when.day
    entries = int(
        position.value(
            "SELECT max(seq) FROM main.entry_index WHERE act NOT LIKE 'report.%' AND seq <= ?", [position.entries]
        )
    )
    recorded = position.value("SELECT substr(at, 1, 10) FROM main.entry_index WHERE seq = ?", [entries])
    years = position.value("SELECT year_starts FROM review") or 4
    subject = BY_NAME[ask.report].subject(position, ask.subject, draft=draft)
    embargo = _embargo(ask.embargo, int(years))
    ask = ask._replace(since=_since(ask.since, int(years)), subject=subject, embargo=embargo)
    return Inputs(
        ask=ask,
        position_on=day,
        past=day != replace(session, today=None).day,
        entries=entries,
        recorded=date.fromisoformat(recorded),
        compared=_compared(position, ask, day, entries),
    )


def _since(since: str | date | int | None, year_starts: int) -> int | date | None:
    """Return the number of an issue, or a day; raises Refusal when it is written as neither."""
    if since is None or isinstance(since, (date, int)):
        return since
    if not since.strip():
        return None
    if number := re.fullmatch(r"(?:issue )?#?([0-9]{1,6})", " ".join(since.lower().split())):
        return int(number[1])
    try:
        return dates.parse(since, year_starts=year_starts).day
    except dates.DateError as error:
        raise Refusal(f"--since takes an issue's number, like 3, or a day: {error}.") from None


def _embargo(said: str | date | None, year_starts: int) -> date | None:
    """Return the day before which nothing may be published; raises Refusal when it is written as none."""
    if said is None or isinstance(said, date):
        return said
    try:
        return dates.parse(said, year_starts=year_starts).first
    except dates.DateError as error:
        raise Refusal(f"--embargo takes a day: {error}.") from None


def _compared(position: Position, ask: Ask, day: date, entries: int) -> Point | None:
    if not BY_NAME[ask.report].compares:
        return None
    if isinstance(ask.since, date):
        if ask.since > day:
            raise Refusal(
                f"{long(ask.since)} is after the position at {long(day)}; give an earlier day to compare with."
            )
        return Point(None, ask.since, ask.since, entries)
    if isinstance(ask.since, int):
        row = position.row("SELECT * FROM main.issue WHERE n = ?", [ask.since])
        if row is None:
            raise Refusal(no_issue(position, ask.since))
        if row["entries"] > entries or row["position_on"] > day.isoformat():
            raise Refusal(
                f"Issue {ask.since} is about {long(date.fromisoformat(row['position_on']))} and entries up to "
                f"#{row['entries']}, which is later than what is asked for; give an earlier issue."
            )
        return _point(row)
    for row in position.rows(
        "SELECT * FROM main.issue WHERE report = ? AND entries <= ? AND position_on <= ? AND (entries <> ? OR"
        " position_on <> ?) ORDER BY position_on DESC, entries DESC, n DESC",
        [ask.report, entries, day.isoformat(), entries, day.isoformat()],
    ):
        asked = json.loads(row["arguments"])
        if (asked["area"], asked.get("subject")) == (ask.area, ask.subject):
            return _point(row)
    return None


def _point(row: dict[str, Any]) -> Point:
    as_at = json.loads(row["arguments"])["as_at"]
    return Point(
        row["n"], date.fromisoformat(row["position_on"]), date.fromisoformat(as_at) if as_at else None, row["entries"]
    )


def no_issue(position: Position, n: int) -> str:
    """Say that there is no issue *n*, and which there are."""
    last = position.value("SELECT max(n) FROM main.issue")
    there = f"the issues are 1 to {last}" if last else "none has been issued yet"
    return f"There is no issue {n} in this register; {there}."
