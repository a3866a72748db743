"""The verification manual names every kind of fault that the program can find, and none that it cannot."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tracker.ledger.verify import KINDS

ROOT = Path(__file__).parent.parent
MANUAL = (ROOT / "docs" / "verification.md").read_text(encoding="utf-8")
LOOKING = [*(ROOT / "tracker/ledger").glob("verify*.py"), *(ROOT / "tracker/register").glob("*.py")]


def kinds(source: str) -> set[str]:
    """The first argument of each call that adds a problem: a word, or one of two."""
    found: set[object] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("self.problems.add", "problems.add", "self._say"):
            found |= {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)}
    return {kind for kind in found if isinstance(kind, str)}


def test_every_kind_of_fault_stands_in_the_manual() -> None:
    found = set().union(*(kinds(path.read_text(encoding="utf-8")) for path in LOOKING))
    assert found >= KINDS | {"text", "evidence", "disposal", "table"}
    assert set(re.findall(r"^\| `([a-z ]+)` \|", MANUAL, re.MULTILINE)) == found


def test_a_kind_that_is_added_is_seen() -> None:
    assert kinds("self.problems.add('new', 1, 'words')") == {"new"}
