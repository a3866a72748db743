"""A look at recommendation files with the privacy guard: where they seem to hold personal data, line by line.

Nothing is refused for it: such files take over what was published, word for word.
"""

from __future__ import annotations

from pathlib import Path

from tracker.intake.folder import FILE_BYTES
from tracker.model.guard import look
from tracker.model.text import safe


def looked_over(place: Path) -> list[str]:
    """Return ``file:line: looks like …`` for all that the guard would warn of in the ``.md`` files of *place*."""
    found = []
    for path in sorted(place.glob("*.md")):
        if path.name.lower() == "readme.md" or path.name.startswith("."):
            continue
        with path.open("rb") as stream:
            text = stream.read(FILE_BYTES).decode("utf-8", "replace")
        for match in look(text):
            found.append(f"{safe(path.name)}:{text.count(chr(10), 0, match.start) + 1}: looks like {match.words}")
    return list(dict.fromkeys(found))
