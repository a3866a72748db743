"""The checks that docs/verification.md shows for doing by hand, run as they stand there, agree with the program's."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import House
from tests.register import tampering
from tracker.ledger.checkpoint import body_sha256, wrap_body
from tracker.register.verification import verify

PAGE = Path(__file__).resolve().parents[2] / "docs" / "verification.md"
ROOT, FINGERPRINT = re.findall("```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def run(program: str, *arguments: str) -> str:
    command = [sys.executable, "-I", "-X", "utf8", "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.strip()


def test_the_root_of_a_register(house: House, tmp_path: Path) -> None:
    it = tampering.live(house, tmp_path)
    assert run(ROOT, str(it.path)) == verify(it.path).root
    with house.position() as now:
        earlier = now.value("SELECT root FROM head WHERE size = ?", [it.amber])
    assert run(ROOT, str(it.path), str(it.amber)) == earlier


@pytest.mark.parametrize("body", ["One line", "# Two\n\nparagraphs – with “quotes”", "ends empty\n"])
def test_the_fingerprint_of_a_report(tmp_path: Path, body: str) -> None:
    file = tmp_path / "report.md"
    file.write_text(f"Issue 1\n\n{wrap_body(body)}\nRoot: …\n", encoding="utf-8")
    assert run(FINGERPRINT, str(file)) == body_sha256(body)
