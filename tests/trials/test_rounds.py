"""The update round on a terminal, in short: what is recorded is what was typed, with two keys beside each note."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.trials import rounds
from tracker.ledger.blobs import folder_beside


def test_a_round_in_a_terminal_records_each_update_as_it_was_typed(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "tracker.db"
    shutil.copy(built, path)
    shutil.copytree(folder_beside(built), folder_beside(path))
    todo = rounds.asked(path)
    assert len(todo) == 13, "the example asks for so many: 12 without a rating, of R1.BRI.1 there is one"
    tally = rounds.run(path, most=4)
    rounds.check(path, [ref for ref, _ in todo[:4]])
    assert tally.keys == [2, 2, 2, 2]
    assert tally.other_keys == len("U\r\x1bq")
