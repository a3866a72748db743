"""The registers that the benchmarks run on: the real files, the example, and large made-up ones kept between runs.

A large register is appended in big batches, past the desk but through the ledger and its projection, so that it is
complete in seconds.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from tracker.desk.opening import open_register
from tracker.example import build
from tracker.intake.loading import drafts
from tracker.intake.recommendations import default_folder, load
from tracker.ledger.entry import Draft
from tracker.ledger.sqlite import SqliteStore
from tracker.register.search import project

ROOT = Path(__file__).resolve().parent.parent
VIA = "bench"
BEGINS = date(2022, 7, 4)
BATCH = 1_000
"""How many entries are appended at a time; each append leaves one root of the tree in the file."""
CACHE_KIB = 512 * 1024
"""How much of a register may be held in memory while it is made: its texts are found by their hashes, all over it."""
CELLS = tuple(itertools.product(("R1", "R2", "R3", "R4", "R5", "R6"), ("BRI", "SGL", "NSO")))
LEADS = ("BCC", "SGC", "NSC", "ASP")
RATINGS = ("green", "green", "amber", "red")
NOTE = "The offer runs in two of the three localities; the third begins after the summer, when the post is filled."


def environment(register: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that works on *register* and keeps compiled modules, as for any user."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "TRACKER_DB": str(register), **more}


def real(path: Path) -> Path:
    """Make a register of the recommendation files at *path*, anew."""
    path.unlink(missing_ok=True)
    plan = load(default_folder())
    open_register(path, lambda make: drafts(plan, make, today=BEGINS), title=plan.review.title, via=VIA, begins=BEGINS)
    return path


def example(path: Path) -> Path:
    """Make the example register at *path*, anew."""
    path.unlink(missing_ok=True)
    build(path)
    return path


def of_entries(folder: Path, size: int, *, batch: int = BATCH) -> Path:
    """Return a register of exactly *size* entries: mostly progress, as a plan that has run for years would have."""
    return _kept(folder, f"entries-{size}-by-{batch}", lambda held: itertools.islice(_years(), size - held), batch)


def of_actions(folder: Path, size: int) -> Path:
    """Return a register with *size* made-up actions beside those of the real files."""
    return _kept(folder, f"actions-{size}", lambda _: map(_action, range(size)), BATCH)


def _kept(folder: Path, name: str, further: Callable[[int], Iterable[Draft]], batch: int) -> Path:
    """Return the register *name* of an earlier run, or make it; one made by other code is never used."""
    path = folder / f"{name}-{_fingerprint()}.db"
    if path.exists():
        return path
    for old in folder.glob(f"{name}-*.db"):
        old.unlink()
    print(f"making a register for the benchmarks: {name} …", flush=True)
    partial = real(folder / f"partial-{secrets.token_hex(4)}.db")
    store = SqliteStore(partial, project=project)
    for setting in ("synchronous=OFF", "journal_mode=OFF", "secure_delete=OFF", f"cache_size=-{CACHE_KIB}"):
        store.db.execute(f"PRAGMA {setting}")  # only a finished one gets its name
    try:
        held = store.head().size
        waiting = iter(further(held))
        while drafts := list(itertools.islice(waiting, batch)):
            store.append(drafts, held)
            held += len(drafts)
    finally:
        store.close()
    return partial.rename(path)


def _fingerprint() -> str:
    """Name the code that decides what such a register holds."""
    code = ("ledger/entry", "ledger/schema", "register/schema", "register/projection", "register/search", "model/acts")
    files = [ROOT / "tracker" / f"{name}.py" for name in code]
    files += [Path(__file__), *sorted(ROOT.glob("recommendations/*.md"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _years() -> Iterator[Draft]:
    """Yield entries without end: an action, its milestone and evidence, and six quarters of progress, over and over."""
    for place in itertools.count():
        action = _action(place)
        ref, evidence = action.on[0], f"E{10_000 + place}"
        yield action
        yield _milestone(ref)
        yield from (_progress(ref, quarter) for quarter in range(6))
        yield _evidence(evidence)
        yield _draft("evidence.linked", evidence, 600, facts={"target": ref})


def _draft(
    act: str,
    ref: str,
    after: int,
    *,
    facts: Mapping[str, object],
    texts: dict[str, str] | None = None,
    area: str = "ALL",
) -> Draft:
    """Draft an entry that occurred *after* so many days."""
    day = (BEGINS + timedelta(days=after)).isoformat()
    return Draft(act=act, on=(ref,), area=area, by="P1", via=VIA, occurred_on=day, facts=facts, texts=texts or {})


def _action(place: int) -> Draft:
    recommendation, area = CELLS[place % len(CELLS)]
    number = 1000 + place // len(CELLS)
    facts: dict[str, object] = {
        "recommendation": recommendation,
        "area": area,
        "n": number,
        "areas": [area],
        "basis": "agreed",
        "status": "in_progress",
        "mapping": "confirmed",
        "lead": LEADS[place % len(LEADS)],
        "due": (BEGINS + timedelta(days=place % 1500)).isoformat(),
        "precision": "day",
        "assurance": "full",
        "expects": ["audit"],
    }
    texts = {"title": f"Made-up action {place} of a large plan", "owner": "head of service"}
    return _draft("action.added", f"{recommendation}.{area}.{number}", 0, facts=facts, texts=texts, area=area)


def _milestone(ref: str) -> Draft:
    facts = {"action": ref, "due": "2023-03-31", "precision": "day", "critical": 0}
    return _draft("milestone.added", f"{ref}.m1", 0, facts=facts, texts={"title": "First half done"})


def _progress(ref: str, quarter: int) -> Draft:
    before = RATINGS[(quarter - 1) % len(RATINGS)] if quarter else None
    rating = RATINGS[quarter % len(RATINGS)]
    facts: dict[str, object] = {"rating": rating, "no_change": 0}
    if rating != before:
        facts["reported"] = {"from": before, "to": rating}
    return _draft("progress.recorded", ref, 90 * (quarter + 1), facts=facts, texts={"note": f"{ref}: {NOTE}"})


def _evidence(ref: str) -> Draft:
    facts = {"kind": "audit", "form": "reference", "state": "held", "marking": "OFFICIAL"}
    texts = {"title": "Dip sample of files", "custodian": "quality team", "place": "shared folder"}
    return _draft("evidence.added", ref, 600, facts=facts, texts=texts)
