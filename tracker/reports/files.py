"""Where a report lands: names that sort, and writing that leaves either the whole file or none.

What stands in the file is made elsewhere.
"""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path

from tracker.desk.desk import Refusal
from tracker.model.text import safe


def issue_name(report: str, area: str | None, position_on: date, n: int, subject: str | None = None) -> str:
    """Return the name of an issue's file, like 2022-03-31-assurance-BRI-issue-003.md."""
    return f"{_stem(report, area, position_on, subject)}-issue-{n:03d}.md"


def draft_name(report: str, area: str | None, position_on: date, subject: str | None = None) -> str:
    """Return the name of a draft's file, like 2022-03-31-assurance-BRI-DRAFT.md."""
    return f"{_stem(report, area, position_on, subject)}-DRAFT.md"


def _stem(report: str, area: str | None, position_on: date, subject: str | None) -> str:
    return "-".join(part for part in (position_on.isoformat(), report, subject, area) if part)


class Landing:
    """A folder in which one file is about to land; entering it makes the folder and proves that it can be written.

    Leaving it takes away whatever is unfinished, and the folder too when it was made for nothing.
    """

    def __init__(self, folder: Path) -> None:
        """Remember the folder; nothing is touched yet."""
        self.folder = folder
        self._partial = folder / f".part-{secrets.token_hex(8)}"
        self._made: list[Path] = []

    def __enter__(self) -> Landing:
        """Make the folder; raises Refusal when that cannot be done."""
        if self.folder.exists() and not self.folder.is_dir():
            raise Refusal(f"{self._said} is a file, not a folder; give a folder with -o.")
        try:
            for part in [*reversed(self.folder.parents), self.folder]:
                if not part.exists():
                    part.mkdir(exist_ok=True)
                    self._made.append(part)
        except OSError as error:
            self._tidy()
            raise self._refusal(error) from None
        return self

    def __exit__(self, *_: object) -> None:
        """Take away what is unfinished."""
        self._tidy()

    def _tidy(self) -> None:
        self._partial.unlink(missing_ok=True)
        for part in reversed(self._made):
            try:
                part.rmdir()  # only a folder that is still empty goes
            except OSError:
                return

    @property
    def _said(self) -> str:
        return safe(str(self.folder))

    def _refusal(self, error: OSError) -> Refusal:
        return Refusal(
            f"The report cannot be written to {self._said}: {error.strerror or error}. Choose a folder with -o."
        )

    def prepare(self, text: str) -> None:
        """Write *text* beside its place, and on to the disk; raises Refusal when it cannot be written."""
        try:
            with self._partial.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            self._partial.unlink(missing_ok=True)
            raise self._refusal(error) from None

    def free(self, name: str) -> None:
        """Raise Refusal when a file of that name stands there already."""
        if (self.folder / name).exists():
            raise Refusal(self._taken(name))

    def _taken(self, name: str) -> str:
        return (
            f"There is already another {safe(name)} in {self._said}, which is not overwritten; "
            "move it away, or choose another folder with -o."
        )

    def land(self, name: str, text: str, *, over: bool = False) -> Path:
        """Put the file with *text* in its place and return it; a file that holds just that stays as it is.

        Raises Refusal when a different file stands there, unless it may be written *over*.
        """
        target = self.folder / name
        if _holds(target, text):
            return target
        self.prepare(text)
        try:
            if over:
                self._partial.replace(target)
            else:
                self._place(target)
            _sync_folder(self.folder)
        except FileExistsError:
            # Somebody who asked for the very same report may have been quicker by a moment.
            if not _holds(target, text):
                raise Refusal(self._taken(name)) from None
        except OSError as error:
            raise self._refusal(error) from None
        return target

    def _place(self, target: Path) -> None:
        """Rename without ever writing over a file: by a link where the file system has links."""
        try:
            os.link(self._partial, target)
        except FileExistsError:
            raise
        except OSError:
            if target.exists():
                raise FileExistsError from None
            self._partial.rename(target)


def _holds(target: Path, text: str) -> bool:
    return target.is_file() and target.read_bytes() == text.encode("utf-8")


def _sync_folder(folder: Path) -> None:
    """Make the renaming durable where the system lets a folder be synchronised (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
