"""A small pen for SVG: text, lines, boxes, diamonds, and a pattern for each rating that grey print tells apart.

What is drawn where is decided by the charts; numbers are whole, so that every computer draws the same.
"""

from __future__ import annotations

from html import escape

from tracker.model.vocabulary import Rating

WIDTH = 720
"""Units across; a page scales the picture to its own width."""

FONT = "Arial, Helvetica, 'Libertinus Serif', sans-serif"
INK, SOFT, PAPER = "#1b1b1b", "#4a4a4a", "#ffffff"

FILLS = {
    Rating.RED: "#f4b8b1",
    Rating.AMBER: "#ffdf9e",
    Rating.GREY: "#ffffff",
    Rating.GREEN: "#c9ecce",
    Rating.BLUE: "#bcd6f7",
}

# What is drawn over the tint, in a square of eight units.  Grey has none: it says that nothing is known.
_PATTERNS = {
    Rating.RED: "M0,8L8,0M-2,2L2,-2M6,10L10,6",
    Rating.AMBER: "M1,4L3,4M5,0L7,0M5,8L7,8",
    Rating.GREEN: "M0,4L8,4",
    Rating.BLUE: "M0,4L8,4M4,0L4,8",
}


class Drawing:
    """A picture in the making; ``name`` begins the names of its parts, which must differ from every other picture's."""

    def __init__(self, name: str) -> None:
        """Begin an empty picture."""
        self.name = name
        self.height = 0
        self._parts: list[str] = []
        self._used: set[Rating] = set()

    def reach(self, down: int) -> None:
        """Make the picture at least *down* units high."""
        self.height = max(self.height, down)

    def text(self, x: int, y: int, words: str, *, size: int = 14, bold: bool = False, anchor: str = "start") -> None:
        """Write *words* on the line *y*."""
        weight = ' font-weight="700"' if bold else ""
        place = f'x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}"{weight}'
        self._parts.append(f"<text {place}>{escape(words, quote=True)}</text>")
        self.reach(y + 8)

    def line(
        self, x1: int, y1: int, x2: int, y2: int, *, colour: str = INK, dashed: bool = False, wide: int = 1
    ) -> None:
        """Draw a straight line."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self._parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{wide}"{dash}/>'
        )
        self.reach(max(y1, y2) + 2)

    def box(self, x: int, y: int, width: int, height: int, rating: Rating | None = None) -> None:
        """Draw a box with a dark outline, tinted and patterned for *rating*."""
        place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
        fill = FILLS[rating] if rating else PAPER
        self._parts.append(f'<rect {place} fill="{fill}" stroke="{INK}"/>')
        if rating in _PATTERNS:
            self._used.add(rating)
            self._parts.append(f'<rect {place} fill="url(#{self.name}-{rating.value})" stroke="{INK}"/>')
        self.reach(y + height + 2)

    def patch(self, x: int, y: int, width: int, height: int) -> None:
        """Clear a patch, so that letters on a pattern can be read."""
        self._parts.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{PAPER}" rx="2"/>')

    def diamond(self, x: int, y: int, *, filled: bool) -> None:
        """Draw a diamond about the point."""
        fill = INK if filled else PAPER
        edge = f"M{x},{y - 6}L{x + 6},{y}L{x},{y + 6}L{x - 6},{y}Z"
        self._parts.append(f'<path d="{edge}" fill="{fill}" stroke="{INK}" stroke-width="2"/>')
        self.reach(y + 8)

    def svg(self, title: str, description: str) -> str:
        """Return the picture with its title and description."""
        patterns = "".join(
            f'<pattern id="{self.name}-{rating.value}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<path d="{_PATTERNS[rating]}" stroke="{SOFT}" stroke-width="1" fill="none"/></pattern>'
            for rating in Rating
            if rating in self._used
        )
        defined = f"<defs>{patterns}</defs>" if patterns else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {self.height}" width="{WIDTH}"'
            f' height="{self.height}" aria-labelledby="{self.name}-t {self.name}-d" font-family="{FONT}" fill="{INK}">'
            f'<title id="{self.name}-t">{escape(title, quote=True)}</title>'
            f'<desc id="{self.name}-d">{escape(description, quote=True)}</desc>'
            f'{defined}<rect width="{WIDTH}" height="{self.height}" fill="{PAPER}"/>{"".join(self._parts)}</svg>'
        )


def short(words: str, longest: int) -> str:
    """Return *words* in at most *longest* characters."""
    return words if len(words) <= longest else words[: longest - 1].rstrip() + "…"
