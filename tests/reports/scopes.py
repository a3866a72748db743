"""A scope of the small house, opened as it stands, for the tests of views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Protocol

import pytest

from tests.house import House
from tracker.register.position import Position, When
from tracker.reports.views.scope import Compared, Scope, hold, keep_earlier


class Scoped(Protocol):
    """Opens a scope of the house as it stands, for an area, compared with a day or an entry."""

    def __call__(self, area: str | None = None, since: str | int | None = None) -> Scope: ...


BRI, SGL = "R4.BRI.7", "R4.SGL.1"  # due 30 September 2022 and July 2022


@pytest.fixture
def scoped(house: House) -> Iterator[Scoped]:
    with ExitStack() as stack:

        def make(area: str | None = None, since: str | int | None = None) -> Scope:
            position = stack.enter_context(house.position())
            hold(position)
            compared = None
            if since is not None:
                day = date.fromisoformat(since) if isinstance(since, str) else house.now.date()
                known = position.size if isinstance(since, str) else since
                as_at = day if isinstance(since, str) else None
                before = stack.enter_context(Position(house.path, When(day, as_at, known)))
                hold(before)
                compared = Compared("issue 1", day, known, before, 1)
                keep_earlier(position, compared)
            return Scope(position, area, position.size, house.now.date(), compared)

        yield make
