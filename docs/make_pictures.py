"""Draws the pictures of docs/pictures/ from the example register, at both sizes.

Run it from the project's folder: ``python docs/make_pictures.py``.  The pictures are SVG without any remote font.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from tracker.desk.session import Session
from tracker.example import build
from tracker.tui.app import Tracker

PICTURES = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (140, 45))

STEPS: dict[str, tuple[str, ...]] = {
    "position": (),
    "recommendation": ("down", "down", "down", "enter"),
    "action": ("down", "down", "down", "enter", "enter"),
    "progress": ("down", "down", "down", "enter", "enter", "u"),
    "actions": ("2",),
    "trail": ("3",),
    "evidence": ("4",),
    "reports": ("8",),
}
"""Picture → the keys that lead to it from the opening screen."""


async def draw(session: Session, name: str, size: tuple[int, int]) -> str:
    """Return one screen as SVG."""
    app = Tracker(session)
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        for key in STEPS[name]:
            await pilot.press(key)
            await pilot.pause(0.3)
        await pilot.pause(0.5)
        return local(app.export_screenshot(title="Action-plan tracker"))


def local(svg: str) -> str:
    """Return *svg* without the fonts that it would load from elsewhere, and with every space kept."""
    bare = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    return bare.replace("<text ", '<text xml:space="preserve" ')


def main() -> None:
    """Draw every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "example.db"
        build(path)
        for name in STEPS:
            for width, height in SIZES:
                svg = asyncio.run(draw(Session(path, who="P1", via="example"), name, (width, height)))
                target = PICTURES / f"{name}-{width}x{height}.svg"
                target.write_text(svg, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
