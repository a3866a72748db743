"""Where a register may not be written: network shares, folders that a sync program copies about, read-only media.

SQLite's locks do not hold on a share, and a sync program can put an old copy over a new one; both lose what was
recorded.  Reading is left alone.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

_SYNC_NAMES = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "my drive",
    "shared drives",
    "icloud",
    "iclouddrive",
    "mobile documents",  # where macOS keeps iCloud Drive
    "cloudstorage",  # where macOS keeps what other sync programs hold
    "nextcloud",
    "owncloud",
    "box sync",
    "sharepoint",
    "syncthing",
)
_SYNC_MARKS = (
    ".dropbox",
    ".dropbox.cache",
    ".tmp.drivedownload",
    ".nextcloudsync.log",
    ".owncloudsync.log",
    ".stfolder",
)
"""Files that a sync program leaves at the top of a folder that somebody has given another name."""

_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
"""Variables in which Windows tells where OneDrive keeps its folders."""

_NETWORK_TYPES = frozenset(
    {"afpfs", "afs", "ceph", "cifs", "coda", "davfs", "glusterfs", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs"}
)
_LOCAL_FUSE = frozenset(
    {"bindfs", "encfs", "exfat", "fuse-overlayfs", "gocryptfs", "mergerfs", "ntfs-3g", "ntfs", "veracrypt"}
)
"""What FUSE mounts from this computer's own disks; everything else that it mounts comes from elsewhere."""

_DRIVE_REMOTE, _DRIVE_CDROM = 4, 5


def why_not_here(path: Path) -> str | None:
    """Return one line that says why no register should be written at *path* and what to do, or None when it is fit."""
    kind = _sync_folder(path) or _network(path)
    if kind:
        return (
            f"The register cannot be kept at {path}: it is in {kind}, where changes can be lost. Keep it in a folder "
            "of this computer (--db), and hand out copies made with: tracker backup"
        )
    if _read_only(path):
        return (
            f"The register {path} is on a read-only medium: it can be read there, but nothing can be recorded. Copy it "
            "to a folder of this computer with: tracker backup FILE, and use the copy: --db FILE"
        )
    return None


def _sync_folder(path: Path, variables: Mapping[str, str] = os.environ) -> str | None:
    here = path.absolute()
    for part in here.parts:
        low = part.lower()
        for name in _SYNC_NAMES:
            if low == name or low.startswith((f"{name} ", f"{name}-")):
                return f"the sync folder '{part}'"
    for variable in _SYNC_VARIABLES:
        if variables.get(variable) and here.is_relative_to(variables[variable]):
            return f"the sync folder '{variables[variable]}'"
    for folder in here.parents:
        for mark in _SYNC_MARKS:
            if folder != Path.home() and os.path.lexists(folder / mark):
                return f"the sync folder '{folder}'"
    return None


def _network(path: Path) -> str | None:
    if str(path).startswith(("\\\\", "//")):
        return "a network share"
    if sys.platform == "win32":
        # A folder can be linked to a share, and a drive letter can stand for one.
        if os.path.realpath(path).startswith("\\\\") and not os.path.realpath(path).startswith("\\\\?\\"):
            return "a network share"
        drive = path.absolute().anchor
        return f"the network drive {drive}" if _drive_type(drive) == _DRIVE_REMOTE else None
    kind = _mounted(path, Path("/proc/mounts"))
    return f"a network share ({kind[0]})" if kind and _is_network(kind[0]) else None


def _read_only(path: Path) -> bool:
    """Tell whether nothing can be written on the medium that holds *path*; rights of a person are another matter."""
    if sys.platform == "win32":
        return _drive_type(path.absolute().anchor) == _DRIVE_CDROM
    here = next((place for place in (path.absolute(), *path.absolute().parents) if place.exists()), None)
    try:
        return here is not None and bool(os.statvfs(here).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def _drive_type(drive: str) -> int | None:
    """What Windows says of a drive; None where there is no Windows to ask."""
    import ctypes

    try:
        return int(ctypes.windll.kernel32.GetDriveTypeW(drive))  # type: ignore[attr-defined,unused-ignore]
    except (AttributeError, OSError):
        return None


def _is_network(kind: str) -> bool:
    if kind.startswith("fuse."):
        return kind.removeprefix("fuse.") not in _LOCAL_FUSE
    return kind in _NETWORK_TYPES


def _mounted(path: Path, mounts: Path) -> tuple[str, str] | None:
    """Return the kind of file system that holds *path* and where it is mounted, from the system's list of mounts."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    where = os.path.realpath(path)
    best: tuple[str, str] | None = None
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields[1])
        inside = where == point or where.startswith(point.rstrip("/") + "/")
        if inside and (best is None or len(point) >= len(best[1])):
            best = fields[2], point
    return best
