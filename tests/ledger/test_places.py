"""Where a register may not be kept: sync folders and network shares, each refused with a way out."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
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
pat@server: /mnt/over\\040ssh fuse.sshfs rw 0 0
gdrive: /mnt/cloud fuse.rclone rw 0 0
cloud /mnt/another fuse.some-cloud-of-tomorrow rw 0 0
/dev/sdc1 /mnt/stick fuse.ntfs-3g rw 0 0
/dev/sdd1 /mnt/windows fuseblk rw 0 0
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
        ("iCloudDrive", "iCloudDrive"),
        ("Mobile Documents", "Mobile Documents"),
        ("CloudStorage", "CloudStorage"),
        ("My Drive", "My Drive"),
        ("SharePoint - Partnership", "SharePoint - Partnership"),
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
        ("/mnt/over ssh/tracker.db", "a network share (fuse.sshfs)"),
        ("/mnt/cloud/tracker.db", "a network share (fuse.rclone)"),
        ("/mnt/another/tracker.db", "a network share (fuse.some-cloud-of-tomorrow)"),
        ("/mnt/stick/tracker.db", None),
        ("/mnt/windows/tracker.db", None),
        ("/mnt/plansandmore/tracker.db", None),
        ("/srv/tracker.db", None),
    ],
)
def test_a_mounted_share_is_found_by_the_nearest_mount(tmp_path: Path, path: str, found: str | None) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    kind = places._mounted(Path(path), mounts)
    assert kind is not None
    assert (f"a network share ({kind[0]})" if places._is_network(kind[0]) else None) == found


def test_where_the_system_lists_no_mounts_nothing_is_refused(tmp_path: Path) -> None:
    assert places._mounted(Path("/mnt/plans/tracker.db"), tmp_path / "none") is None


@pytest.mark.parametrize("mark", [".dropbox", ".tmp.drivedownload", ".nextcloudsync.log", ".stfolder"])
def test_a_sync_folder_of_another_name_is_known_by_what_its_program_leaves_there(tmp_path: Path, mark: str) -> None:
    (tmp_path / "work" / "plans").mkdir(parents=True)
    assert why_not_here(tmp_path / "work" / "plans" / "tracker.db") is None
    (tmp_path / "work" / mark).touch()
    words = why_not_here(tmp_path / "work" / "plans" / "tracker.db")
    assert words is not None
    assert f"it is in the sync folder '{tmp_path / 'work'}', where changes can be lost" in words


def test_where_windows_says_that_onedrive_is(tmp_path: Path) -> None:
    told = {"OneDriveCommercial": str(tmp_path / "City Council")}
    found = places._sync_folder(tmp_path / "City Council" / "plans" / "tracker.db", told)
    assert found == f"the sync folder '{tmp_path / 'City Council'}'"
    assert places._sync_folder(tmp_path / "City Councillors" / "tracker.db", told) is None


@pytest.mark.parametrize(("kind", "found"), [(4, "the network drive {}"), (3, None), (None, None)])
def test_a_drive_letter_that_stands_for_a_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: int | None, found: str | None
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(places, "_drive_type", lambda drive: kind)
    path = tmp_path / "tracker.db"
    assert places._network(path) == (found.format(path.anchor) if found else None)


def test_where_there_is_no_windows_to_ask() -> None:
    assert places._drive_type("C:\\") is None


def test_a_read_only_medium_is_named_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "disc" / "tracker.db"

    @dataclass
    class Medium:
        f_flag: int

    monkeypatch.setattr(os, "statvfs", lambda place: Medium(os.ST_RDONLY))
    assert why_not_here(path) == (
        f"The register {path} is on a read-only medium: it can be read there, but nothing can be recorded. Copy it to "
        "a folder of this computer with: tracker backup FILE, and use the copy: --db FILE"
    )
    monkeypatch.setattr(os, "statvfs", lambda place: Medium(0))
    assert why_not_here(path) is None
