"""Rules on how complete the record is: wording, links and responses of recommendations, and measures.

They say what is not known rather than what is late.
"""

from __future__ import annotations

from tracker.model.vocabulary import LOCAL_AREAS
from tracker.register.check import ONE_AREA, Check
from tracker.register.states import NOT_ENDED

_LOCAL = " UNION ALL ".join(f"SELECT '{area.value}' AS area" for area in LOCAL_AREAS)
_OF_MEASURE = ONE_AREA.format("x.value", "measure_areas x WHERE x.ref = m.ref")

RECORD = (
    Check(
        "C15",
        "low",
        "the links to a recommendation are unconfirmed",
        "SELECT a.recommendation AS ref, 'ALL' AS area, count(*) AS n FROM dated_action a WHERE a.mapping ="
        f" 'unconfirmed' AND a.recommendation <> 'X' AND {NOT_ENDED} GROUP BY a.recommendation",
        "has {n} rows whose link to it is ours and unconfirmed",
    ),
    Check(
        "C16",
        "high",
        "the wording of a recommendation is not held",
        "SELECT ref, 'ALL' AS area FROM recommendation WHERE void = 0 AND wording = 'not_held'",
        "is not held: neither its wording nor its subject is in the sources",
    ),
    Check(
        "C17",
        "low",
        "only a paraphrase of a recommendation is held",
        "SELECT ref, 'ALL' AS area FROM recommendation WHERE void = 0 AND wording = 'paraphrase'",
        "is held as a paraphrase; the official wording is not loaded",
    ),
    Check(
        "C21",
        "low",
        "recorded over the guard's warning",
        "SELECT w.ref, w.area, w.seq AS entry, w.kinds AS warned_of FROM warned w WHERE NOT EXISTS"
        " (SELECT 1 FROM disposal d WHERE d.entry = w.seq AND d.kind = 'text')",
        "has words that were recorded over the guard's warning of {warned} (#{entry})",
    ),
    Check(
        "C45",
        "medium",
        "an area has not responded to a recommendation",
        f"SELECT r.ref || '.' || v.area AS ref, v.area FROM recommendation r CROSS JOIN ({_LOCAL}) v WHERE r.void = 0"
        " AND NOT EXISTS (SELECT 1 FROM response p WHERE p.recommendation = r.ref AND p.area IN (v.area, 'ALL'))",
        "has no response recorded, neither of the area nor of the three together",
    ),
    Check(
        "C46",
        "low",
        "a measure lacks its baseline or its target",
        f"SELECT m.ref, {_OF_MEASURE} AS area, CASE WHEN m.target IS NOT NULL THEN 'baseline' WHEN m.baseline IS NOT"
        " NULL THEN 'target' ELSE 'baseline and no target' END AS lacking FROM measure m WHERE m.void = 0"
        " AND m.direction <> 'context' AND (m.baseline IS NULL OR m.target IS NULL)",
        "has no {lacking}, so nobody can say whether it moves enough",
    ),
    Check(
        "C47",
        "low",
        "a measure has had no reading for more than a year",
        f"SELECT m.ref, {_OF_MEASURE} AS area, max(r.ends) AS last_read FROM measure m LEFT JOIN reading r"
        " ON r.ref = m.ref WHERE m.void = 0 AND m.direction <> 'context' AND m.since < date(:day, '-12 months')"
        " GROUP BY m.ref HAVING COALESCE(max(r.ends), '') < date(:day, '-12 months')",
        "has had no reading for more than a year{last}",
    ),
)
