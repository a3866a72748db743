"""``tracker status`` and ``tracker check``: the matrix of recommendations by area, and what needs attention.

How the matrix is counted stands in tracker.register.status, the rules in tracker.register.checks; here it is laid out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli import faults, head, matrix, printing
from tracker.cli.context import Call, Command
from tracker.cli.options import area_option, looking_back
from tracker.model.vocabulary import Area, Wording

if TYPE_CHECKING:
    from tracker.register.checks import Finding
    from tracker.register.narrowing import Asked
    from tracker.register.position import Position
    from tracker.register.status import RecommendationLine

SHOWN = 12
"""How many findings the status shows before it points to ``tracker check``."""


@click.command(
    "status",
    cls=Command,
    examples=("tracker status --area BRI", "tracker status --as-at '31 March 2022' --known-at '#400' --json"),
)
@area_option()
@looking_back
@click.pass_obj
def status_command(call: Call, area: Area | None) -> None:
    """Show the position: recommendations by area, each fact on its own, and what needs attention."""
    from tracker.register import checks, status

    code = area.value if area else None
    with call.position() as position:
        lines = status.matrix(position, code)
        found = checks.findings(position, code)
        if call.json:
            printing.write_json(_as_json(position, lines, found))
            return
        screen = printing.Screen()
        head.put(screen, position, _review(position)["title"] or "The plan has no title")
        matrix.put(screen, lines, code)
        screen.heading(f"Needs attention ({len(found)})" if found else "Nothing needs attention")
        put_findings(screen, found[:SHOWN])
        if len(found) > SHOWN:
            screen.line(f"… and {len(found) - SHOWN} more: tracker check" + (f" --area {code}" if code else ""))
        screen.show()


def _review(position: Position) -> dict[str, Any]:
    from tracker.register.showing import records

    found = records(position, "review")
    return found[0] if found else {"title": None, "aliases": None}


def _as_json(position: Position, lines: list[RecommendationLine], found: list[Finding]) -> dict[str, Any]:
    review = _review(position)
    said = [_line_json(line) for line in lines]
    return {
        "as_at": position.when.day.isoformat(),
        "known_at": position.entries,
        "review": review["title"],
        "aliases": review["aliases"],
        "log": position.store.log,
        "recommendations": [line for line in said if line["ref"] != "X"],
        "other": next((line for line in said if line["ref"] == "X"), None),
        "attention": [finding.as_json() for finding in found],
    }


def _line_json(line: RecommendationLine) -> dict[str, Any]:
    return {
        "ref": line.ref,
        "official_number": line.official_number,
        "title": line.title,
        "wording": Wording(line.wording).words,
        "areas": {code: cell.as_json() for code, cell in line.areas.items()},
    }


# --- check ------------------------------------------------------------------------------------------------------------


@click.command(
    "check",
    cls=Command,
    examples=("tracker check --area BRI", "tracker check --rule C6", "tracker check --severity high --strict --json"),
)
@area_option()
@click.option("--rule", metavar="ID", help="What one rule finds, like C6 or D1.")
@click.option("--severity", type=click.Choice(["high", "medium", "low"]), help="What is this severe.")
@click.option("--strict", is_flag=True, help="Exit with 1 when anything severe is found that nobody has accepted.")
@looking_back
@click.pass_obj
def check_command(call: Call, area: Area | None, rule: str | None, severity: str | None, strict: bool) -> int:
    """List everything that needs attention, by severity and rule; facts, not blame."""
    from tracker.register import checks, narrowing

    code = area.value if area else None
    wanted = narrowing.Asked(rule.strip().upper() if rule else None, severity)
    with call.position() as position:
        asked = _rules(position, wanted)
        found = narrowing.narrowed(checks.everything(position, code), wanted)
        screen = printing.Screen()
        if not call.json:
            head.put(screen, position, "What needs attention")
            apart = code not in (None, Area.ALL.value)
            _put_found(screen, [one for one in found if not apart or one.area == code], none="Nothing needs attention.")
            if apart:
                screen.heading("Joint work and the plan as a whole, apart")
                joint = [finding for finding in found if finding.area != code]
                _put_found(screen, joint, none="Nothing needs attention there.")
            _put_quiet(screen, asked, found)
        call.show(screen, [finding.as_json() for finding in found])
    severe = [finding for finding in found if finding.severity == "high" and finding.accepted_by is None]
    return faults.REFUSED if strict and severe else 0


def _rules(position: Position, wanted: Asked) -> dict[str, str]:
    """Return the rules that are asked for, with their titles; raises Refused for one that there is not."""
    from tracker.register import narrowing

    every = narrowing.rules(position.settings, narrowing.Asked())
    if wanted.rule and wanted.rule not in every:
        raise faults.Refused(f"There is no rule '{wanted.rule}'; there are: {', '.join(every)}.")
    return narrowing.rules(position.settings, wanted)


def _put_found(screen: printing.Screen, found: list[Finding], none: str) -> None:
    """Add what needs attention, then what a body accepted until a date and so sets aside for now."""
    _put_severities(screen, [finding for finding in found if finding.accepted_by is None], none)
    accepted = [finding for finding in found if finding.accepted_by]
    if accepted:
        screen.heading(f"Accepted until a date ({len(accepted)})")
        screen.table(("Rule", "Reference", "What"), [(one.rule, one.ref, one.words) for one in accepted])


def _put_quiet(screen: printing.Screen, asked: dict[str, str], found: list[Finding]) -> None:
    """Say which rules found nothing, so that silence is known to be an answer."""
    quiet = [name for name in asked if name not in {finding.rule for finding in found}]
    if quiet:
        many = "rules were" if len(asked) > 1 else "rule was"
        screen.heading(f"Nothing found ({len(quiet)} of {len(asked)} {many} asked)")
        screen.line("; ".join(f"{name} {asked[name]}" for name in quiet) + ".")


def _put_severities(screen: printing.Screen, found: list[Finding], none: str) -> None:
    from tracker.register.checks import SEVERITIES

    if not found:
        screen.line(none)
    for severity in SEVERITIES:
        some = [finding for finding in found if finding.severity == severity]
        if some:
            screen.heading(f"{severity.capitalize()} ({len(some)})")
            rows = [(finding.rule, finding.ref, finding.words) for finding in some]
            screen.table(("Rule", "Reference", "What"), rows)


def put_findings(screen: printing.Screen, found: list[Finding]) -> None:
    """Add findings, one each: rule, reference, words."""
    if found:
        rows = [(finding.rule, finding.ref, finding.severity, finding.words) for finding in found]
        screen.table(("Rule", "Reference", "Severity", "What"), rows)
