"""Draws the pictures of docs/pictures/ from the example register: every screen, at both sizes.

Run it from the project's folder: ``python docs/make_pictures.py``, or with names of pictures to draw only those.  The
pictures are SVG without any remote font.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from textual.events import Paste
from textual.pilot import Pilot

from tracker.desk.session import Session
from tracker.example import build
from tracker.reports import run
from tracker.tui.app import Tracker

PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (140, 45))
ISSUED = (date(2022, 6, 30), date(2022, 9, 30))
"""The days of the reports that are issued first, so that there is something to compare with."""

STEPS: dict[str, tuple[str, ...]] = {
    "position": ("down", "down", "down"),
    "narrow": ("slash", "down", "down"),
    "waiting": ("M",),
    "recommendation": ("=R4",),
    "action": ("=R4.BRI.3",),
    "milestone": ("=R1.BRI.1.m1",),
    "what-can-be-done": ("=R4.BRI.3", "m"),
    "progress": ("=R4.BRI.4", "u"),
    "actions": ("2",),
    "views": ("2", "slash", "+area:BRI overdue", "enter", "v"),
    "batch": (
        "2",
        "slash",
        "+rec:R4 basis:agreed",
        "enter",
        "x",
        "n",
        "+ILLUSTRATIVE: the schools were asked, nothing else happened.",
        "f2",
    ),
    "drafts": ("=R4.BRI.4", "u", "+ILLUSTRATIVE: half a sentence", "escape", "K"),
    "round": ("U",),
    "update": ("U", "enter"),
    "timeline": ("T",),
    "meetings": ("5",),
    "meeting": ("=G5",),
    "sitting": ("S",),
    "decision": ("S", "enter", "a"),
    "risks": ("6",),
    "risk": ("=K1",),
    "measures": ("7", "end"),
    "measure": ("=M47",),
    "evidence": ("4",),
    "piece": ("=E40",),
    "trail": ("3",),
    "entry": ("=#570",),
    "queries": ("0",),
    "query": ("=Q3",),
    "coverage": ("C",),
    "reports": ("8",),
    "choose-report": ("8", "r"),
    "issues": ("8", "l"),
    "issue": ("8", "l", "enter"),
    "verify": ("9",),
    "package": ("8", "k"),
    "go-to": ("g", "+placement"),
    "help": ("question_mark",),
    "light": ("f9",),
    "high-contrast": ("f9", "f9"),
}
"""Picture → the keys that lead to it from the opening screen; =R4 jumps to a reference, +words are pasted."""


async def draw(session: Session, name: str, size: tuple[int, int]) -> str:
    """Return one screen as SVG."""
    app = Tracker(session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(1.0)
        for step in STEPS[name]:
            await _do(app, pilot, step)
        await pilot.pause(1.5 if name in ("reports", "verify", "issue") else 0.3)
        return local(app.export_screenshot(title="Action-plan tracker"))


async def _do(app: Tracker, pilot: Pilot[None], step: str) -> None:
    if step.startswith("="):
        await pilot.press("g")
        await pilot.pause(0.1)
    if step[0] in "=+":
        app.post_message(Paste(step[1:]))
    else:
        await pilot.press(step)
    await pilot.pause(0.1)
    if step.startswith("="):
        await pilot.press("enter")
        await pilot.pause(0.2)


def local(svg: str) -> str:
    """Return *svg* without the fonts that it would load from elsewhere, and with every space kept."""
    bare = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    return bare.replace("<text ", '<text xml:space="preserve" ')


def main(names: list[str]) -> None:
    """Draw the pictures of these names, or every one."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "example.db"
        build(path)
        for day in ISSUED:
            run(Session(path, who="P1", via="example"), "assurance", as_at=day, folder=Path(place) / "out")
        for name in names or STEPS:
            for width, height in SIZES:
                # Nobody's drafts belong into a picture, nor do those of the picture before.
                os.environ["TRACKER_OWN"] = str(Path(place) / f"{name}-{width}")
                svg = asyncio.run(draw(Session(path, who="P1", via="example"), name, (width, height)))
                target = PICTURES / f"{name}-{width}x{height}.svg"
                target.write_text(svg, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
