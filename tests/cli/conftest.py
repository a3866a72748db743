"""A register made from the real recommendation files, once, and a copy of it for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import Cli


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register as `tracker init` makes it; only to be read."""
    path = tmp_path_factory.mktemp("made") / "tracker.db"
    Cli(path).ok("init")
    return path


@pytest.fixture
def reader(made: Path) -> Cli:
    """The program at a register that the test only reads."""
    return Cli(made)


@pytest.fixture
def cli(made: Path, tmp_path: Path) -> Cli:
    """The program at a register of the test's own."""
    path = tmp_path / "tracker.db"
    shutil.copy(made, path)
    return Cli(path)
