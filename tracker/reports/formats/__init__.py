"""The formats in which a report is written, each a function from the one content model to the bytes of a file.

Nothing is loaded until a format is asked for; where the files land is tracker.reports.files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from importlib import import_module, util
from typing import TYPE_CHECKING, NamedTuple, cast

from tracker.desk.refusal import Refusal
from tracker.model.text import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.reports.document import Document


class Format(NamedTuple):
    """A format: its ``name``, which is also the end of its files' names, and the module that makes it.

    ``package`` is what must be installed for it beside the program, and ``needs`` the module that it brings; both are
    empty when the program alone will do.
    """

    name: str
    module: str = ""
    package: str = ""
    needs: str = ""

    def missing(self) -> bool:
        """Tell whether the package that it needs is not installed."""
        return bool(self.needs) and util.find_spec(self.needs) is None


ALL = (
    Format("md"),
    Format("html", "web"),
    Format("docx", "word", "python-docx>=1.2,<2", "docx"),
    Format("pdf", "pdf", "typst>=0.15.2,<0.16", "typst"),
)

BY_NAME = {form.name: form for form in ALL}


def asked_for(text: str | Sequence[str]) -> tuple[str, ...]:
    """Return the formats named in *text*, separated by commas or spaces, each once and in the order of ALL.

    Raises Refusal for a format that is not offered, or whose packages are not installed.
    """
    words = text if isinstance(text, str) else ",".join(text)
    named = [word for word in re.split(r"[\s,]+", words.lower()) if word] or ["md"]
    for name in named:
        if name not in BY_NAME:
            raise Refusal(f"There is no format {quoted(name)}; there is: {', '.join(BY_NAME)}.")
        if BY_NAME[name].missing():
            raise Refusal(
                f"The format {name} needs a package that is not installed; install it with: "
                f'"{sys.executable}" -m pip install "{BY_NAME[name].package}"'
            )
    return tuple(name for name in BY_NAME if name in named)


def made(name: str, document: Document) -> bytes:
    """Return the bytes of *document* in the format *name*, which is not Markdown; raises Refusal when it fails."""
    module = import_module(f"tracker.reports.formats.{BY_NAME[name].module}")
    make = cast("Callable[[Document], bytes]", module.made)
    return make(document)
