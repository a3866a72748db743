"""Opening the terminal program: the way from an empty command line to its screens, without loading the commands.

What the screens show and do stands in tracker.tui; every option and command in tracker.cli.root.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tracker.desk.session import Session


PATIENCE_SECONDS = 0.1
"""A register that takes longer to open is read on while the screens are being loaded."""


def session_of(db: str | None = None, who: str | None = None, today: str | None = None) -> Session:
    """Return the session that was asked for, or else the environment's, or the computer's own.

    Raises DateError when *today*, or TRACKER_TODAY, is no date.
    """
    import os

    from tracker.desk import session

    said = today or os.environ.get("TRACKER_TODAY")
    path = Path(db) if db is not None else session.default_register()
    person = who or os.environ.get("TRACKER_USER") or None
    return session.Session(path, who=person, via=session.login(), today=_day(said) if said else None)


def _day(said: str) -> date:
    from datetime import date

    from tracker.cli.context import read_date

    return read_date(said, "--today", today=date.today()).day


def open_program(session: Session) -> int:
    """Open the terminal program; the first time, ask where its register is to be made, and make it.

    Raises Misused where there is no terminal, StoreError when the register cannot be opened.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from tracker.cli import faults

        raise faults.Misused(
            "The terminal program needs a terminal; without one use: tracker status, or tracker report assurance"
        )
    if not session.path.exists():
        from tracker.cli.first_run import begin

        session = begin(session)
    import gc

    gc.disable()  # until the first screen is painted: nothing that is loaded until then is rubbish
    from tracker.tui.ahead import Ahead

    ahead = Ahead(session)
    ahead.wait(PATIENCE_SECONDS)
    from tracker.tui.app import run

    return run(session, ahead)
