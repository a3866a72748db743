"""What lasts from one sitting to the next and is wanted before a register is open: one's own folder, and the colours.

What one typed and one's views stand in tracker.tui.own; this module is read on the way to the first picture, so it
loads next to nothing.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

THEME = "theme"
"""The file that names the colours, one for all registers."""


def own_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for what is one's own: TRACKER_OWN, else the user's state folder."""
    if named := environment.get("TRACKER_OWN"):
        return Path(named)
    from platformdirs import user_state_path

    from tracker.desk.session import APP

    return user_state_path(APP, appauthor=False)


def kept_theme(folder: Path) -> str | None:
    """Return the name of the colours that were chosen last at this computer, or None; what cannot be read is none."""
    try:
        return (folder / THEME).read_text(encoding="utf-8").strip() or None
    except (OSError, ValueError):
        return None


def keep_theme(folder: Path, name: str) -> None:
    """Keep the name of the colours for the next sitting; where that cannot be done, they are chosen anew then."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / THEME).write_text(name, encoding="utf-8")
