"""The files under data of a package, all made from one position of the register.

In which order the package comes about, and what is recorded, stands in tracker.reports.package.making.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tracker import __version__
from tracker.ledger import proofs
from tracker.ledger.entry import Entry, read
from tracker.ledger.merkle import leaf_hash
from tracker.model.dates import long
from tracker.register import gaps
from tracker.register.issues import checkpoint_at, issues
from tracker.register.marking import ILLUSTRATIVE, is_illustrative
from tracker.register.position import Position
from tracker.reports.package import chronology, files, selecting, texts
from tracker.reports.package.asking import Ask
from tracker.reports.package.folder import Building
from tracker.reports.package.texts import TextLine
from tracker.reports.rendering import rendered


def package_marking(position: Position, ask: Ask) -> str:
    """Return the marking of a package, with a plain word when the progress it shows is made up."""
    made_up = f" · {ILLUSTRATIVE}: progress, owners and dates here are made up" if is_illustrative(position) else ""
    return f"{ask.marking.value}{made_up}"


def text_lines(found: Mapping[str, TextLine]) -> Iterator[str]:
    """Yield the lines of texts.jsonl."""
    return (line.as_line() for line in found.values())


class Payload:
    """What a package shows: the chosen entries with their lines, what became of their texts and evidence files.

    ``leaves`` are the hashes of every entry of the log, chosen or not.
    """

    def __init__(self, position: Position, ask: Ask) -> None:
        """Read it from *position*; raises Refusal when nothing that was asked for is there."""
        self.position, self.ask = position, ask
        self.leaves: list[bytes] = []
        chosen = set(selecting.chosen(position, ask))
        stored: dict[int, bytes] = {}
        known: dict[str, texts.Origin] = {}
        gone = texts.disposals(position)
        about: dict[int, set[int]] = {}  # an entry → those that say what of it was disposed of
        for row in position.store.rows():
            self.leaves.append(leaf_hash(row.line))
            entry = read(row.line)
            for digest, origin in texts.origins([entry]).items():
                known.setdefault(digest, origin)
            named = {*texts.named(entry, known), *filter(None, [gaps.recorded_file(entry)])}
            about[row.seq] = {gone[digest] for digest in named & gone.keys()}
        chosen |= {seq for number in chosen for seq in about[number]}
        for row in position.store.rows():
            if row.seq in chosen:
                stored[row.seq] = row.line
        self.lines = stored
        self.entries: list[Entry] = [read(line) for line in stored.values()]
        self.texts = texts.lines(position, ask, self.entries, known)
        self.files = files.lines(position, ask, self.entries)
        warned = position.rows("SELECT seq FROM main.warned ORDER BY seq")
        self.warned = [row["seq"] for row in warned if row["seq"] in chosen] if ask.texts else []

    def put(self, building: Building) -> None:
        """Write the files; raises Refusal when one cannot be written."""
        building.write("data/ledger.jsonl", (line + b"\n" for line in self.lines.values()))
        building.write("data/leaves.txt", (f"{leaf.hex()}\n" for leaf in self.leaves))
        building.write("data/texts.jsonl", text_lines(self.texts))
        for file in self.files:
            if file.source:
                building.copy(file.source, f"data/evidence/{file.digest}")
        listed = files.rows(self.position, self.files, self.texts)
        building.write("data/evidence.csv", chronology.table(listed))
        rows = list(chronology.rows(self.position, self.entries, self.texts))
        building.write("data/chronology.csv", chronology.table(chronology.spreadsheet(rows)))
        building.write("data/chronology.html", self._page(rows))
        self._put_checkpoints(building)
        building.write("data/system.md", self._system())

    @property
    def number(self) -> int:
        """The number that the package will have when nobody saves in between."""
        return 1 + int(self.position.value("SELECT COALESCE(max(n), 0) FROM main.package"))

    @property
    def _shown(self) -> str:
        return f"{len(self.entries)} of {len(self.leaves)} entries: {self.ask.chosen_words()}"

    def _page(self, rows: list[chronology.Row]) -> Iterator[str]:
        states = ", ".join(f"{count} {state}" for state, count in texts.counted(self.texts.values()))
        head = {
            "Log": self.position.store.log,
            "Shown here": self._shown,
            "Texts": states or "none",
            "Made for": self.ask.recipient or "not said",
        }
        if self.entries:
            head["Last entry recorded on"] = long(date.fromisoformat(self.entries[-1].at[:10]))
        notes = [
            *self.ask.withheld_words(),
            "This page is a translation of the entries in ledger.jsonl; where they differ, the entries count. "
            "How to check that nothing was changed: README-VERIFY.txt.",
        ]
        title = f"Chronology: audit package {self.number}"
        return chronology.page(head, package_marking(self.position, self.ask), title, notes, rows)

    def _put_checkpoints(self, building: Building) -> None:
        """Write the checkpoint of every issued report, and for each the proof that the log was only added to."""
        now = checkpoint_at(self.position, len(self.leaves))
        said = []
        for one in reversed(issues(self.position, ever=True)):
            then = checkpoint_at(self.position, one.entry - 1)
            about = f"{one.report}{f' for {one.area}' if one.area else ''}, position at {one.position_on}"
            said.append("\n".join([f"Issue {one.n}: {about}; recorded as entry #{one.entry}", *then.lines()]))
            proof = proofs.of_extension(then, now, self.leaves)
            building.write(f"data/proofs/issue-{one.n:03d}.txt", proof)
        none = f"No report had been issued by entry #{len(self.leaves)}."
        building.write("data/checkpoints.txt", "\n\n".join(said or [none]) + "\n")

    def _system(self) -> str:
        return rendered(
            "package-system.md.j2",
            marking=package_marking(self.position, self.ask),
            n=self.number,
            log=self.position.store.log,
            entries=len(self.leaves),
            shown=len(self.entries),
            chosen=self.ask.chosen_words(),
            withheld=self.ask.withheld_words(),
            recipient=self.ask.recipient or "",
            version=__version__,
        )
