"""Evidence files: kept under the hash of what was read, whole or not at all, and nothing but regular files."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest

from tracker.ledger import blobs
from tracker.ledger.store import StoreError

BODY = b"What the audit found.\n" * 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "tracker.evidence"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "audit.txt"
    file.write_bytes(BODY)
    return file


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def test_a_file_is_kept_under_its_hash(source: Path, folder: Path) -> None:
    digest, size = blobs.store_file(source, folder)
    assert (digest, size) == (sha256(BODY).hexdigest(), len(BODY))
    assert kept(folder) == [folder / digest[:2] / digest] == [blobs.blob_path(folder, digest)]
    assert kept(folder)[0].read_bytes() == BODY
    assert blobs.file_digest(kept(folder)[0]) == digest


def test_the_same_bytes_are_kept_once(source: Path, folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "another name.pdf"
    again.write_bytes(BODY)
    assert blobs.store_file(source, folder) == blobs.store_file(again, folder)
    assert len(kept(folder)) == 1


def test_evidence_is_readable_by_its_owner_only(source: Path, folder: Path) -> None:
    blobs.store_file(source, folder)
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept(folder)] == [0o600]
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, kept(folder)[0].parent)] == [0o700, 0o700]


def test_evidence_stands_beside_its_register() -> None:
    assert blobs.folder_beside(Path("data/plan.db")) == Path("data/plan.evidence")


def refused(source: Path, folder: Path, **limit: int) -> str:
    with pytest.raises(StoreError) as caught:
        blobs.store_file(source, folder, **limit)
    assert kept(folder) == [], "something half-copied stayed behind"
    return str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path, folder: Path) -> None:
    words = refused(tmp_path / "none.pdf", folder)
    assert words == "Evidence file 'none.pdf' cannot be read: No such file or directory."


def test_a_folder(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "minutes").mkdir()
    words = refused(tmp_path / "minutes", folder)
    assert words == "Evidence 'minutes' is not a regular file; give one file, not a folder or device."


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path, folder: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a regular file" in refused(tmp_path / "pipe", folder)


def test_a_symbolic_link(source: Path, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "link.txt").symlink_to(source)
    words = refused(tmp_path / "link.txt", folder)
    assert words == "Evidence file 'link.txt' is a symbolic link; give the file itself."


def test_a_file_that_is_too_large(source: Path, folder: Path) -> None:
    words = refused(source, folder, limit=len(BODY) - 1)
    assert words == ("Evidence file 'audit.txt' has 66 bytes; at most 65 are kept. Record it by reference instead.")
    assert blobs.store_file(source, folder, limit=len(BODY))[1] == len(BODY)


def test_a_file_that_is_written_to_while_it_is_read(
    source: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look at the open file comes after it was read: by then somebody else has added a line."""
    looks = []
    look = os.fstat

    def look_late(handle: int) -> os.stat_result:
        looks.append(handle)
        if len(looks) == 2:
            with source.open("ab") as file:
                file.write(b"one more finding")
        return look(handle)

    monkeypatch.setattr(os, "fstat", look_late)
    words = refused(source, folder)
    assert words == "Evidence file 'audit.txt' changed while it was read; close it elsewhere and try again."


def test_a_name_that_could_run_in_a_terminal_is_shown_escaped(tmp_path: Path, folder: Path) -> None:
    assert "\x1b" not in refused(tmp_path / "\x1b[2Jaudit.txt", folder)


def test_a_folder_that_cannot_be_made(source: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(StoreError, match=r"^Evidence file 'audit.txt' was not stored: "):
        blobs.store_file(source, tmp_path / "taken" / "evidence")
