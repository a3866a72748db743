"""What is asked of a package, checked and in words: which entries, for whom, and what is held back.

Which entries that comes to is found in tracker.reports.package.selecting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.desk.refusal import Refusal, area_known
from tracker.model.dates import long
from tracker.model.text import quoted
from tracker.model.vocabulary import Marking
from tracker.register.position import Position


@dataclass(frozen=True)
class Ask:
    """What somebody asked for; no recommendation, area or day means all.

    ``since`` and ``until`` are days of recording, both included.  ``evidence`` and ``texts`` say whether evidence files
    and typed words are handed out at all, ``names`` whether the names of people are.  ``despite`` is the reason why the
    recipient may be written as it is, where the guard warns of it.
    """

    recommendations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    recipient: str | None = None
    evidence: bool = True
    texts: bool = True
    names: bool = False
    marking: Marking = Marking.SENSITIVE
    despite: str | None = None

    @property
    def is_all(self) -> bool:
        """Whether every entry is asked for."""
        return not (self.recommendations or self.areas or self.since or self.until)

    def selection(self) -> dict[str, Any]:
        """Return what is kept of it in the ledger."""
        return {
            "recommendations": list(self.recommendations),
            "areas": list(self.areas),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "evidence": self.evidence,
            "texts": self.texts,
            "names": self.names,
        }

    def chosen_words(self) -> str:
        """Say which entries were asked for."""
        if self.is_all:
            return "all entries"
        parts = [", ".join(self.recommendations)] if self.recommendations else []
        parts += [f"area {', '.join(self.areas)}"] if self.areas else []
        parts += [f"recorded from {long(self.since)}"] if self.since else []
        parts += [f"recorded up to {long(self.until)}"] if self.until else []
        return "entries of " + "; ".join(parts) if parts[0][:8] != "recorded" else "entries " + "; ".join(parts)

    def withheld_words(self) -> list[str]:
        """Say what is held back, a line each."""
        if not self.texts:
            said = ["Everything that people typed is withheld; entries show its hashes only."]
        elif self.marking is Marking.OFFICIAL:
            said = [
                "The package is marked OFFICIAL: of what people typed it shows the recommendations, titles, bodies, "
                "agencies, measures and sources; names, notes, reasons and minutes are withheld, and so is all about "
                "evidence that is marked OFFICIAL-SENSITIVE."
            ]
        else:
            said = [] if self.names else ["The names of people are withheld; their posts are shown."]
        if not self.evidence:
            said.append("Evidence files are withheld; the list names them with their hashes.")
        return said or ["Nothing is withheld."]


def checked(position: Position, ask: Ask) -> Ask:
    """Return *ask* in its one spelling; raises Refusal for what is not in the plan, or contradicts itself."""
    known = [row["ref"] for row in position.rows("SELECT ref FROM main.recommendation ORDER BY ref")]
    wanted = tuple(dict.fromkeys(ref.strip().upper() for ref in ask.recommendations))
    areas = tuple(dict.fromkeys(area_known(area) for area in ask.areas))
    for ref, said in zip(wanted, ask.recommendations, strict=False):
        if ref not in known and ref != "X":
            raise Refusal(f"There is no recommendation {quoted(said)} in this plan; it has {', '.join(known)}, and X.")
    if ask.since and ask.until and ask.until < ask.since:
        raise Refusal(f"{long(ask.until)} is before {long(ask.since)}; give the earlier day with --since.")
    if ask.names and (ask.marking is Marking.OFFICIAL or not ask.texts):
        raise Refusal("Names of people are handed out only with the other texts, and marked OFFICIAL-SENSITIVE.")
    return replace(ask, recommendations=wanted, areas=areas)
