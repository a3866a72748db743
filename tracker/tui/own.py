"""What belongs to one person at one computer: what they typed and did not save, and their saved views of lists.

It stands in a file of their own, readable by them alone and outside the ledger; without a file nothing outlives the
program.  Nothing here is evidence of anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tracker.tui.lasting import own_folder as own_folder

Key = tuple[str, str]
"""A form's command and the reference it is about."""
Raw = dict[str, Any]
"""Field → what is typed or chosen in it."""

KEPT = timedelta(days=30)
"""A draft that was not touched for so long is forgotten: it holds people's words and nobody waits for it."""


def own_file(folder: Path, log: str, who: str) -> Path:
    """Return the file of a person for one register; neither name can be read off it."""
    named = hashlib.sha256("\n".join((log, who)).encode()).hexdigest()
    return folder / f"{named[:24]}.json"


class Saved(NamedTuple):
    """A saved view of a list: its filter and the name of its order."""

    query: str
    order: str


class Own:
    """What is kept for one person and one register.

    ``trouble`` is why it cannot be kept, in words, or None.  A file that cannot be read is set aside, never repaired.
    """

    def __init__(self, path: Path | None = None, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Read the file at *path*; with None nothing is kept beyond this program."""
        self.path = path
        self.trouble: str | None = None
        self._now = now
        self._drafts: dict[str, tuple[str, Raw]] = {}
        self.views: dict[str, Saved] = {}
        self._read()
        self.drafts = Drafts(self)

    def _read(self) -> None:
        """Take over what the file holds, which another program of the same person may have changed."""
        if self.path is None or self.trouble is not None:
            return
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
            drafts = {str(key): (str(at), dict(raw)) for key, (at, raw) in held["drafts"].items()}
            recent = {key: kept for key, kept in drafts.items() if self._is_recent(kept[0])}
            views = {str(name): Saved(str(query), str(order)) for name, (query, order) in held["views"].items()}
        except FileNotFoundError:
            return
        except OSError as error:
            self.trouble = f"What you type cannot be kept: {error.strerror or error}"
        except (ValueError, KeyError, TypeError, AttributeError):
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_suffix(".spoilt"))
        else:
            self._drafts, self.views = recent, views
            if len(recent) < len(drafts):
                self.save()

    def _is_recent(self, at: str) -> bool:
        return self._now() - datetime.fromisoformat(at) <= KEPT

    def draft(self, key: Key) -> tuple[datetime, Raw] | None:
        """Return when a draft was last touched and what it holds, or None."""
        found = self._drafts.get(_name(key))
        return (datetime.fromisoformat(found[0]), found[1]) if found else None

    def put(self, key: Key, raw: Raw | None) -> None:
        """Keep a draft, or forget it with None."""
        self._read()
        if raw is not None:
            self._drafts[_name(key)] = (self._now().isoformat(), raw)
        elif self._drafts.pop(_name(key), None) is None:
            return
        self.save()

    def keep_view(self, name: str, view: Saved | None) -> None:
        """Keep a view of the list of actions under a name, or forget it with None."""
        self._read()
        if view is not None:
            self.views[name] = view
        else:
            self.views.pop(name, None)
        self.save()

    def waiting(self) -> list[Key]:
        """Return the forms of which a draft is kept, the last touched first."""
        names = sorted(self._drafts, key=lambda name: self._drafts[name][0], reverse=True)
        return [(name.split("\n")[0], name.split("\n")[-1]) for name in names]

    def save(self) -> None:
        """Write the file whole or not at all; where that cannot be done, say so in ``trouble`` and go on."""
        if self.path is None:
            return
        held = {"drafts": self._drafts, "views": self.views}
        partial = self.path.with_name(f".{secrets.token_hex(8)}")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial.touch(mode=0o600, exist_ok=False)
            partial.write_text(json.dumps(held), encoding="utf-8")
            partial.replace(self.path)
            self.trouble = None
        except OSError as error:
            self.trouble = f"What you type cannot be kept: {error.strerror or error}"
            with contextlib.suppress(OSError):
                partial.unlink()


def _name(key: Key) -> str:
    return "\n".join(key)


class Drafts(MutableMapping[Key, Raw]):
    """The drafts as a mapping from form to what is typed in it; each change is written at once."""

    def __init__(self, own: Own) -> None:
        """Stand before what is kept."""
        self._own = own

    def __getitem__(self, key: Key) -> Raw:
        """Return what is typed in a form; raises KeyError when there is no draft."""
        found = self._own.draft(key)
        if found is None:
            raise KeyError(key)
        return found[1]

    def __setitem__(self, key: Key, raw: Raw) -> None:
        """Keep what is typed in a form."""
        self._own.put(key, raw)

    def __delitem__(self, key: Key) -> None:
        """Forget it; raises KeyError when there is no draft."""
        self[key]
        self._own.put(key, None)

    def __iter__(self) -> Iterator[Key]:
        """Go through the forms, the last touched first."""
        return iter(self._own.waiting())

    def __len__(self) -> int:
        """Return how many drafts there are."""
        return len(self._own.waiting())
