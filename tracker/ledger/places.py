"""Where a register may not be written: network shares and folders that a sync program copies about.

SQLite's locks do not hold there, and a sync program can put an old copy over a new one; both lose what was recorded.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_SYNC_NAMES = ("onedrive", "dropbox", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "box sync")
_NETWORK_TYPES = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "davfs", "fuse.rclone"})
_DRIVE_REMOTE = 4


def why_not_here(path: Path) -> str | None:
    """Return one line that says why no register should be written at *path* and what to do, or None when it is fit."""
    kind = _sync_folder(path) or _network(path)
    if kind is None:
        return None
    return (
        f"The register cannot be kept at {path}: it is in {kind}, where changes can be lost. Keep it in a folder of "
        "this computer (--db), and hand out copies made with: tracker backup"
    )


def _sync_folder(path: Path) -> str | None:
    for part in path.absolute().parts:
        low = part.lower()
        for name in _SYNC_NAMES:
            if low == name or low.startswith((f"{name} ", f"{name}-")):
                return f"the sync folder '{part}'"
    return None


def _network(path: Path) -> str | None:
    if str(path).startswith(("\\\\", "//")):
        return "a network share"
    if sys.platform == "win32":
        import ctypes

        drive = path.absolute().anchor
        remote = ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE
        return f"the network drive {drive}" if remote else None
    return _mounted(path, Path("/proc/mounts"))


def _mounted(path: Path, mounts: Path) -> str | None:
    """Look the file system of *path* up in the system's list of mounts, where there is one."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    where = os.path.realpath(path)
    best, kind = "", ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        inside = where == point or where.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return f"a network share ({kind})" if kind in _NETWORK_TYPES else None
