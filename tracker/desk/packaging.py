"""The act of making an audit package: the hash of its list of files goes into the ledger before the checkpoint does.

What a package holds, and the folder that it is written to, is the business of tracker.reports.package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.desk.desk import Desk, Receipt, Refusal
from tracker.desk.issuing import canonical
from tracker.ledger.entry import Draft
from tracker.model import limits
from tracker.model.vocabulary import Marking

ACT = "report.packaged"


@dataclass(frozen=True)
class NewPackage:
    """A package whose files are written but not yet handed over.

    ``manifest_sha256`` is the SHA-256 of its payload manifest, ``entries`` how many entries the log had when it was
    made, ``chosen`` how many of them it shows, ``selection`` what was asked for, ``recipient`` whom it is for.
    """

    manifest_sha256: str
    entries: int
    chosen: int
    selection: Mapping[str, Any]
    marking: Marking
    recipient: str | None = None


class Grown(Refusal):
    """Somebody saved meanwhile, so that the package no longer ends where the log does; make it again."""


def record_package(desk: Desk, new: NewPackage) -> Receipt:
    """Record that a package was made, as the entry right after the last one that it shows; ``n`` is its number.

    Raises Grown when the log has grown since, Refusal when the person may not make packages.
    """

    def drafting() -> list[Draft]:
        if desk.now.store.head().size != new.entries:
            raise Grown("Nothing was made: others are saving without pause. Wait a moment and try again.")
        number = 1 + int(desk.now.value("SELECT COALESCE(max(n), 0) FROM package"))
        facts = {
            "n": number,
            "manifest_sha256": new.manifest_sha256,
            "selection": canonical(new.selection),
            "entries": new.entries,
            "chosen": new.chosen,
            "marking": new.marking.value,
        }
        texts = {"recipient": desk.text(new.recipient, "The recipient", limit=limits.most("recipient"))}
        return [desk.draft(ACT, f"package {number}", facts=facts, texts=texts)]

    return desk.record(drafting)
