"""Choosing to what the list of what needs attention is narrowed: a rule that found something, or a severity.

What the rules find, and how much, is the register's answer; the list itself stands on the position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from tracker.register import narrowing
from tracker.register.checks import Finding
from tracker.register.narrowing import Asked
from tracker.tui.look import words
from tracker.tui.look.wrap import Line as Runs
from tracker.tui.look.wrap import fit, said, text_of
from tracker.tui.screens.searching import Searching

ALL, SEVERITY = "*", "="
"""The key of the row for everything, and what the keys of severities begin with; a rule's key is its ID."""


class Narrow(Searching):
    """A line that narrows the choice, and the choice: everything, each severity and each rule, with how much it is."""

    hint = "type a rule, a severity or words, or choose with ↑ ↓"
    empty = "No rule that found something is called like that."
    keys = "Enter narrows the list · Esc leaves it as it is"

    def __init__(self, found: Sequence[Finding], narrow: Callable[[Asked | None], None]) -> None:
        """Make the dialog over all that was *found*; *narrow* takes what was chosen, None for everything."""
        super().__init__()
        self.all_found = found
        self._narrow = narrow

    @property
    def title_words(self) -> str:
        """The title of the box."""
        return "Narrow what needs attention"

    @cached_property
    def choice(self) -> dict[str, Runs]:
        """Key → row."""
        rows = {ALL: _row("all", "", len(self.all_found), "everything that needs attention")}
        for severity, count in narrowing.by_severity(self.all_found).items():
            rows[f"{SEVERITY}{severity}"] = _row("", severity, count, f"everything of {severity} severity")
        for one in narrowing.occurring(self.all_found, self.seat.position.settings):
            rows[one.rule] = _row(one.rule, one.severity, one.number, one.title)
        return rows

    def find(self, typed: str) -> None:
        """Show the part of the choice that *typed* means; the ID of a rule comes first."""
        wanted = typed.lower().split()
        rows = [(key, row) for key, row in self.choice.items() if all(w in text_of(row).lower() for w in wanted)]
        rows.sort(key=lambda row: row[0].lower() not in wanted)
        self.show_found(rows)

    # -- choosing --------------------------------------------------------------------------------------------------

    def action_choose(self) -> None:
        """Narrow the list to what the cursor stands on."""
        key = self.chosen
        if key is None:
            return
        self.dismiss()
        if key == ALL:
            self._narrow(None)
        elif key.startswith(SEVERITY):
            self._narrow(Asked(severity=key.removeprefix(SEVERITY)))
        else:
            self._narrow(Asked(rule=key))


def _row(rule: str, severity: str, count: int, title: str) -> Runs:
    ink = words.SEVERITY[severity][1] if severity else "plain"
    return [*fit([(rule, "link")], 5), *fit([(severity, ink)], 8), (f"{count:>7,}  ", "strong"), said(title)]
