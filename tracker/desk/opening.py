"""Opening a register: the file, the first person, and the drafts of the plan's first state, all or nothing.

What the drafts are made from is the business of tracker.intake and tracker.example.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tracker import __version__
from tracker.ledger.entry import Draft, Entry, Randomness
from tracker.ledger.places import why_not_here
from tracker.ledger.sqlite import Clock, SqliteStore, utc_now
from tracker.ledger.store import StoreError
from tracker.model.text import clean
from tracker.model.vocabulary import Area, Role
from tracker.register.schema import ddl
from tracker.register.search import DDL as SEARCH_DDL
from tracker.register.search import project

FIRST_PERSON = "P1"
FIRST_POST = "Partnership business manager"
EVERYWHERE = tuple(area.value for area in Area)


@dataclass(frozen=True)
class First:
    """The first person of a register: their post, the areas that they manage, and their agency if they name one."""

    post: str = FIRST_POST
    areas: tuple[str, ...] = EVERYWHERE
    agency: str | None = None

    @property
    def manages(self) -> str:
        """What they manage, in words."""
        if set(self.areas) == set(EVERYWHERE):
            return "all areas"
        return " and ".join(Area(code).words if code != Area.ALL else "joint work" for code in self.areas)


def open_register(
    path: Path,
    drafting: Callable[[Callable[..., Draft]], Sequence[Draft]],
    *,
    title: str,
    via: str,
    begins: date,
    post: str = FIRST_POST,
    first: First | None = None,
    clock: Clock = utc_now,
    randomness: Randomness = secrets.token_bytes,
    log: str | None = None,
) -> list[Entry]:
    """Make a register at *path* whose first person, P1, is a manager, and append the drafts of the plan.

    *drafting* gets a function that makes drafts by P1 and returns them all.  *begins* is the day on which P1's post
    begins for looking back; *post* names one who manages all areas, *first* anybody else.  Raises StoreError when the
    place is unfit or taken; then nothing stays behind.
    """
    if words := why_not_here(path):
        raise StoreError(words)
    name = log or f"{slug(title)}-{randomness(8).hex()}"
    SqliteStore.create(path, name, [*ddl(), *SEARCH_DDL])
    try:
        store = SqliteStore(path, project=project, clock=clock, randomness=randomness)
        try:
            return store.append(_first(name, via, first or First(post), begins, drafting), 0)
        finally:
            store.close()
    except BaseException:
        # Nothing was acknowledged yet, so a half-made register is of no use to anybody.
        path.unlink(missing_ok=True)
        raise


def _first(
    log: str, via: str, first: First, begins: date, drafting: Callable[[Callable[..., Draft]], Sequence[Draft]]
) -> list[Draft]:
    def draft(
        act: str,
        on: str | tuple[str, ...],
        *,
        area: str = Area.ALL.value,
        occurred_on: date = begins,
        facts: dict[str, object] | None = None,
        texts: dict[str, str | None] | None = None,
    ) -> Draft:
        return Draft(
            act=act,
            on=(on,) if isinstance(on, str) else on,
            area=area,
            by=FIRST_PERSON,
            via=clean(via),
            occurred_on=occurred_on.isoformat(),
            facts={key: value for key, value in (facts or {}).items() if value is not None and value != []},
            texts={key: clean(value) for key, value in (texts or {}).items() if value},
            batch="1",
        )

    facts: dict[str, object] = {"log": log, "program": __version__}
    person: dict[str, object] = {
        "role": Role.MANAGER.value,
        "agency": first.agency,
        "areas": list(first.areas),
        "login": clean(via) or None,
    }
    return [
        draft("register.opened", "register", facts=facts),
        draft("person.added", FIRST_PERSON, facts=person, texts={"post": first.post}),
        *drafting(draft),
    ]


def slug(title: str) -> str:
    """Return *title* as a short name of lower-case letters, digits and hyphens."""
    words = re.sub(r"[^a-z0-9]+", "-", clean(title).lower()).strip("-")
    return words[:40].strip("-") or "plan"
