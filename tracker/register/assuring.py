"""What counts as evidence now, whether signed-off work lasted, and what difference may be said: one definition each.

They are views that every question reads, so that no two places can disagree.  Evidence whose last day has passed has
expired; a check that work was not sustained lowers what is said of it and never reopens the action.
"""

from __future__ import annotations

from tracker.model.vocabulary import Difference, EvidenceState, Status, Sustainment
from tracker.register.check import first_day
from tracker.register.schema import columns

SUSTAINMENT_MONTHS = (3, 6, 12)
"""How many months after sign-off a check falls due whether the work is still in place."""

EARLY_DAYS = 30
"""How many days before its time such a check may be made."""

LOWERED = {Sustainment.LAPSED: Difference.DELIVERED, Sustainment.PARTLY: Difference.PRACTICE}
"""The most that may be said of an action after the last check, by what it found; sustained work keeps its evidence."""

IN_HAND = "('held', 'accepted')"
"""States of evidence that is held: in hand, and neither returned nor expired."""

ACCEPTED = f"('{EvidenceState.ACCEPTED}')"

LINKED = "evidence_link l JOIN evidence_now e ON e.ref = l.ref AND e.void = 0"
"""Evidence (e) with what it is linked to (l.target), as it stands on the position's day.

Where few actions are meant, CROSS JOIN before it lets SQLite look at those first.
"""


def with_evidence(states: str) -> str:
    """Return SQL for whether an action (alias a) has evidence in one of these *states*: IN_HAND or ACCEPTED."""
    return f"EXISTS (SELECT 1 FROM {LINKED} WHERE l.target = a.ref AND e.state IN {states})"


def pieces(states: str) -> str:
    """Return SQL for how many pieces of evidence in one of these *states* an action (alias a) has."""
    return f"(SELECT count(*) FROM {LINKED} WHERE l.target = a.ref AND e.state IN {states})"


_STRONGEST = len(Difference) - 1


def rank(column: str) -> str:
    """Return SQL for how strong a difference is: 0 for not yet shown and for none, then one for each step."""
    arms = " ".join(f"WHEN '{member.value}' THEN {place}" for place, member in enumerate(Difference))
    return f"CASE {column} {arms} ELSE 0 END"


def difference(place: int) -> Difference:
    """Return the step of the difference made that has this rank."""
    return list(Difference)[place]


def _evidence_now() -> str:
    names = ", ".join(f"e.{name}" for name in columns("evidence") if name != "state")
    return f"""
        SELECT {names}, CASE WHEN e.state IN {IN_HAND} AND e.until < (SELECT today FROM setting_now)
                        THEN '{EvidenceState.EXPIRED}' ELSE e.state END AS state, e.state AS state_recorded
        FROM evidence e"""


def _shown() -> str:
    """SQL for how strong a difference a piece (l, e) shows of an action (a).

    That work lasts is seen after it is signed off: by a piece of a later day, or by a check then that found it so.
    Any other piece that is to show it counts as delivered only; what more was made, other pieces have to show.
    """
    later = f"{first_day('e.dated', 'e.precision')} > a.signed_off_on"
    found = f"(SELECT n.outcome FROM sustainment_now n WHERE n.ref = a.ref) = '{Sustainment.SUSTAINED}'"
    lasted = f"a.status = '{Status.SIGNED_OFF}' AND ({later} OR {found})"
    early = list(Difference).index(Difference.DELIVERED)
    return (
        f"CASE WHEN l.shows = '{Difference.SUSTAINED}' AND NOT COALESCE({lasted}, 0) THEN {early}"
        f" ELSE {rank('l.shows')} END"
    )


def _cap() -> str:
    places = list(Difference)
    arms = " ".join(f"WHEN '{found}' THEN {places.index(most)}" for found, most in LOWERED.items())
    return f"CASE n.outcome {arms} ELSE {_STRONGEST} END"


def views() -> dict[str, str]:
    """Return name → SELECT.

    ``evidence_now`` is the evidence with its state on the position's day (``state_recorded`` is what a reviewer left).
    ``sustainment_due`` has a row for each check that a signed-off action is to have, with the day and, once it is
    done, the entry; a month that lacks the day of sign-off ends it.  ``sustainment_now`` is the last check that counts
    for each action: those after its present sign-off.  ``difference_now`` ranks what is claimed, what accepted
    evidence shows, what a check allows, and what may be said: the least of the three.
    """
    months = " UNION ALL ".join(f"SELECT {months} AS months" for months in SUSTAINMENT_MONTHS)
    signed = f"a.void = 0 AND a.status = '{Status.SIGNED_OFF}'"
    return {
        "evidence_now": _evidence_now(),
        "sustainment_due": f"""
            SELECT a.ref, a.area, a.sort, v.months,
                   min(date(a.signed_off_on, '+' || v.months || ' months'),
                       date(a.signed_off_on, 'start of month', '+' || (v.months + 1) || ' months', '-1 day')) AS due_on,
                   (SELECT max(c.seq) FROM sustainment c
                    WHERE c.ref = a.ref AND c.months = v.months AND c.occurred_on > a.signed_off_on) AS done
            FROM action a CROSS JOIN ({months}) v WHERE {signed}""",
        "sustainment_now": f"""
            SELECT c.* FROM action a JOIN sustainment c ON c.seq =
                (SELECT d.seq FROM sustainment d WHERE d.ref = a.ref AND d.occurred_on > a.signed_off_on
                 ORDER BY d.occurred_on DESC, d.months DESC LIMIT 1)
            WHERE {signed}""",
        "difference_now": f"""
            SELECT a.ref, a.recommendation, a.area, a.basis, a.status, {rank("a.difference_claimed")} AS claimed,
                   COALESCE((SELECT max({_shown()}) FROM evidence_link l JOIN evidence_now e ON e.ref = l.ref
                             WHERE l.target = a.ref AND e.void = 0 AND e.state = 'accepted'), 0) AS evidenced,
                   CASE a.status WHEN '{Status.SIGNED_OFF}'
                        THEN COALESCE((SELECT {_cap()} FROM sustainment_now n WHERE n.ref = a.ref), {_STRONGEST})
                        ELSE {_STRONGEST} END AS allowed
            FROM action a WHERE a.void = 0""",
        "one_agency": """
            WITH RECURSIVE chain(ref, body, steps) AS (
                SELECT ref, ref, 0 FROM agency
                UNION ALL
                SELECT c.ref, COALESCE(g.successor, g.part_of), c.steps + 1 FROM chain c JOIN agency g ON g.ref = c.body
                WHERE COALESCE(g.successor, g.part_of) IS NOT NULL AND c.steps < (SELECT count(*) FROM agency))
            SELECT ref, body, max(steps) AS steps FROM chain GROUP BY ref""",
    }
