"""Which fields of an object are shown, under which label, and how their values are worded.

The objects come from tracker.register.showing; the order here is the order on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tracker.cli.printing import Screen
from tracker.model import dates, vocabulary
from tracker.model.vocabulary import Precision, Word

Record = Mapping[str, Any]
Said = Callable[[Record], str | None]


def text(key: str) -> Said:
    """A text or number as it stands."""
    return lambda record: None if record.get(key) in (None, "") else str(record[key])


def word(key: str, members: type[Word]) -> Said:
    """The words of a closed list's member."""
    return lambda record: members(record[key]).words if record.get(key) else None


def day(key: str, precision: str = "") -> Said:
    """A date in full, as exactly as it was written."""

    def said(record: Record) -> str | None:
        if not record.get(key):
            return None
        exact = Precision(record.get(precision) or "day") if precision else Precision.DAY
        return dates.long(date.fromisoformat(record[key]), exact)

    return said


def many(key: str) -> Said:
    """The members of a list."""
    return lambda record: "; ".join(map(str, record.get(key) or ())) or None


def kinds(record: Record) -> str | None:
    """The kinds of evidence that were expected."""
    return ", ".join(vocabulary.EvidenceKind(kind).words for kind in record.get("expects") or ()) or None


def groups(record: Record) -> str | None:
    """The groups of children that something says it is about."""
    return vocabulary.ChildGroup.said(record.get("groups") or ()) or None


Fields = tuple[tuple[str, Said, str | None], ...]
"""Label, what is said, and what stands there when nothing is held (None leaves the field out)."""

ACTION: Fields = (
    ("Serves", text("recommendation"), None),
    ("Link to it", word("mapping", vocabulary.Mapping), None),
    ("Also serves", many("serves"), None),
    ("Area", word("area", vocabulary.Area), None),
    ("Areas taking part", many("areas"), None),
    ("Basis", word("basis", vocabulary.Basis), None),
    ("Status", word("status", vocabulary.Status), None),
    ("Goes on in", text("goes_to"), None),
    ("Comes from", many("comes_from"), None),
    ("Lead agency", text("lead"), "not named"),
    ("Owner's role", text("owner"), "not named"),
    ("Person", text("owner_person"), None),
    ("Delivery partners", many("partners"), "none named"),
    ("Locality", text("locality"), None),
    ("Started", day("started", "started_precision"), None),
    ("Due", day("due", "precision_now"), "no due date"),
    ("Originally due", day("due_original", "precision"), None),
    ("Review on", day("review_on"), None),
    ("Claimed complete", day("completed_on"), None),
    ("Signed off on", day("signed_off_on"), None),
    ("Description", text("description"), None),
    ("Wanted for children", text("difference_wanted"), "not written down"),
    ("About", groups, None),
    ("Expected evidence", kinds, "not written down"),
    ("Assurance", word("assurance", vocabulary.Assurance), None),
    ("Depends on", many("depends"), None),
    ("Documents", many("documents"), None),
    ("Source", text("source"), "not recorded"),
    ("Caveat", text("caveat"), None),
)
MILESTONE: Fields = (
    ("Action", text("action"), None),
    ("Due", day("due_now", "precision_now"), "no due date"),
    ("Originally due", day("due", "precision"), None),
    ("Critical", lambda record: "yes" if record.get("critical") else None, None),
    ("Achieved on", day("achieved_on"), "not achieved"),
    ("Source", text("source"), None),
    ("Caveat", text("caveat"), None),
)
EVIDENCE: Fields = (
    ("Kind", word("evidence_kind", vocabulary.EvidenceKind), None),
    ("About", groups, None),
    ("State", word("state", vocabulary.EvidenceState), None),
    ("Revision", text("revision"), None),
    ("Dated", day("dated", "precision"), "not dated"),
    ("Holds until", day("until"), None),
    ("Collected on", day("collected"), None),
    ("File", text("file_name"), None),
    ("File is not held", text("file_removed"), None),
    ("SHA-256", text("sha256"), None),
    ("Bytes", text("bytes"), None),
    ("Custodian", text("custodian"), None),
    ("Place", text("place"), None),
    ("Received from", text("received_from"), None),
    ("Received", text("received"), None),
    ("Description", text("description"), None),
    ("Marking", text("marking"), None),
    ("Source", text("source"), None),
    ("Caveat", text("caveat"), None),
)
MEASURE: Fields = (
    ("Unit", text("unit"), None),
    ("About", groups, None),
    ("Wanted direction", word("direction", vocabulary.Direction), None),
    ("Areas", many("areas"), None),
    ("Serves", many("serves"), None),
    ("Baseline", text("baseline"), None),
    ("Target", text("target"), None),
    ("Target date", day("target_date"), None),
    ("Definition", text("definition"), None),
    ("Description", text("description"), None),
    ("Source", text("source"), None),
    ("Caveat", text("caveat"), None),
)
RISK: Fields = (
    ("State", word("state", vocabulary.RiskState), None),
    ("Why", text("why"), None),
    ("Areas", many("areas"), None),
    ("Serves", many("serves"), None),
    ("Agency", text("agency"), None),
    ("Review on", day("review_on"), None),
    ("Description", text("description"), None),
    ("Source", text("source"), None),
    ("Caveat", text("caveat"), None),
)
MEETING: Fields = (
    ("Body", text("body"), None),
    ("Held on", day("held_on"), None),
    ("Cut-off for updates", day("cut_off"), None),
)
DECISION: Fields = (
    ("Kind", word("decision_kind", vocabulary.DecisionKind), None),
    ("State", word("state", vocabulary.DecisionState), None),
    ("Of", text("body"), None),
    ("About", many("about"), None),
    ("Asked", text("asked"), None),
    ("Asked by", text("asked_by"), None),
    ("Asked on", day("asked_on"), None),
    ("Wanted by", day("wanted_by"), None),
    ("Proposed date", day("proposed_due", "proposed_precision"), None),
    ("Accepts rule", text("rule"), None),
    ("Accepts until", day("until"), None),
    ("Decided on", day("decided_on"), "not decided"),
    ("Meeting", text("meeting"), None),
    ("Minute", text("minute"), None),
    ("Agencies", many("agencies"), None),
    ("Why", text("why"), None),
    ("Advice", text("advice"), None),
    ("Advice of", day("advice_on"), None),
)
PERSON: Fields = (
    ("Name", text("name"), "not held"),
    ("Role", word("role", vocabulary.Role), None),
    ("Agency", text("agency"), "not recorded"),
    ("Areas", many("areas"), None),
    ("Log-in", text("login"), None),
    ("Left on", day("until"), None),
)
QUERY: Fields = (
    ("State", word("state", vocabulary.QueryState), None),
    ("About", text("about"), None),
    ("About entry", lambda record: f"#{record['entry']}" if record.get("entry") else None, None),
    ("Raised by", text("raised_by"), None),
    ("Raised on", day("since"), None),
    ("Answer wanted by", day("wanted_by"), "no date"),
)
RECOMMENDATION: Fields = (
    ("Official number", many("official_number"), "not bound"),
    ("Wording", word("wording", vocabulary.Wording), None),
    ("Official wording", text("official_wording"), "not held"),
    ("About it", text("prose"), None),
    ("Source", text("source"), None),
)

BY_KIND: dict[str, Fields] = {
    "action": ACTION,
    "milestone": MILESTONE,
    "evidence": EVIDENCE,
    "measure": MEASURE,
    "risk": RISK,
    "meeting": MEETING,
    "decision": DECISION,
    "person": PERSON,
    "query": QUERY,
    "recommendation": RECOMMENDATION,
}


def put(screen: Screen, record: Record, wanted: Fields) -> None:
    """Add the fields of *record* that are held, and words where one that should be is not."""
    for label, said, none in wanted:
        value = said(record) or none
        if value is not None:
            screen.field(label, value, labels=21)
