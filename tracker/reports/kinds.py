"""Which reports there are: what each is called and about, and the module that makes its body.

Nothing is loaded or made here; a new report is one more line and a module of its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from tracker.model.vocabulary import Marking

if TYPE_CHECKING:
    from tracker.register.position import Position
    from tracker.reports.arguments import Inputs


class Body(Protocol):
    """Makes the body of a report, Markdown without a marker line, from a position and an earlier one to compare with.

    Raises Refusal when there is nothing that the report could be about.
    """

    def __call__(self, position: Position, before: Position | None, inputs: Inputs, *, draft: bool) -> str:
        """Return the body."""
        ...


class Subject(Protocol):
    """Says what a report is about whose reference may be left out; raises Refusal when it cannot be about that."""

    def __call__(self, position: Position, named: str | None, *, draft: bool) -> str | None:
        """Return the reference, or None."""
        ...


WORKING, PUBLICATION = "working", "publication"
"""Whom a report is for: those who work with the plan, or everybody."""


class Kind(NamedTuple):
    """A report: its ``name`` on the command line and its ``words``.

    ``about`` is the kind of reference that must be named with it (``recommendation``, ``agency``, ``meeting``), or
    empty; ``by_area`` whether it can be had for one area.  ``optional``: the reference may be left out, of a draft
    or altogether, as the report's own function ``subject`` decides.  ``compares`` says whether it compares with an
    earlier position, ``landscape`` that its pages lie on their side, ``sheet`` that all but its annex is to stand on
    one printed page, ``audience`` whom it is for.
    """

    name: str
    words: str
    about: str = ""
    by_area: bool = True
    optional: bool = False
    compares: bool = True
    landscape: bool = False
    sheet: bool = False
    audience: str = WORKING

    @property
    def marking(self) -> Marking:
        """The handling marking of its issues."""
        return Marking.OFFICIAL if self.audience == PUBLICATION else Marking.SENSITIVE

    def body(self) -> Body:
        """Return what makes the body: the function ``body`` of the module of this name."""
        module = import_module(f"tracker.reports.{self.name.replace('-', '_')}")
        return cast("Body", module.body)

    def subject(self, position: Position, named: str | None, *, draft: bool) -> str | None:
        """Return what the report is about at *position*: of an optional kind, what its ``subject`` makes of *named*.

        Raises Refusal when it cannot be about that.
        """
        if not self.optional:
            return named
        module = import_module(f"tracker.reports.{self.name.replace('-', '_')}")
        return cast("Subject", module.subject)(position, named, draft=draft)


KINDS = (
    Kind("assurance", "What is done, on what evidence and with what difference; what is asked of executives."),
    Kind("since", "What was added, ended, changed, corrected or recorded late since an issue or a day."),
    Kind(
        "recommendation",
        "One recommendation and everything on it: areas, actions, dates, evidence, decisions, history.",
        about="recommendation",
        by_area=False,
    ),
    Kind(
        "agency",
        "One agency across the areas: its commitments, each once, and what is asked of it by which body.",
        about="agency",
        by_area=False,
        sheet=True,
    ),
    Kind(
        "publication",
        "The version for publication, cleared by a decision: no names, no restricted items, no small numbers.",
        about="decision",
        optional=True,
        compares=False,
        audience=PUBLICATION,
    ),
    Kind("evidence-trail", "For auditors: open queries, evidence with its fingerprints, every entry.", compares=False),
    Kind(
        "meeting",
        "For the table of a meeting, the next one unless it is named: what is asked, actions, room to write.",
        about="meeting",
        by_area=False,
        optional=True,
        compares=False,
        landscape=True,
    ),
    Kind("yearly", "What the partnerships' yearly report needs, under the four headings that guidance asks for."),
)

BY_NAME = {kind.name: kind for kind in KINDS}
