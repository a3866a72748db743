"""Where reports land: names that sort, a folder for each issue, and writing that leaves either all of it or nothing.

What stands in the files is made elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from tracker.desk.refusal import Refusal
from tracker.ledger.blobs import make_durable
from tracker.model.text import safe


def issue_name(report: str, area: str | None, position_on: date, n: int, subject: str | None = None) -> str:
    """Return the name of an issue's folder and of the files in it, like 2022-03-31-assurance-BRI-issue-003."""
    return f"{_stem(report, area, position_on, subject)}-issue-{n:03d}"


def draft_name(report: str, area: str | None, position_on: date, subject: str | None = None) -> str:
    """Return the name of a draft's files, like 2022-03-31-assurance-BRI-DRAFT."""
    return f"{_stem(report, area, position_on, subject)}-DRAFT"


def _stem(report: str, area: str | None, position_on: date, subject: str | None) -> str:
    return "-".join(part for part in (position_on.isoformat(), report, subject, area) if part)


class NewFolders:
    """The folders that were made on the way to a place, so that those can be taken away that were made for nothing."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: list[Path] = []

    def make(self, folder: Path) -> None:
        """Make *folder* and those above it that are not there; raises OSError, and what was made is remembered."""
        for part in [*reversed(folder.parents), folder]:
            if not part.exists():
                part.mkdir(exist_ok=True)
                self._made.append(part)

    def take_away(self) -> None:
        """Take away those that are still empty."""
        for part in reversed(self._made):
            try:
                part.rmdir()
            except OSError:
                return


class Landing:
    """A folder in which files are about to land; entering it makes the folder and proves that it can be written.

    Leaving it takes away whatever is unfinished, and the folder too when it was made for nothing.
    """

    def __init__(self, folder: Path) -> None:
        """Remember the folder; nothing is touched yet."""
        self.folder = folder
        self._partial = folder / f".part-{os.urandom(8).hex()}"
        self._new = NewFolders()

    def __enter__(self) -> Landing:
        """Make the folder; raises Refusal when that cannot be done."""
        if self.folder.exists() and not self.folder.is_dir():
            raise Refusal(f"{self._said} is a file, not a folder; give a folder with -o.")
        try:
            self._new.make(self.folder)
        except OSError as error:
            self._tidy()
            raise self._refusal(error) from None
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what is unfinished."""
        self._tidy()

    def _tidy(self) -> None:
        self._clear()
        self._new.take_away()

    @property
    def _said(self) -> str:
        return safe(str(self.folder))

    def _refusal(self, error: OSError) -> Refusal:
        return Refusal(
            f"The report cannot be written to {self._said}: {error.strerror or error}. Choose a folder with -o."
        )

    def _clear(self) -> None:
        """Take away the folder of what is unfinished."""
        with suppress(OSError):
            self._partial.rmdir()  # most often it is empty by now, or was never made
        if os.path.lexists(self._partial):
            import shutil  # here, because it takes a while to load

            shutil.rmtree(self._partial, ignore_errors=True)

    def try_room(self, size: int) -> None:
        """Write and take away *size* bytes; raises Refusal when the disk does not take them."""
        self._prepare({"room": b" " * size})

    def _prepare(self, files: Mapping[str, bytes]) -> None:
        """Write *files* into a folder beside their place, and on to the disk; raises Refusal, leaving nothing."""
        self._clear()  # what an earlier step needed
        try:
            self._partial.mkdir()
            for name, content in files.items():
                with (self._partial / name).open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
            make_durable(self._partial)
        except OSError as error:
            self._clear()
            raise self._refusal(error) from None

    def free(self, name: str) -> None:
        """Raise Refusal when an issue, or anything else, of that name stands there already."""
        if (self.folder / name).exists():
            raise Refusal(self._taken(name))

    def _taken(self, name: str) -> str:
        return (
            f"There is already another {safe(name)} in {self._said}, which is not overwritten; "
            "move it away, or choose another folder with -o."
        )

    def land_issue(self, name: str, files: Mapping[str, bytes]) -> list[Path]:
        """Put the folder *name* with *files* in its place, whole; return the files as they stand there.

        Where the issue stands already, what it lacks is added and what is the same stays.  Raises Refusal when
        something different stands there, and then changes nothing.
        """
        target = self.folder / name
        if not target.exists():
            self._prepare(files)
            try:
                self._partial.rename(target)
                make_durable(self.folder)
                return [target / each for each in files]
            except OSError as error:
                if not target.exists():
                    raise self._refusal(error) from None
        # It stands already, or somebody who asked for the very same report was quicker by a moment.
        return self._complete(target, files)

    def _complete(self, target: Path, files: Mapping[str, bytes]) -> list[Path]:
        if not target.is_dir():
            raise Refusal(self._taken(target.name))
        missing = {}
        for name, content in files.items():
            if not (target / name).exists():
                missing[name] = content
            elif not _holds(target / name, content):
                raise Refusal(self._taken(name))
        if missing:
            self._prepare(missing)
            for name in missing:
                self._place(self._partial / name, target / name)
        return [target / name for name in files]

    def _place(self, partial: Path, target: Path) -> None:
        """Move a file without ever writing over one: by a link where the file system has links."""
        try:
            try:
                os.link(partial, target)
            except FileExistsError:
                raise
            except OSError:
                if target.exists():
                    raise FileExistsError from None
                partial.rename(target)
            make_durable(target.parent)
        except FileExistsError:
            if not _holds(target, partial.read_bytes()):
                raise Refusal(self._taken(target.name)) from None
        except OSError as error:
            raise self._refusal(error) from None

    def land_over(self, files: Mapping[str, bytes]) -> list[Path]:
        """Put *files* in their places and return them; whatever stood there under these names is replaced."""
        targets = [self.folder / name for name in files]
        changed = {name: content for name, content in files.items() if not _holds(self.folder / name, content)}
        if changed:
            self._prepare(changed)
            try:
                for name in changed:
                    (self._partial / name).replace(self.folder / name)
                make_durable(self.folder)
            except OSError as error:
                raise self._refusal(error) from None
        return targets


def _holds(target: Path, content: bytes) -> bool:
    return target.is_file() and target.read_bytes() == content
