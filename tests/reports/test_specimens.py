"""The specimens in exports/specimens/ are what the program writes from the example today.

Run ``python -m tests.reports.test_specimens`` from the project's folder to write them anew after an intended change.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest

from tracker import reports
from tracker.desk.session import Session
from tracker.example import build
from tracker.register.verification import verify

SPECIMENS = Path(__file__).parent.parent.parent / "exports" / "specimens"
SINCE = date(2022, 6, 30)
AREAS = (None, "BRI")


def issue(example: Path, folder: Path, area: str | None) -> Path:
    """Issue a specimen from a fresh copy of the example, so that each is issue 1 of its own."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "tracker.db"
        shutil.copy(example, copy)
        session = Session(copy, who="P1", via="example")
        return reports.run(session, "assurance", area=area, since=SINCE, folder=folder).files[0]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "tracker.db"
    build(path)
    return path


@pytest.mark.parametrize("area", AREAS, ids=["all areas", "Bristol"])
def test_a_specimen_is_what_the_program_writes(area: str | None, example: Path, tmp_path: Path) -> None:
    written = issue(example, tmp_path, area)
    kept = SPECIMENS / written.name
    assert kept.read_text(encoding="utf-8") == written.read_text(encoding="utf-8"), (
        "the specimens are out of date; write them anew: python -m tests.reports.test_specimens"
    )


def test_no_other_specimen_stands_there(example: Path, tmp_path: Path) -> None:
    names = {issue(example, tmp_path, area).name for area in AREAS}
    assert {path.name for path in SPECIMENS.iterdir()} == names


def test_a_specimen_verifies_against_the_example(example: Path) -> None:
    """The example is the same on every machine, so anybody can check a specimen against their own."""
    for kept in SPECIMENS.iterdir():
        found = verify(example, kept.read_text(encoding="utf-8"))
        assert found.against is not None
        assert found.against.history == "same", kept.name


def main() -> None:
    """Write the specimens anew."""
    with tempfile.TemporaryDirectory() as place:
        example = Path(place) / "example.db"
        build(example)
        for old in SPECIMENS.glob("*.md"):
            old.unlink()
        for area in AREAS:
            issue(example, SPECIMENS, area)


if __name__ == "__main__":
    main()
