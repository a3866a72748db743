"""``tracker response``, ``recommendation`` and ``settings``: the review itself.  Rules: tracker.desk.plan."""

from __future__ import annotations

import click

from tracker.cli import faults, head
from tracker.cli.context import Call, Group, canonical
from tracker.cli.options import AREA, Words, codes, happened, long_text, looking_back, seen, why
from tracker.cli.printing import Screen
from tracker.model.vocabulary import Area, ResponseKind


@click.group("response", cls=Group, examples=("tracker response record R4 accepted --area BRI",))
def response_command() -> None:
    """A partnership's response to a recommendation."""


@response_command.command(
    "record",
    examples=("tracker response record R4 partly --area BRI --body BRI-EXEC --why 'Already in place in part'",),
)
@click.argument("recommendation")
@click.argument("response", type=Words(ResponseKind))
@click.option("--area", type=AREA, default="ALL", show_default=True, metavar="AREA", help="Whose response it is.")
@click.option("--body", metavar="CODE", help="The body that responded, like BRI-EXEC.")
@why("The reason; always where it is not plainly accepted.", required=False)
@click.option("--source", metavar="TEXT", help="Where it is written.")
@happened
@click.pass_obj
def record(
    call: Call,
    recommendation: str,
    response: ResponseKind,
    area: Area,
    body: str | None,
    why: str | None,
    source: str | None,
) -> None:
    """Record that RECOMMENDATION is accepted, partly accepted or not accepted (RESPONSE)."""
    from tracker.desk import plan

    with call.acting() as acting:
        receipt = plan.record_response(
            acting.desk,
            canonical(recommendation),
            response,
            area=area.value,
            body=body,
            why=why,
            source=source,
            occurred_on=acting.on,
        )
        acting.done(receipt)


# --- recommendations --------------------------------------------------------------------------------------------------


@click.group(
    "recommendation",
    cls=Group,
    examples=("tracker recommendation number R4 7 --source 'The published review, page 12'",),
)
def recommendation_command() -> None:
    """Official numbers and official wording, when they come."""


@recommendation_command.command(
    "number", examples=("tracker recommendation number R4 7 --source 'The published review, page 12'",)
)
@click.argument("recommendation")
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")
@click.option("--source", required=True, metavar="TEXT", help="Where the number is written.")
@why("Why, where two working numbers were merged into one.", required=False)
@happened
@seen
@click.pass_obj
def number(call: Call, recommendation: str, numbers: tuple[str, ...], source: str, why: str | None) -> None:
    """Bind working number RECOMMENDATION to one official NUMBER, or to several where it was split."""
    from tracker.desk import plan

    with call.acting() as acting:
        receipt = plan.bind_numbers(
            acting.desk,
            canonical(recommendation),
            codes(numbers),
            source=source,
            why=why,
            occurred_on=acting.on,
            seen=acting.seen(recommendation),
        )
        acting.done(receipt)


@recommendation_command.command(
    "wording", examples=("tracker recommendation wording R4 --file r4.txt --source 'The published review, page 12'",)
)
@click.argument("recommendation")
@long_text("text", "The official wording, to the letter.", required=True, file_option="file")
@click.option("--source", required=True, metavar="TEXT", help="Where it is written.")
@click.option("--title", metavar="TEXT", help="A title that fits the official wording.")
@happened
@seen
@click.pass_obj
def wording(call: Call, recommendation: str, text: str, source: str, title: str | None) -> None:
    """Load the official wording of RECOMMENDATION, to the letter."""
    from tracker.desk import plan

    with call.acting() as acting:
        receipt = plan.load_wording(
            acting.desk,
            canonical(recommendation),
            text,
            source=source,
            title=title,
            occurred_on=acting.on,
            seen=acting.seen(recommendation),
        )
        acting.done(receipt)


# --- settings ---------------------------------------------------------------------------------------------------------


@click.group("settings", cls=Group, examples=("tracker settings show",))
def settings_command() -> None:
    """The settings of the date check's rules, in days."""


@settings_command.command("show", examples=("tracker settings show --json",))
@looking_back
@click.pass_obj
def show(call: Call) -> None:
    """Show the settings, and each rule of the date check with its words."""
    from tracker.register import rules

    with call.position() as position:
        screen = Screen()
        if not call.json:
            head.put(screen, position, "Settings, in days")
            for name, value in position.settings.items():
                screen.field(name, str(value), labels=24)
            screen.heading("Rules of the date check; the first that holds decides")
            rows = [
                (rule.id, str(rule.rating or "not rated"), rule.words.format(**position.settings))
                for rule in rules.RULES
            ]
            screen.table(("Rule", "Rating", "When"), rows)
        call.show(screen, position.settings)


@settings_command.command("history", examples=("tracker settings history",))
@looking_back
@click.pass_obj
def settings_history(call: Call) -> None:
    """Show every change of a setting: before and after, by whom, and from which day it is in force."""
    from tracker.cli import lives

    lives.put_settings(call)


@settings_command.command(
    "change", examples=("tracker settings change slip_amber_days=60 --why 'Agreed on 14 June 2022'",)
)
@click.argument("values", nargs=-1, required=True, metavar="NAME=DAYS...")
@why()
@happened
@click.pass_obj
def change(call: Call, values: tuple[str, ...], why: str) -> None:
    """Change settings; past positions keep those that were in force."""
    from tracker.desk import plan

    wanted: dict[str, int] = {}
    for value in values:
        name, sign, days = value.partition("=")
        if not sign or not (days.strip().isascii() and days.strip().isdigit() and len(days.strip()) < 6):
            raise faults.Misused(
                f"'{value}' is no setting; write it like slip_amber_days=60", click.get_current_context()
            )
        wanted[name.strip().lower().replace("-", "_")] = int(days)
    with call.acting() as acting:
        acting.done(plan.change_settings(acting.desk, wanted, why=why, occurred_on=acting.on))
