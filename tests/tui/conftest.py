"""The program on a register of its own, on a clock that stands still."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.example import build

collect_ignore = ["test_terminal.py"] if sys.platform == "win32" else []  # no pseudo-terminals there


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example register; only to be copied."""
    path = tmp_path_factory.mktemp("example") / "tracker.db"
    build(path)
    return path


@pytest_asyncio.fixture
async def person(house: House) -> AsyncIterator[Person]:
    """The business manager, P1, at 80 by 24."""
    async with sitting(house) as found:
        yield found
