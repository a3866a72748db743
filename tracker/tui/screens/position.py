"""The opening screen: the matrix of recommendations and areas, and what needs attention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from tracker.ledger.store import StoreError
from tracker.model import references
from tracker.register import checks, naming, status, trend
from tracker.register.checks import Finding
from tracker.register.issues import Issue
from tracker.register.status import RecommendationLine
from tracker.tui.ahead import SMALL
from tracker.tui.look import words
from tracker.tui.look.wrap import Line, said
from tracker.tui.registry import Command
from tracker.tui.screens.view import View, bindings
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.matrix import ONLY, Matrix, sentence
from tracker.tui.widgets.note import Note
from tracker.tui.widgets.sources import Paged

if TYPE_CHECKING:
    from tracker.register.narrowing import Asked

AREAS: tuple[str | None, ...] = (None, "BRI", "SGL", "NSO", "ALL")
AREA_WORDS = {None: "all areas", "BRI": "Bristol and joint work", "SGL": "South Gloucestershire and joint work",
              "NSO": "North Somerset and joint work", "ALL": "joint work"}  # fmt: skip
TALL = 32
BESIDE_SECONDS = 0.05
"""How long what stands beside the two waits at the start: it would keep the first picture from the terminal."""

LEGEND = f"{words.DIFFERS} better than dates  n actions +n existing  {words.NO_MARK} {words.NOTHING_NAMED}"


class PositionScreen(View):
    """The matrix above, the work list below; Tab goes from one to the other."""

    screen_name = "position"
    crumb = "Position"
    BINDINGS = bindings("position")

    def __init__(self) -> None:
        """Make the screen."""
        super().__init__()
        self.found: list[Finding] | None = None
        self.asking: Asked | None = None
        """To what the list is narrowed, or None while it shows everything."""
        self.findings: dict[str, Finding] = {}
        self.asked = 0
        self.tall = False
        self.waits = 0
        self.compared = 0

    def body(self) -> ComposeResult:
        """Yield matrix, the sentence on its cell, the heading of the list and the list."""
        yield Matrix(id="matrix")
        yield Note(id="cell")
        yield Note([("Needs attention", "heading")], id="attention")
        yield Lines(empty="Nothing needs attention here.", id="findings")

    def on_resize(self) -> None:
        """Leave air around the matrix where there is room."""
        tall = self.size.height >= TALL
        if tall == self.tall:
            return
        self.tall = tall
        self.query_one(Matrix).styles.margin = (1, 0, 0, 0) if tall else (0, 0, 0, 0)
        self.query_one("#cell").styles.height = 4 if tall else 3

    def fill(self) -> None:
        """Read matrix and findings; of a large register in a thread, while the keys stay quick."""
        position, area = self.seat.position, self.seat.memory.area
        self.query_one(Matrix).emphasise(area)
        self.asked += 1
        if self.asked == 1:
            self.query_one("#cell", Note).say([("Reading the ratings…", "soft")])
            self.read_on()
        elif position.entries <= SMALL:
            self._show(status.matrix(position), checks.findings(position, area))
            self._beside()
        else:
            self._read(self.asked, area)

    def read_on(self) -> None:
        """Show what was read ahead, unless something was read since."""
        ahead = self.tracker.ahead
        if self.asked == 1:
            self._show(ahead.matrix, ahead.findings)
            if ahead.findings is not None:
                self.set_timer(BESIDE_SECONDS, self._beside)

    @work(thread=True, exclusive=True, group="position")
    def _read(self, asked: int, area: str | None) -> None:
        with self.seat.session.position() as position:
            self.app.call_from_thread(self._found, asked, status.matrix(position), None)
            self.app.call_from_thread(self._found, asked, None, checks.findings(position, area))
            self.app.call_from_thread(self._beside)

    # -- beside the two: what waits, and what an earlier issue saw ---------------------------------------------------

    def _beside(self) -> None:
        """Count what waits for the person, and compare with the last issue, once what one came for is there."""
        if not self.is_attached or self.tracker.opened is None:
            return
        if self.seat.position.entries <= SMALL:
            self._waits(self.seat.waits())
        else:
            self._count_waiting()
        since = trend.last(self.seat.position)
        if since is not None and since.n != self.compared:
            self.compared = since.n
            self._compare(since)

    @work(thread=True, exclusive=True, group="waits")
    def _count_waiting(self) -> None:
        self.app.call_from_thread(self._waits, self.seat.waits(own=True))

    @work(thread=True, exclusive=True, group="trend")
    def _compare(self, since: Issue) -> None:
        try:
            before = trend.matrix_of(self.seat.position, since)
        except StoreError:
            return  # the matrix stands without it, and Reports says what is wrong with an issue
        self.app.call_from_thread(self._compared, since, before)

    def _compared(self, since: Issue, before: list[RecommendationLine]) -> None:
        if self.is_attached:
            self.query_one(Matrix).compare(since, before)
            self._say_place()

    def _waits(self, found: int) -> None:
        if self.is_attached and found != self.waits:
            self.waits = found
            self._say_heading()

    def _found(self, asked: int, matrix: list[RecommendationLine] | None, findings: list[Finding] | None) -> None:
        if asked == self.asked and self.is_attached:
            self._show(matrix, findings)

    def _show(self, matrix: list[RecommendationLine] | None, found: list[Finding] | None) -> None:
        """Show the part that is there: the matrix comes before what needs attention."""
        if matrix is not None and matrix is not self.query_one(Matrix).rows:
            self.query_one(Matrix).show(matrix)
            self._say_place()
        if found is not None and found is not self.found:
            self._show_findings(found)

    def _show_findings(self, found: list[Finding]) -> None:
        self.found = found
        self.findings = {f"{n}": finding for n, finding in enumerate(self._narrowed(found))}
        self._say_heading()
        self.query_one(Lines).show(Paged(list(self.findings), self._titles, self._row))

    def _narrowed(self, found: list[Finding]) -> list[Finding]:
        if self.asking is None:
            return found
        from tracker.register.narrowing import narrowed  # here, because one opens with everything

        return narrowed(found, self.asking)

    def _say_heading(self) -> None:
        found, area = self.found or [], self.seat.memory.area
        high = sum(finding.severity == "high" for finding in found)
        heading: Line = [("Needs attention", "heading")]
        if self.asking is None:
            heading.append((f"  {len(found):,}, {high:,} high · {AREA_WORDS[area]}", "soft"))
        else:
            only = self.asking.rule or f"{self.asking.severity} severity"
            heading += [(f"  {len(self.findings):,} of {len(found):,}", "soft"), (f" · only {only}", "warn")]
            heading.append((f" · {ONLY[area] if area else AREA_WORDS[None]}", "soft"))
        if self.waits:
            heading += [("  ", "plain"), ("M", "key"), (f" waits for you: {self.waits:,}", "warn")]
        self.query_one("#attention", Note).say(heading)

    def _titles(self, keys: Sequence[str]) -> dict[str, str]:
        refs = {key: self.findings[key].ref for key in keys}
        called = naming.titles(self.seat.position, refs.values())
        return {key: called.get(ref, "") for key, ref in refs.items()}

    def _row(self, key: str, title: str | None, _cells: int) -> Line:
        finding = self.findings[key]
        severity, ink = words.SEVERITY[finding.severity]
        line: Line = [(f"{severity} ", ink), (f"{finding.rule:<4}", "soft"), said(f"{finding.ref:<11}", "link")]
        return [*line, said(finding.words), *([(" · ", "soft"), said(title, "soft")] if title else [])]

    @property
    def under(self) -> str | None:
        """The recommendation of the cell, or the reference of the finding."""
        if isinstance(self.focused, Lines):
            finding = self.findings.get(self.focused.key or "")
            return finding.ref if finding else None
        here = self.query_one(Matrix).here
        return here[0].ref if here else None

    def subject(self, command: Command) -> str | None:
        """Return what a command would be about: an action is added for the recommendation and the area of the cell."""
        here = self.query_one(Matrix).here
        if command.id == "add_action" and here and not isinstance(self.focused, Lines):
            return f"{here[0].ref}.{here[1]}"
        return super().subject(command)

    def on_matrix_moved(self, moved: Matrix.Moved) -> None:
        """Say the cell in words."""
        self._say_cell(moved.row, moved.area)
        self.say_keys()

    def on_matrix_chosen(self, chosen: Matrix.Chosen) -> None:
        """Open the recommendation at the area of the cell."""
        self.tracker.open(chosen.row.ref, area=chosen.area)

    def on_lines_moved(self, moved: Lines.Moved) -> None:
        """Say the finding in full."""
        if moved.lines.has_focus and (finding := self.findings.get(moved.key or "")):
            self.query_one("#cell", Note).say(_sentence(finding), self._legend)

    def on_descendant_focus(self) -> None:
        """Say what the cursor of the part in focus stands on."""
        self._say_place()
        self.say_keys()

    def _say_place(self) -> None:
        here = self.query_one(Matrix).here
        if isinstance(self.focused, Lines):
            finding = self.findings.get(self.focused.key or "")
            self.query_one("#cell", Note).say(_sentence(finding) if finding else [], self._legend)
        elif here:
            self._say_cell(*here)

    @property
    def _legend(self) -> str:
        since = self.query_one(Matrix).since
        if since is None:
            return LEGEND
        # Where there is little room, what the cell was needs it; the help has the legend too.
        return f"{LEGEND}  ↑↓ since issue {since.n}" if self.tall else ""

    def _say_cell(self, row: RecommendationLine, area: str) -> None:
        matrix = self.query_one(Matrix)
        self.query_one("#cell", Note).say(sentence(row, area, matrix.was(row, area), matrix.since), self._legend)

    def on_lines_chosen(self, chosen: Lines.Chosen) -> None:
        """Open what the finding is about; a body's finding opens its meetings."""
        chosen.prevent_default()
        finding = self.findings.get(chosen.key or "")
        if finding is None:
            return
        if references.is_reference(finding.ref):
            self.tracker.open(finding.ref)
        else:
            self.tracker.section("meetings")

    def on_screen_resume(self) -> None:
        """Show the area that was chosen on another screen, and what changed meanwhile."""
        if self.generation >= 0 and self.query_one(Matrix).area != self.seat.memory.area:
            self.read_again()
        super().on_screen_resume()

    def do_area(self) -> None:
        """Go through the areas, in the matrix and in the work list."""
        memory = self.seat.memory
        memory.area = AREAS[(AREAS.index(memory.area) + 1) % len(AREAS)]
        self.read_again()

    def do_narrow(self) -> None:
        """Choose the rule or the severity to which the list is narrowed."""
        from tracker.tui.screens.narrow import Narrow

        if self.found is None:
            self.tracker.tell("What needs attention is still being read.", "warning")
        else:
            self.app.push_screen(Narrow(self.found, self._narrow))

    def _narrow(self, asking: Asked | None) -> None:
        """Narrow the list, or show everything with None, and go to it; the cursor stays on its finding."""
        lines = self.query_one(Lines)
        stood = self.findings.get(lines.key or "")
        self.asking = asking
        self._show_findings(self.found or [])
        lines.go(next((place for place, one in enumerate(self.findings.values()) if one == stood), 0))
        self.set_focus(lines)
        if asking is not None:
            self.tracker.tell("The list is narrowed; Esc shows everything again.")

    def do_history(self) -> None:
        """Show the entries behind the cell: those of its actions and what stands under them; else of the finding."""
        here = self.query_one(Matrix).here
        if isinstance(self.focused, Lines) or here is None:
            self.tracker.trail(self.under)
        else:
            area = f" area:{here[1]}" if here[1] else ""
            self.tracker.trail(f'of:"rec:{here[0].ref}{area}"')

    def do_back(self) -> None:
        """Show everything again, else go from the list to the matrix; the opening screen itself is left with q."""
        if self.asking is not None:
            self._narrow(None)
        else:
            self.set_focus(self.query_one(Matrix))


def _sentence(finding: Finding) -> Line:
    return [said(f"{finding.ref} ", "strong"), said(finding.words), (f"  ({finding.severity}, {finding.rule})", "soft")]
