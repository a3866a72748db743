"""The program on a register of its own, on a clock that stands still."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator

import pytest_asyncio

from tests.house import House
from tests.tui.driving import Person, sitting

collect_ignore = ["test_terminal.py"] if sys.platform == "win32" else []  # no pseudo-terminals there


@pytest_asyncio.fixture
async def person(house: House) -> AsyncIterator[Person]:
    """The business manager, P1, at 80 by 24."""
    async with sitting(house) as found:
        yield found
