"""Writes the pages of docs/ that are made from the program's own tables; a test holds that they are up to date.

Run it from the project's folder: ``python docs/make_tables.py``.
"""

from __future__ import annotations

from pathlib import Path

from tracker.model import statuses
from tracker.model.acts import ACTS, READ_ONLY_NOTE
from tracker.model.vocabulary import Rating, Role
from tracker.register import checks, filters, rules

MADE = "<!-- Made by docs/make_tables.py; edit the table in the program, not this page. -->"


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines)


def permissions() -> str:
    """Who may record which act, and in which status an action allows it."""
    head = ["To …", "Entry", *(role.words for role in Role), "Undo", "While the action is"]
    rows = []
    for act in ACTS.values():
        allowed = statuses.ALLOWED.get(act.name)
        rows.append(
            [
                act.verb,
                f"`{act.name}`",
                *("yes" if role in act.roles else "" for role in Role),
                "yes" if act.undo else "",
                ", ".join(status.words for status in allowed) if allowed else "",
            ]
        )
    return f"""{MADE}

# Acts and roles

{READ_ONLY_NOTE}

A manager acts on the areas that they manage; on joint work, the manager of any area that takes part. A contributor
acts on actions that they own or that their agency leads. Areas do not limit partnership executive members, scrutineers
and auditors, who review for all areas. Every act is checked in one place, the desk, whichever way it
comes in. Identity is as stated: the computer log-in, or `--as` a person of the register; the log-in is kept with every
entry.

{table(head, rows)}
"""


def rule_pages() -> str:
    """The date check, the checks of plan quality, and the settings."""
    dated = [
        [rule.id, rule.rating.words, rules.words(rule.id, rules.DEFAULT_SETTINGS), "yes" if rule.exception else ""]
        for rule in rules.RULES
        if rule.rating is not None
    ]
    quality = [[check.id, check.severity, check.title, check.words] for check in checks.CHECKS]
    settings = [[name, str(days)] for name, days in rules.DEFAULT_SETTINGS.items()]
    ratings = [[rating.letter, rating.symbol, rating.words, rating.meaning] for rating in Rating]
    return f"""{MADE}

# Ratings and rules

Delivery has two ratings that stand beside each other and are never mixed: the **reported rating** is the owner's, red,
amber or green, with a note; the **date check** is what the dates say, by the rules below. Blue is given by sign-off
alone.

{table(["Letter", "Symbol", "Word", "Meaning"], ratings)}

## The date check

The rules are tried in this order and the first that holds decides; for open actions that is worst first. Month,
quarter and year dates fall due on their last day. Existing provision and ended actions are not rated.

{table(["Rule", "Rating", "When", "Needs attention"], dated)}

"No update in the round" means: since the cut-off before the last meeting's own cut-off, nothing was recorded; an action
that joined the plan after the last cut-off is not asked for yet.

## What needs attention

`tracker check`, the position and the reports list these besides the date-check rules that need attention.

{table(["Rule", "Severity", "What", "Words"], quality)}

## Settings

Days; changed with `tracker settings change`, which is an entry like any other, so that a past position is rated by the
settings that were in force.

{table(["Setting", "Days unless changed"], settings)}
"""


def filter_page() -> str:
    """The filter language."""
    fields = [[f"`{name}:…`", what] for name, (what, _) in filters.FIELDS.items()]
    dates = [[f"`{name}<…`", what] for name, (what, _) in filters.DATE_FIELDS.items()]
    flags = [[f"`{name}`", what] for name, (what, _) in filters.FLAGS.items()]
    return f"""{MADE}

# The filter language

One language for `tracker list`, the actions list of the terminal UI and the queries that reports print beside their
figures. Words are joined by *and*; commas inside a value mean *or*; anything else is searched for in titles,
descriptions, owners and notes (the last word also as a beginning). Put quotes round words that belong together.

    area:BRI rag:red overdue owner:police due<2022-06-30 basis:agreed "hospital support"

A reference finds what it names: `R4` the actions that serve it, `R4.BRI` those of Bristol, `R4.BRI.2` the one.

{table(["Word", "Value"], fields)}

Dates take `<`, `<=`, `>`, `>=` or `:`, written as people write them (`31/3/22`, `"March 2022"`, `"Q4 2021/22"`);
`none` finds rows without one.

{table(["Word", "Date"], dates)}

Words that stand alone:

{table(["Word", "Finds actions that are"], flags)}

Sorted by: {", ".join(f"`{name}`" for name in filters.SORTS)}.
"""


PAGES = {"permissions.md": permissions, "rules.md": rule_pages, "filters.md": filter_page}


def main() -> None:
    """Write every page that is made from a table."""
    folder = Path(__file__).parent
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
