"""The registers: evidence, meetings and decisions, risks, measures, each a list that Enter opens.

What is listed and in which order is the register's answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from tracker.model.text import quoted
from tracker.model.vocabulary import DecisionKind, DecisionState, Direction, EvidenceKind, RiskState
from tracker.register import evidence_filter
from tracker.register.filters import FilterError
from tracker.register.registers import REGISTERS, Listed
from tracker.tui.look import words
from tracker.tui.look.inks import Run
from tracker.tui.look.wrap import Line, fit, said
from tracker.tui.screens.position import AREA_WORDS, AREAS
from tracker.tui.screens.view import View, bindings
from tracker.tui.widgets.finder import Finder
from tracker.tui.widgets.lines import Lines
from tracker.tui.widgets.sources import Paged


class RegisterScreen(View):
    """One register; what is typed in the filter are words to be found in it."""

    draw: ClassVar[Callable[[str, Listed | None, int], Line]]
    columns: ClassVar[str] = ""
    noun: ClassVar[tuple[str, str]] = ("row", "rows")
    hint: ClassVar[str] = "words of the title"
    none_yet: ClassVar[str] = ""
    """What an unfiltered list says while nothing is entered: what to do next."""

    def body(self) -> ComposeResult:
        """Yield the finder and the list."""
        yield Finder(self.seat.memory.filters.get(self.screen_name, ""), hint=self.hint)
        yield Lines(empty=self.none_yet, id="rows")

    def on_mount(self) -> None:
        """Begin in the list."""
        self.set_focus(self.query_one(Lines))

    def fill(self) -> None:
        """Find the rows, keeping the cursor on its reference."""
        memory, finder = self.seat.memory, self.query_one(Finder)
        memory.filters[self.screen_name] = finder.text
        try:
            found = REGISTERS[self.screen_name].find(self.seat.position, memory.area, finder.text)
        except FilterError as error:
            finder.say_wrong(error)
            return
        source = Paged(found, self._read, type(self).draw, lambda _: [(self.columns, "soft")])
        narrowed = bool(finder.text.strip()) or memory.area is not None
        self.query_one(Lines).empty = "Nothing passes the filter and the area." if narrowed else self.none_yet
        self.query_one(Lines).show(source, key=memory.cursors.get(self.screen_name))
        through = f" with {quoted(finder.text)}" if finder.text.strip() else ""
        count = words.number(len(found), *self.noun)
        finder.say([(count, "strong"), (f"{through} · {AREA_WORDS[memory.area]}", "soft")])

    def _read(self, refs: Sequence[str]) -> dict[str, Listed]:
        return REGISTERS[self.screen_name].read(self.seat.position, refs)

    def on_lines_moved(self, moved: Lines.Moved) -> None:
        """Remember where the cursor stands."""
        if moved.key:
            self.seat.memory.cursors[self.screen_name] = moved.key

    def on_finder_changed(self, _: Finder.Changed) -> None:
        """Find again."""
        self.fill()

    def do_filter(self) -> None:
        """Begin to type a filter."""
        self.query_one(Finder).go_in()

    def do_area(self) -> None:
        """Go on to the next area."""
        memory = self.seat.memory
        memory.area = AREAS[(AREAS.index(memory.area) + 1) % len(AREAS)]
        self.fill()

    def do_back(self) -> None:
        """Clear the filter; without one, leave."""
        finder = self.query_one(Finder)
        if finder.text:
            finder.action_clear()
        else:
            self.tracker.back()


def _day(iso: str | None, none: str = "–", *, late: bool = False) -> Run:
    """Return a day for a column; one that has passed while something still waits stands with a mark."""
    if iso is None:
        return none, "soft"
    return (f"{words.day_short(iso)} ▲", "warn") if late else (words.day_short(iso), "plain")


def evidence_row(ref: str, item: Listed | None, _cells: int) -> Line:
    """Return a piece of evidence in columns."""
    if item is None:
        return [said(ref, "soft")]
    row = item.row
    links = ", ".join(item.more) or "linked to nothing"
    return [
        *fit([said(ref, "link")], 7),
        *fit([words.evidence_state(row["state"])], 23),
        said(row["title"] or ""),
        (f" · {EvidenceKind(row['kind']).words}", "soft"),
        said(f" · {links}", "soft"),
    ]


def meeting_row(ref: str, item: Listed | None, _cells: int) -> Line:
    """Return a meeting or a decision in columns."""
    if item is None:
        return [said(ref, "soft")]
    row = item.row
    if ref.startswith("G"):
        title = f" · {row['title']}" if row["title"] else ""
        return [
            *fit([said(ref, "link")], 7),
            *fit([("meeting", "heading")], 22),
            *fit([(words.day_short(row["held_on"]), "strong")], 12),
            said(f"{row['body']}{title}", "strong"),
            (f" · updates by {words.day(row['cut_off'])}", "soft"),
        ]
    state = DecisionState(row["state"])
    ink = {"asked": "warn", "agreed": "good", "refused": "bad"}.get(state.value, "soft")
    when = row["decided_on"] or row["wanted_by"]
    return [
        *fit([said(ref, "link")], 7),
        *fit([(f"{_KINDS[row['kind']]}: ", "plain"), (state.words, ink)], 22),
        *fit([_day(when, late=row["late"])], 12),
        said(f"{row['body']} · ", "soft"),
        said(f"{', '.join(item.more)} ", "link"),
        said(row["minute"] or row["asked"] or ""),
    ]


_KINDS = {kind.value: kind.value.replace("_", "-") for kind in DecisionKind} | {"extension": "revised date"}


def risk_row(ref: str, item: Listed | None, _cells: int) -> Line:
    """Return a risk in columns."""
    if item is None:
        return [said(ref, "soft")]
    row = item.row
    state = RiskState(row["state"])
    return [
        *fit([said(ref, "link")], 7),
        *fit([(state.words, "warn" if state is RiskState.OPEN else "soft")], 10),
        *fit([_day(row["review_on"], "no day", late=row["late"])], 12),
        *fit([said(" ".join(item.more), "soft")], 13),
        said(row["title"] or ""),
    ]


def measure_row(ref: str, item: Listed | None, _cells: int) -> Line:
    """Return a measure in columns, its readings as bars."""
    if item is None:
        return [said(ref, "soft")]
    row, readings = item.row, item.more
    last = readings[-1] if readings else "none"
    return [
        *fit([said(ref, "link")], 6),
        *fit([said(last, "strong" if readings else "soft")], 11),
        *fit([(words.bars(readings), "link")], 9),
        *fit([said(row["target"] or "–", "soft")], 8),
        said(row["title"] or ""),
        said(f" · {row['unit'] or ''} · {Direction(row['direction']).words}", "soft"),
    ]


class EvidenceScreen(RegisterScreen):
    """Every piece of evidence, what awaits review first."""

    screen_name = "evidence"
    lists = "evidence"
    crumb = "Evidence register"
    BINDINGS = bindings("evidence")
    draw = evidence_row
    columns = f"{'Ref':<7}{'Where it stands':<23}Title, kind, what it is linked to"
    noun = ("piece of evidence", "pieces of evidence")
    none_yet = "No evidence is entered yet: e attaches a piece, here or on an action."
    hint = evidence_filter.HINT


class MeetingsScreen(RegisterScreen):
    """What is asked of bodies, their meetings and what they decided."""

    screen_name = "meetings"
    lists = "meeting decision"
    crumb = "Meetings and decisions"
    BINDINGS = bindings("meetings")
    draw = meeting_row
    columns = f"{'Ref':<7}{'What':<22}{'When':<12}Body, what it is about, minute"
    noun = ("meeting or decision", "meetings and decisions")
    none_yet = "No meeting is entered yet: A enters one with its cut-off; k asks a body for a decision."


class RisksScreen(RegisterScreen):
    """Every risk, those still carried first."""

    screen_name = "risks"
    lists = "risk"
    crumb = "Risks"
    BINDINGS = bindings("risks")
    draw = risk_row
    columns = f"{'Ref':<7}{'State':<10}{'Look again':<12}{'Areas':<13}Risk"
    noun = ("risk", "risks")
    none_yet = "No risk is entered yet: A adds one."


class MeasuresScreen(RegisterScreen):
    """Every measure with its last reading and its course."""

    screen_name = "measures"
    lists = "measure"
    crumb = "Measures"
    BINDINGS = bindings("measures")
    draw = measure_row
    columns = f"{'Ref':<6}{'Last':<11}{'Course':<9}{'Target':<8}Measure, unit"
    noun = ("measure", "measures")
    none_yet = "No measure is entered yet: A adds one; u then records its readings."
    hint = "group:sex  group:any  words of the title"


SCREENS: dict[str, type[RegisterScreen]] = {
    cls.screen_name: cls for cls in (EvidenceScreen, MeetingsScreen, RisksScreen, MeasuresScreen)
}
