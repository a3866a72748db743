"""What the guard says to a form: a quiet warning while one types, and the field for why something must stand.

What looks like personal data stands in tracker.model.guard; that it is refused, in tracker.desk.guarding.
"""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import Any

from tracker.model import guard
from tracker.tui.forms.spec import Field

FIELD = Field(guard.WHY, "Why it must stand", "prose", rows=2)
"""Asked once the guard has warned: the reason is recorded beside the words."""


def warning_of(field: Field, raw: Any) -> str | None:
    """Return what the guard thinks of what stands in *field* now, without repeating it; None where it sees nothing."""
    if not isinstance(raw, str) or field.kind not in ("line", "prose", "file"):
        return None
    # Both kinds of slashes end a folder's name; of a file only its own name is recorded.
    text = PureWindowsPath(raw.strip("\"' ")).name if field.kind == "file" else raw
    kinds = dict.fromkeys(match.kind for match in guard.look(text))
    return f"This seems to hold {guard.listed(kinds)}; is it needed?" if kinds else None
