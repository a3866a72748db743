"""Where a package is written: beside its place, and renamed when it is whole, so that it is never half there.

What stands in the files is made elsewhere; nothing here is ever written over.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from tracker.desk.desk import Refusal
from tracker.model.text import safe
from tracker.reports.files import NewFolders

_CHUNK = 1 << 20
_ROOM = 1 << 18
"""Bytes kept free for what is written after the package was recorded: one entry, its path, the lists of files."""


class Building:
    """A package while it is built; leaving it takes away whatever was not put in its place.

    ``hashes`` maps each written file, by its name inside the package, to its SHA-256; ``sizes`` to its bytes.
    """

    def __init__(self, place: Path) -> None:
        """Remember the place; nothing is touched yet."""
        self.place = place
        self.hashes: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self._partial = place  # until there is one
        self._new = NewFolders()

    def __enter__(self) -> Building:
        """Make a folder beside the place; raises Refusal when something stands there or it cannot be made."""
        self.free()
        self._partial = self.place.with_name(f".{self.place.name}.part-{secrets.token_hex(4)}")
        try:
            self._new.make(self.place.absolute().parent)
            self._partial.mkdir(mode=0o700)
            self._room.write_bytes(bytes(_ROOM))
        except OSError as error:
            self._tidy()
            raise self._refusal(error) from None
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what is unfinished."""
        self._tidy()

    @property
    def _room(self) -> Path:
        return self._partial / ".room"

    def _tidy(self) -> None:
        shutil.rmtree(self._partial, ignore_errors=True)
        self._new.take_away()

    def free(self) -> None:
        """Raise Refusal when something stands at the place, or nothing can have that name."""
        if "\0" in str(self.place):
            raise Refusal("No folder can have that name; choose another with -o.")
        if os.path.lexists(self.place):
            raise Refusal(
                f"There is already something at {safe(str(self.place))}, which is not overwritten; "
                "choose another folder with -o."
            )

    def _refusal(self, error: OSError) -> Refusal:
        return Refusal(
            f"The package cannot be written to {safe(str(self.place))}: {error.strerror or error}. "
            "Choose another folder with -o."
        )

    def give_way(self) -> None:
        """Give up the room that was kept, for what is still to be written."""
        self._room.unlink(missing_ok=True)

    def write(self, name: str, parts: Iterable[str] | Iterable[bytes] | str | bytes) -> None:
        """Write a file of the package, text in UTF-8; raises Refusal when it cannot be written."""
        chunks: Iterable[str | bytes] = [parts] if isinstance(parts, (str, bytes)) else parts
        self._write(name, (chunk.encode("utf-8") if isinstance(chunk, str) else chunk for chunk in chunks))

    def copy(self, source: Path, name: str) -> None:
        """Copy a file into the package; raises Refusal when it cannot be read or written."""
        try:
            with source.open("rb") as file:
                self._write(name, iter(lambda: file.read(_CHUNK), b""))
        except OSError as error:
            raise self._refusal(error) from None

    def _write(self, name: str, chunks: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        try:
            target = self._partial / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                for chunk in chunks:
                    file.write(chunk)
                    digest.update(chunk)
                    size += len(chunk)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._refusal(error) from None
        self.hashes[name], self.sizes[name] = digest.hexdigest(), size

    def land(self) -> None:
        """Put the package in its place; raises Refusal when something stands there by now."""
        self.free()
        try:
            self._partial.rename(self.place)
        except OSError as error:
            raise self._refusal(error) from None


def write_new(path: Path, text: str) -> None:
    """Write *text* to a file that is not there yet, whole or not at all; raises Refusal when that cannot be done."""
    begun = False
    if "\0" in str(path):
        raise Refusal("No file can have that name; give another with -o.")
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            begun = True
            file.write(text)
    except OSError as error:
        if begun:
            path.unlink(missing_ok=True)
        elif os.path.lexists(path):
            raise Refusal(
                f"There is already {safe(str(path))}, which is not overwritten; give another name with -o."
            ) from None
        raise Refusal(f"{safe(str(path))} cannot be written: {error.strerror or error}. Give another -o.") from None
