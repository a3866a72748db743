"""Making an audit package from the screens: what is to be in it is asked in a form, and it is written in a thread.

What a package holds and records is the business of tracker.reports.package.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.desk.desk import Refusal
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import Area, Marking
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.forms.warning import FIELD
from tracker.tui.look.wrap import Line
from tracker.tui.registry import BY_ID
from tracker.tui.screens.view import View

if TYPE_CHECKING:
    from tracker.reports.package.asking import Ask

ABOUT: tuple[Line, ...] = (
    [("A folder that opens and verifies with Python alone: entries, texts, evidence, a chronology and checkpoints.",
      "plain")],
    [("Empty fields leave nothing out. That it was made, and for whom, is recorded.", "soft")],
)  # fmt: skip


WARNED = 20
"""How many entries that the guard warned of are named."""


def ask(view: View) -> None:
    """Ask what is to be in the package, then make it."""
    fields = [
        Field("folder", "New folder", required=True, hint="package-for-audit"),
        Field("recipient", "For whom", hint="internal audit; kept in the trail"),
        Field("recommendations", "Only what serves", "many", options=parts.recommendations(view.seat)),
        Field("areas", "Only areas", "many", options=parts.enum_options(Area)),
        Field("since", "Recorded since", "date"),
        Field("until", "Recorded until", "date"),
        Field("evidence", "Evidence files", "yes", value="yes"),
        Field("texts", "What was typed", "yes", value="yes"),
        Field("names", "Names of people", "yes", hint="else only their posts"),
        Field("marking", "Marking", "choice", options=parts.enum_options(Marking), value=Marking.SENSITIVE.value),
    ]

    def save(values: Values, _seen: Seen) -> None:
        from tracker.reports.package.making import allowed

        wanted, folder = _wanted(values), Path(values.need("folder")).expanduser()
        allowed(view.seat.session, wanted, folder)  # what is refused at once is said while the form is still there
        view.tracker.tell("Writing the package…")
        view.run_worker(lambda: _make(view, wanted, folder), thread=True, exclusive=True, group="package")

    form = Form("Make an audit package", fields, save, ABOUT, remember=())
    view.tracker.show_form(BY_ID["package"], form)


def _wanted(values: Values) -> Ask:
    from tracker.reports.package.asking import Ask

    since, until = values.written("since"), values.written("until")
    return Ask(
        recommendations=values.several("recommendations"),
        areas=values.several("areas"),
        since=since.first if since else None,
        until=until.day if until else None,
        recipient=values.text("recipient"),
        evidence=values.text("evidence") == "yes",
        texts=values.text("texts") == "yes",
        names=values.text("names") == "yes",
        marking=Marking(values.need("marking")),
        despite=values.text(FIELD.name),
    )


def _make(view: View, wanted: Ask, folder: Path) -> None:
    from tracker.reports import package

    try:
        made = package.make(view.seat.session, wanted, folder)
    except (Refusal, StoreError) as error:
        view.app.call_from_thread(view.tracker.tell, str(error), "error")
        return
    words = f"{made.words} {made.folder.resolve()} · short code {made.short_code}"
    if made.warned:
        numbers = ", ".join(f"#{seq}" for seq in made.warned[:WARNED]) + (" and more" if made.warned[WARNED:] else "")
        words += f". Recorded although the guard warned of personal data, and shown in it: {numbers}"
    view.app.call_from_thread(view.tracker.recorded, words)
