"""Rules on who is answerable: owners who left, agencies that ended, joint work that nobody leads, ratings never given.

Who may act at all is permission, in tracker.desk.permission.
"""

from __future__ import annotations

from tracker.register.check import Check
from tracker.register.states import CURRENT, GOES_ON

PEOPLE = (
    Check(
        "C10",
        "medium",
        "the owner has left",
        "SELECT a.ref, a.area, p.ref AS person, p.until FROM dated_action a JOIN person p ON p.ref = a.owner_person"
        f" WHERE {GOES_ON} AND p.until < :day",
        "is owned by {person}, who left on {until}",
    ),
    Check(
        "C11",
        "medium",
        "the lead agency has ended",
        "SELECT a.ref, a.area, g.ref AS agency, g.successor, g.until FROM dated_action a"
        " JOIN agency g ON g.ref = a.lead"
        f" WHERE {GOES_ON} AND g.until < :day",
        "is led by {agency}, which ended on {until}; its successor is {successor}",
    ),
    Check(
        "C12",
        "medium",
        "no rating has been reported",
        f"SELECT a.ref, a.area FROM dated_action a WHERE {GOES_ON} AND a.reported IS NULL",
        "has no reported rating",
    ),
    Check(
        "C43",
        "medium",
        "joint work has no lead agency",
        f"SELECT a.ref, a.area FROM action a WHERE a.void = 0 AND a.area = 'ALL' AND a.lead IS NULL AND {CURRENT}",
        "is joint work that no one agency leads",
    ),
)
