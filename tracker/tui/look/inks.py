"""The inks that text is drawn in, for the dark, the light and the high-contrast theme.

Every ink keeps a contrast of at least 4.5 to 1 on its background (WCAG 2.2, 1.4.3); a test measures it.  No meaning
rests on ink alone: ratings print as letter and symbol, states as words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.style import Style
from textual.theme import Theme

Run = tuple[str, str]
"""A piece of text and the name of its ink."""

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#00d7ff",
    secondary="#00afd7",
    accent="#ffff00",
    warning="#ffd700",
    error="#ff8787",
    success="#5fff87",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    dark=True,
)

THEMES = ("textual-dark", "textual-light", HIGH_CONTRAST.name)
"""The themes that the theme key goes through, in order."""


class Palette(NamedTuple):
    """Colours as hexadecimal texts; ``paper`` is what everything stands on, ``bar`` the ground of head and footer."""

    paper: str
    bar: str
    cursor: str
    plain: str
    soft: str
    accent: str
    red: str
    amber: str
    green: str
    blue: str
    grey: str
    marking: str


DARK = Palette(
    paper="#121212",
    bar="#242f38",
    cursor="#1d4568",
    plain="#e0e0e0",
    soft="#a9b0b6",
    accent="#7cc4ff",
    red="#ff8fa3",
    amber="#ffc257",
    green="#7fd699",
    blue="#8cb8ff",
    grey="#bcc3c9",
    marking="#ffd28a",
)
LIGHT = Palette(
    paper="#ffffff",
    bar="#dfe7ee",
    cursor="#cfe3f7",
    plain="#1b1f23",
    soft="#4d565e",
    accent="#00508f",
    red="#a3123a",
    amber="#7a4a00",
    green="#14602f",
    blue="#1d4fa8",
    grey="#4f5860",
    marking="#7a3d00",
)
CONTRAST = Palette(
    paper="#000000",
    bar="#1c1c1c",
    cursor="#00476b",
    plain="#ffffff",
    soft="#d0d0d0",
    accent="#5fe1ff",
    red="#ff9e9e",
    amber="#ffe04d",
    green="#7dff9e",
    blue="#a8c7ff",
    grey="#e4e4e4",
    marking="#ffff66",
)

# Ink → the palette's colour and the style that it is drawn with.
INKS: dict[str, tuple[str, str]] = {
    "plain": ("plain", ""),
    "soft": ("soft", ""),
    "strong": ("plain", "bold"),
    "heading": ("accent", "bold"),
    "link": ("accent", ""),
    "key": ("accent", "bold"),
    "red": ("red", "bold"),
    "amber": ("amber", "bold"),
    "green": ("green", "bold"),
    "blue": ("blue", "bold"),
    "grey": ("grey", ""),
    "good": ("green", ""),
    "warn": ("amber", ""),
    "bad": ("red", ""),
    "marking": ("marking", "bold"),
    "off": ("soft", "italic"),
}


def palette(theme: str, dark: bool) -> Palette:
    """Return the palette that goes with a theme; one that is not ours gets the dark or the light one."""
    if theme == HIGH_CONTRAST.name:
        return CONTRAST
    return DARK if dark else LIGHT


@lru_cache(maxsize=8)
def styles(colours: Palette) -> dict[str, Style]:
    """Return ink → style for a palette."""
    made = {}
    for ink, (colour, attributes) in INKS.items():
        made[ink] = Style.parse(f"{attributes} {getattr(colours, colour)}".strip())
    return made


def variables(colours: Palette) -> dict[str, str]:
    """Return the style sheet variables of a palette: ``$ink-red`` and so on."""
    return {f"ink-{name}": str(getattr(colours, name)) for name in Palette._fields}
