"""What is not known: wording, links, texts and identities, and what was recorded long after it occurred.

Said in the same place in every report, so that nobody has to ask.
"""

from __future__ import annotations

from tracker.model.vocabulary import EvidenceState, Wording
from tracker.register.showing import records
from tracker.register.wanted import LATE_DAYS, OPENING
from tracker.reports.views.entries import is_late
from tracker.reports.views.scope import Scope
from tracker.reports.views.words import cut, is_are, joined, numbered, plural, spans

_RECORDED = (
    "SELECT seq, occurred_on, substr(at, 1, 10) AS recorded, batch FROM entry_index WHERE seq <= ?"
    " AND act NOT LIKE 'report.%' ORDER BY seq"
)
_NOT_HELD = """
SELECT e.seq, t.digest IS NULL AS missing FROM main.entry e, json_each(CAST(e.line AS TEXT), '$.texts') j
LEFT JOIN main.text t ON t.digest = j.value
WHERE e.seq <= ? AND (t.digest IS NULL OR t.body IS NULL)
  AND json_extract(CAST(e.line AS TEXT), '$.act') <> 'report.issued'
ORDER BY e.seq
"""


def unknown(scope: Scope) -> list[str]:
    """Return a sentence or two for each thing that is not known, in a fixed order."""
    said = [
        _wording(scope),
        _links(scope),
        _comparing(scope),
        _cited(scope),
        *_late(scope),
        *_texts(scope),
        _identity(),
        _reviewed(scope),
    ]
    return [each for each in said if each]


def published(scope: Scope) -> list[str]:
    """Return what of this is said to everybody: wording, links, and that counts compare no areas."""
    return [each for each in (_wording(scope), _links(scope), _comparing(scope)) if each]


def _wording(scope: Scope) -> str:
    rows = records(scope.position, "recommendation", order="ORDER BY CAST(substr(ref, 2) AS INTEGER)")
    paraphrase = [row["ref"] for row in rows if row["wording"] == Wording.PARAPHRASE]
    missing = [row["ref"] for row in rows if row["wording"] == Wording.NOT_HELD]
    unbound = [row["ref"] for row in rows if not row["official_number"]]
    parts = []
    if paraphrase:
        parts.append(f"The official wording of {spans(paraphrase)} is not held; a paraphrase stands in its place.")
    if missing:
        parts.append(f"Of {spans(missing)} neither wording nor subject is held.")
    if unbound:
        parts.append(
            f"{spans(unbound)} {'is a working number' if len(unbound) == 1 else 'are working numbers'}: nothing"
        )
        parts[-1] += " follows from the order."
    return " ".join(parts)


def _links(scope: Scope) -> str:
    number = scope.count(scope.query("unconfirmed rec:R1,R2,R3,R4,R5,R6,R7,R8,R9"))
    other = scope.count(scope.query("rec:X"))
    parts = []
    if number:
        parts.append(f"The link of {plural(number, 'row')} to a recommendation is ours and unconfirmed.")
    if other:
        parts.append(
            f"{plural(other, 'row')} {'serves' if other == 1 else 'serve'} none that is held and stand under X."
        )
    return " ".join(parts)


def _comparing(scope: Scope) -> str:
    titles = [row["title"] for row in records(scope.position, "source", order="ORDER BY ref") if row["title"]]
    if not titles:
        return ""
    named = joined([f"“{cut(title, 200)}”" for title in titles])
    return (
        f"Counts do not compare areas. The plan was begun from {named}: an area with more rows is one of which these "
        "papers say more, not one that does more."
    )


def _cited(scope: Scope) -> str:
    rows = scope.position.rows(
        "SELECT state, count(*) AS n FROM evidence WHERE void = 0 AND state = ? GROUP BY 1", [EvidenceState.NOT_IN_HAND]
    )
    if not rows:
        return ""
    number = rows[0]["n"]
    return f"{plural(number, 'document')} {is_are(number)} cited and not in hand: nobody has checked them."


def _late(scope: Scope) -> list[str]:
    """Entries recorded long after what they record occurred; those of the opening, which came from papers, apart."""
    rows = [row for row in scope.position.rows(_RECORDED, [scope.entries]) if is_late(row)]
    opening = [row["seq"] for row in rows if row["batch"] == OPENING]
    later = [row["seq"] for row in rows if row["batch"] != OPENING]
    said = []
    if opening:
        said.append(
            f"{plural(len(opening), 'entry', 'entries')} of the opening ({spans(numbered(opening), 3)}) record what "
            f"earlier papers say, more than {LATE_DAYS} days after it occurred."
        )
    if later:
        said.append(
            f"Recorded late: {plural(len(later), 'entry', 'entries')} more than {LATE_DAYS} days after what they "
            f"record occurred ({spans(numbered(later))})."
        )
    else:
        said.append(f"Nothing was recorded more than {LATE_DAYS} days late since the register was opened.")
    return said


def _texts(scope: Scope) -> list[str]:
    rows = scope.position.rows(_NOT_HELD, [scope.entries])
    removed = [row["seq"] for row in rows if not row["missing"]]
    missing = [row["seq"] for row in rows if row["missing"]]
    said = []
    if removed:
        said.append(
            f"Texts were removed from {plural(len(removed), 'place')} in the register ({spans(numbered(removed))})."
        )
    if missing:
        said.append(
            f"Texts are MISSING in {plural(len(missing), 'place')} ({spans(numbered(missing))}): run tracker verify."
        )
    return said


def _identity() -> str:
    return "Who recorded an entry is as stated, by computer log-in or by name given: it is not proved."


def _reviewed(scope: Scope) -> str:
    row = scope.position.row(
        "SELECT r.seq, r.upto FROM trail_review r WHERE r.seq <= ? ORDER BY r.upto DESC, r.seq DESC", [scope.entries]
    )
    if row is None:
        return "Nobody has yet recorded a review of the evidence trail."
    return f"The evidence trail was last reviewed up to #{row['upto']}, recorded in #{row['seq']}."
