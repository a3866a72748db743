"""Where a register cannot be written, the terminal program shows it all the same and says why nothing can be done."""

from __future__ import annotations

import shutil
from pathlib import Path

from tracker.desk.session import Session
from tracker.tui.registry import COMMANDS
from tracker.tui.seat import Seat


def test_in_a_sync_folder_every_act_says_why_it_cannot_be_done(furnished: Path, tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    path = Path(shutil.copy(furnished, tmp_path / "OneDrive"))
    seat = Seat(Session(path, who="P1", via="tester"))
    acts = [command for command in COMMANDS if command.act and not command.needs]
    assert acts
    for command in acts:
        why = seat.why_not(command, "R4.BRI.7")
        assert why is not None
        assert "it is in the sync folder 'OneDrive', where changes can be lost" in why, command.id
    seat.close()
