"""A chart's SVG as a picture in dots, for Word, which shows no SVG on older computers.  Typst draws it."""

from __future__ import annotations

import json
from importlib import util

_PAGE = b"""#let given = json(bytes(sys.inputs.chart))
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))
#set page(width: 160mm, height: auto, margin: 1mm)
#image(bytes(given), format: "svg", width: 100%)
"""


def png(svg: str) -> bytes | None:
    """Return the picture, or None where Typst is not installed: then the table with the same figures stands alone."""
    if util.find_spec("typst") is None:
        return None
    import typst

    made = typst.compile(_PAGE, format="png", ppi=150, ignore_system_fonts=True, sys_inputs={"chart": json.dumps(svg)})
    assert isinstance(made, bytes)
    return made
