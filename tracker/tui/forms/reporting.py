"""The forms that choose a report: which one, about what, at which day, compared with what, in which formats.

They record nothing; what a report says, and which there are, is the business of tracker.reports.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from tracker.model.vocabulary import Area
from tracker.register import issues, naming, registers
from tracker.reports import FORMATS, formats
from tracker.reports.kinds import BY_NAME, KINDS, PUBLICATION, Kind
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Option, Seen, Values
from tracker.tui.seat import Seat


@dataclass(frozen=True)
class Chosen:
    """The report that is looked at; ``area`` is the program's, and counts only where the report can be for one."""

    name: str = KINDS[0].name
    subject: str | None = None
    as_at: date | None = None
    since: str | None = None
    embargo: date | None = None
    formats: tuple[str, ...] = (FORMATS[0],)

    @property
    def kind(self) -> Kind:
        """The kind of report."""
        return BY_NAME[self.name]

    def area(self, area: str | None) -> str | None:
        """Return the area that is asked for: none where the report is about all of them."""
        return area if self.kind.by_area else None

    @property
    def lacks(self) -> bool:
        """Whether it must be said first what the report is about."""
        return bool(self.kind.about) and not self.kind.optional and self.subject is None


Took = Callable[[Chosen], None]


def choose(seat: Seat, now: Chosen, took: Took) -> Form:
    """Ask which report, at which day, compared with what and in which formats."""
    options = [Option(kind.name, f"{kind.name.replace('-', ' ')}: {kind.words}") for kind in KINDS]
    compared = [Option(str(one.n), _issue_words(one)) for one in issues.issues(seat.position)]
    number = now.since if now.since and now.since.isdigit() else None
    fields = [
        Field("report", "Report", "pick", required=True, options=options, value=now.name),
        Field("as_at", "Position at", "date", hint="empty for today", value=now.as_at),
        Field("since", "Compared with", "pick", options=compared, value=number,
              hint="an issue; else the last one of the same report"),
        Field("since_day", "… or with a day", "date", value=None if number else now.since),
        Field("formats", "Formats", "many", options=[_format(one) for one in formats.ALL],
              value=list(now.formats)),
    ]  # fmt: skip

    def save(values: Values, _seen: Seen) -> None:
        day = values.day("since_day")
        name = values.need("report")
        asked = formats.asked_for(values.several("formats"))  # refused here, not after the draft was read
        took(
            Chosen(
                name,
                now.subject if name == now.name else None,
                values.day("as_at"),
                values.text("since") or (day.isoformat() if day else None),
                now.embargo if name == now.name else None,
                asked,
            )
        )

    return Form("Choose a report", fields, save, remember=())


CALLED = {"md": "Markdown, the text itself", "html": "a web page", "docx": "Word", "pdf": "PDF"}


def _format(one: formats.Format) -> Option:
    """Return a format as people call it; one that lacks its package says so before it is chosen."""
    return Option(one.name, f"{one.name}: {CALLED[one.name]}{', not installed here' if one.missing() else ''}")


def about(seat: Seat, now: Chosen, took: Took) -> Form:
    """Ask what a report is about, by a list to pick from; of a version for publication also for its embargo."""
    kind = now.kind
    hint = "may be left empty" if kind.optional else ""
    fields = [
        Field("subject", kind.about.capitalize(), "pick", required=not kind.optional, options=_subjects(seat, kind),
              value=now.subject, hint=hint),
    ]  # fmt: skip
    if kind.audience == PUBLICATION:
        fields.append(Field("embargo", "Embargo until", "date", value=now.embargo, hint="empty for none"))

    def save(values: Values, _seen: Seen) -> None:
        took(replace(now, subject=values.text("subject"), embargo=values.day("embargo")))

    return Form(f"The {now.name} report is about", fields, save, remember=())


def _subjects(seat: Seat, kind: Kind) -> list[Option]:
    """What a kind of report can be about: recommendations, agencies, meetings or decisions, with their titles."""
    position = seat.position
    if kind.about == "recommendation":
        return parts.recommendations(seat)
    if kind.about == "agency":
        return parts.agencies(seat)
    letter = {"meeting": "G", "decision": "D"}[kind.about]
    found = [ref for ref in registers.meetings(position) if ref.startswith(letter)]
    called = naming.titles(position, found)
    return [Option(ref, called.get(ref, "")) for ref in found]


def _issue_words(one: issues.Issue) -> str:
    about = f" {one.about}" if one.about else ""
    return f"issue {one.n}: {one.report}{about}, {one.position_on.isoformat()}"


def area_words(area: str | None) -> str:
    """Return the areas of a report in words."""
    if area is None:
        return "all areas"
    return Area(area).words if area == Area.ALL else f"{Area(area).words} and joint work"
