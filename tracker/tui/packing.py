"""Making an audit package from the screens: what is to be in it is asked in a form, and it is written in a thread.

What a package holds and records is the business of tracker.reports.package.
"""

from __future__ import annotations

from pathlib import Path

from tracker.desk.desk import Refusal
from tracker.ledger.store import StoreError
from tracker.model.vocabulary import Area, Marking
from tracker.tui.forms import parts
from tracker.tui.forms.spec import Field, Form, Seen, Values
from tracker.tui.look.wrap import Line
from tracker.tui.registry import BY_ID
from tracker.tui.screens.view import View

ABOUT: tuple[Line, ...] = (
    [("A folder that opens and verifies with Python alone: entries, texts, evidence, a chronology and checkpoints.",
      "plain")],
    [("Empty fields leave nothing out. That it was made, and for whom, is recorded.", "soft")],
)  # fmt: skip


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
        view.tracker.tell("Writing the package…")
        view.run_worker(lambda: _make(view, values), thread=True, exclusive=True, group="package")

    form = Form("Make an audit package", fields, save, ABOUT, remember=())
    view.tracker.show_form(BY_ID["package"], form)


def _make(view: View, values: Values) -> None:
    from tracker.reports import package
    from tracker.reports.package.asking import Ask

    since, until = values.written("since"), values.written("until")
    wanted = Ask(
        recommendations=values.several("recommendations"),
        areas=values.several("areas"),
        since=since.first if since else None,
        until=until.day if until else None,
        recipient=values.text("recipient"),
        evidence=values.text("evidence") == "yes",
        texts=values.text("texts") == "yes",
        names=values.text("names") == "yes",
        marking=Marking(values.need("marking")),
    )
    try:
        made = package.make(view.seat.session, wanted, Path(values.need("folder")).expanduser())
    except (Refusal, StoreError) as error:
        view.app.call_from_thread(view.tracker.tell, str(error), "error")
        return
    words = f"{made.words} {made.folder.resolve()} · short code {made.short_code}"
    view.app.call_from_thread(view.tracker.recorded, words)
