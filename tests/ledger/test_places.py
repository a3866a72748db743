"""Where a register may not be kept: sync folders and network shares, each refused with a way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.ledger import places
from tracker.ledger.places import why_not_here

MOUNTS = """\
sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw,relatime 0 0
server:/plans /mnt/plans nfs4 rw 0 0
//server/share /mnt/with\\040space cifs rw 0 0
/dev/sdb1 /mnt/plans/local ext4 rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("folder", "named"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Bristol City Council", "OneDrive - Bristol City Council"),
        ("onedrive", "onedrive"),
        ("Dropbox", "Dropbox"),
        ("Dropbox (Partnership)", "Dropbox (Partnership)"),
        ("Google Drive", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
        ("iCloud-Drive", "iCloud-Drive"),
    ],
)
def test_a_sync_folder_is_named_with_the_ways_out(tmp_path: Path, folder: str, named: str) -> None:
    path = tmp_path / folder / "plans" / "tracker.db"
    assert why_not_here(path) == (
        f"The register cannot be kept at {path}: it is in the sync folder '{named}', where changes can be lost. "
        "Keep it in a folder of this computer (--db), and hand out copies made with: tracker backup"
    )


@pytest.mark.parametrize("folder", ["plans", "dropboxes", "my onedrive notes", "boxes"])
def test_other_folders_are_fit(tmp_path: Path, folder: str) -> None:
    assert why_not_here(tmp_path / folder / "tracker.db") is None


def test_a_share_of_windows() -> None:
    words = why_not_here(Path("//server/plans/tracker.db"))
    assert words is not None
    assert "it is in a network share, where changes can be lost" in words


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/mnt/plans/tracker.db", "a network share (nfs4)"),
        ("/mnt/plans", "a network share (nfs4)"),
        ("/mnt/with space/tracker.db", "a network share (cifs)"),
        ("/mnt/plans/local/tracker.db", None),
        ("/mnt/plansandmore/tracker.db", None),
        ("/srv/tracker.db", None),
    ],
)
def test_a_mounted_share_is_found_by_the_nearest_mount(tmp_path: Path, path: str, found: str | None) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    assert places._mounted(Path(path), mounts) == found


def test_where_the_system_lists_no_mounts_nothing_is_refused(tmp_path: Path) -> None:
    assert places._mounted(Path("/mnt/plans/tracker.db"), tmp_path / "none") is None
