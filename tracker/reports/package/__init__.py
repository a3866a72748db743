"""Audit packages: the log as files that open and verify without this program.  Importing this loads none of it.

What the act records stands in tracker.desk.packaging; what checks a package is verify.py beside this module, which is
handed out byte for byte.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.desk.session import Session
    from tracker.reports.package.asking import Ask


@dataclass(frozen=True)
class Made:
    """A package that was made: its number, its folder, and what it says.

    ``entry`` is the number of the entry that records it, ``shown`` how many of the entries before it are in it,
    ``root`` and ``short_code`` are those of its checkpoint, which covers that entry too.  ``texts`` and ``files`` count
    what became of the texts and evidence files; ``warned`` are the entries in it that were recorded although the guard
    warned of personal data.
    """

    n: int
    folder: Path
    entry: int
    shown: int
    manifest_sha256: str
    root: str
    short_code: str
    texts: dict[str, int]
    files: dict[str, int]
    words: str
    warned: list[int]


def make(session: Session, ask: Ask, folder: Path) -> Made:
    """Write a package into the new folder *folder* and record it.

    Raises Refusal or StoreError with one line for people; then no folder is there.
    """
    from tracker.reports.package.making import make as made

    return made(session, ask, folder)


def verifier() -> str:
    """Return the script that checks packages and proofs."""
    return Path(__file__).with_name("verify.py").read_text(encoding="utf-8")
