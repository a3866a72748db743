"""Which reports there are: what each is called and about, and the module that makes its body.

Nothing is loaded or made here; a new report is one more line and a module of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

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


@dataclass(frozen=True)
class Kind:
    """A report: its ``name`` on the command line and its ``words``.

    ``about`` is the kind of reference that must be named with it (``recommendation``, ``agency``, ``meeting``), or
    empty; ``by_area`` whether it can be had for one area.
    """

    name: str
    words: str
    about: str = ""
    by_area: bool = True

    def body(self) -> Body:
        """Return what makes the body: the function ``body`` of the module of this name."""
        module = import_module(f"tracker.reports.{self.name.replace('-', '_')}")
        return cast("Body", module.body)


KINDS = (Kind("assurance", "What is done, on what evidence and with what difference; what is asked of executives."),)

BY_NAME = {kind.name: kind for kind in KINDS}
