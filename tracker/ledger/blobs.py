"""Evidence files: copied while they are hashed, kept under their hash, never changed afterwards.

What a file shows, and for which action, is the register's business; here it is only bytes.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from tracker.ledger.store import StoreError
from tracker.model import limits
from tracker.model.text import safe

_CHUNK = 1024 * 1024


def folder_beside(register: Path) -> Path:
    """Return where the evidence files of a register stand: beside it, under the same name."""
    return register.with_name(register.stem + ".evidence")


def blob_path(folder: Path, digest: str) -> Path:
    """Return where the file with this SHA-256 is kept under *folder*."""
    return folder / digest[:2] / digest


def store_file(source: Path, folder: Path, *, limit: int = limits.EVIDENCE_FILE_BYTES) -> tuple[str, int]:
    """Copy *source* into *folder* under its SHA-256 and return the hash and the size in bytes.

    Raises StoreError when it is not a regular file, is a symbolic link, is too large, changes while it is read, or
    cannot be read or written.  Nothing half-copied stays behind.
    """
    try:
        before = os.lstat(source)
    except OSError as error:
        raise StoreError(f"Evidence file '{safe(source.name)}' cannot be read: {error.strerror}.") from None
    if stat.S_ISLNK(before.st_mode):
        raise StoreError(f"Evidence file '{safe(source.name)}' is a symbolic link; give the file itself.")
    if not stat.S_ISREG(before.st_mode):
        raise StoreError(
            f"Evidence '{safe(source.name)}' is not a regular file; give one file, not a folder or device."
        )
    if before.st_size > limit:
        raise StoreError(
            f"Evidence file '{safe(source.name)}' has {before.st_size:,} bytes; at most {limit:,} are kept. "
            "Record it by reference instead."
        )
    partial: Path | None = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = folder / f".part-{os.urandom(8).hex()}"
        digest, size = _copy(source, partial, before)
        target = blob_path(folder, digest)
        if target.exists():
            return digest, size
        target.parent.mkdir(mode=0o700, exist_ok=True)
        partial.replace(target)
        make_durable(target.parent)
        return digest, size
    except OSError as error:
        raise StoreError(f"Evidence file '{safe(source.name)}' was not stored: {error.strerror or error}.") from None
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _copy(source: Path, partial: Path, before: os.stat_result) -> tuple[str, int]:
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(source, flags)
    running = hashlib.sha256()
    size = 0
    with os.fdopen(handle, "rb") as incoming, partial.open("xb") as outgoing:
        partial.chmod(0o600)
        opened = os.fstat(incoming.fileno())
        if (opened.st_ino, opened.st_dev) != (before.st_ino, before.st_dev):
            raise StoreError(f"Evidence file '{safe(source.name)}' was replaced while it was read; try again.")
        while chunk := incoming.read(_CHUNK):
            running.update(chunk)
            outgoing.write(chunk)
            size += len(chunk)
        outgoing.flush()
        os.fsync(outgoing.fileno())
        after = os.fstat(incoming.fileno())
    if size != before.st_size or (after.st_mtime_ns, after.st_size) != (before.st_mtime_ns, before.st_size):
        raise StoreError(
            f"Evidence file '{safe(source.name)}' changed while it was read; close it elsewhere and try again."
        )
    return running.hexdigest(), size


def remove_file(folder: Path, digest: str) -> bool:
    """Overwrite and remove the file with this SHA-256, and what a restoring set aside of it; return whether any was.

    Raises StoreError when one of them cannot be removed.
    """
    path = blob_path(folder, digest)
    found = [place for place in (path, *path.parent.glob(f"{digest}.spoilt-*")) if place.is_symlink() or place.exists()]
    for place in found:
        try:
            if place.is_file() and not place.is_symlink():
                _overwrite(place)
            place.unlink()
            make_durable(place.parent)
        except OSError as error:
            raise StoreError(f"The file {place} could not be removed: {error.strerror or error}.") from None
    return bool(found)


def _overwrite(path: Path) -> None:
    """Fill a file with zeros, as the engine does with deleted rows; a disk may keep older copies all the same."""
    left = path.stat().st_size
    with path.open("r+b") as file:
        while left > 0:
            left -= file.write(bytes(min(left, _CHUNK)))
        file.flush()
        os.fsync(file.fileno())


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a stored file."""
    with path.open("rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()


def make_durable(folder: Path) -> None:
    """Make the renaming durable where the system lets a folder be synchronised (Windows does not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
