"""Problems found in the recommendation files: where, what is wrong, what is expected.

This module only holds and words them; the checks that find them stand in the other modules of this package.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.model.saying import joined
from tracker.model.text import quoted, safe

__all__ = ["FileProblems", "Problem", "Report", "listed", "quoted", "unknown"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one file.

    ``file`` is the name relative to the folder, ``line`` counts from 1 and ``words`` say what is wrong and,
    after a semicolon, what is expected.
    """

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        """Return the problem as one line: ``file:line: words``."""
        return f"{self.file}:{self.line}: {self.words}"


class FileProblems(Exception):
    """The files cannot be loaded; ``problems`` lists everything wrong with them, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep *problems*, sorted by file and line and without repetitions."""
        self.problems: list[Problem] = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Report:
    """Collects the problems of one run over all files."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, file: str, line: int, words: str) -> None:
        """Note that *words* hold at *line* of *file*."""
        self.problems.append(Problem(safe(file), line, safe(words)))

    def raise_any(self) -> None:
        """Raise FileProblems when anything has been noted."""
        if self.problems:
            raise FileProblems(self.problems)


def listed(options: Iterable[str]) -> str:
    """Return *options* in one phrase: ``a, b or c``."""
    return joined(list(options), "or")


def unknown(what: str, value: str, options: Iterable[str], expected: str | None = None) -> str:
    """Return the words for a *value* outside a closed list, with the nearest option when there is one.

    Without a near option the words are *expected*, or the list itself.
    """
    known = list(options)
    near = difflib.get_close_matches(value.casefold(), [option.casefold() for option in known], n=1, cutoff=0.6)
    if near:
        nearest = next(option for option in known if option.casefold() == near[0])
        return f"unknown {what} {quoted(value)}; did you mean {nearest}?"
    return f"unknown {what} {quoted(value)}; expected {expected or listed(known)}"
