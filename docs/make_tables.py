"""Writes the pages of docs/ that are made from the program's own tables; a test holds that they are up to date.

Run it from the project's folder: ``python docs/make_tables.py``.
"""

from __future__ import annotations

from pathlib import Path

from docs import measure_guard
from tracker.model import statuses
from tracker.model.acts import ACTS, READ_ONLY_NOTE
from tracker.model.vocabulary import Rating, Role, Sustainment
from tracker.register import assuring, checks, comparing, evidence_filter, filters, rules, trail_filter, wanted

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
acts on actions that they own or that their agency leads. A query belongs where the thing belongs that it is about:
its manager answers it, or a contributor for an action of their own and the evidence and decisions on it; whoever asked
never answers, and whoever answered never asks again or closes. Areas do not limit partnership executive members,
scrutineers and auditors, who review for all areas. Every act is checked in one place, the desk, whichever way it
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
    quality = [
        [check.id, check.severity, check.title, check.words, "" if check.acceptable else "no"]
        for check in checks.CHECKS
    ]
    lowered = [
        [found.words, assuring.LOWERED[found].words if found in assuring.LOWERED else "what accepted evidence shows"]
        for found in Sustainment
    ]
    *first, last = map(str, assuring.SUSTAINMENT_MONTHS)
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

{table(["Rule", "Severity", "What", "Words", "Can be accepted"], quality)}

`tracker check --rule C6` asks one rule, `--severity high` those of one weight. `--strict` ends with exit status 1 when
something severe is found. Every rule is asked before each report and named in its annex, also where it finds nothing.

A body may accept what a rule finds of a reference until a day: `tracker decision ask --kind acceptance --rule C6
--until DAY`, decided like any other. Until that day it is listed apart; afterwards it needs attention again, and says
by which decision it had been accepted. What the last column says no to, nobody can accept: it is about whether
evidence, review and sign-off can be relied on. An acceptance changes no rating.

## Evidence that counts

Evidence is *held* when it is in hand and neither returned nor expired: awaiting review, or accepted. Its last day,
where it has one, is kept by everybody: the day after, the piece has expired, whatever a reviewer said before. A
revision goes back to review; the one it replaced stays listed with the hash of its file, and that file is kept and
verified.

## Checks after sign-off

{", ".join(first)} and {last} months after sign-off a check falls due (on the last day of a month that is too short) of
whether the work is still in place; it may be made up to {assuring.EARLY_DAYS} days before. It never reopens an action:
the status stays signed off and the rating blue. It lowers what is said of the difference made, the last check counting:

{table(["The last check found", "At most is said"], lowered)}

"Sustained" is said of signed-off work alone: where accepted evidence that shows it is dated after the sign-off, or
where the last check found the work still in place. Any other piece that is to show it counts as delivered only, and C2
finds a claim of more.

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
    changes = [[f"`change:{name}`", what] for name, (what, _) in comparing.CHANGES.items()]
    return f"""{MADE}

# The filter language

One language for `tracker list`, the actions list of the terminal UI and the queries that reports print beside their
figures. Words are joined by *and*; commas inside a value mean *or*; anything else is searched for in titles,
descriptions, owners and notes (the last word also as a beginning). Put quotes round words that belong together.

    area:BRI rag:red overdue owner:police due<2022-06-30 basis:agreed "hospital support"

A reference finds what it names: `R4` the actions that stand under it, `R4.BRI` those of Bristol, `R4.BRI.2` the one.

{table(["Word", "Value"], fields)}

`rec:R4` (or `R4`) is the sum of its cells in the matrix; `serves:R4` also finds actions that stand under another
recommendation and serve R4 as well, so it can find more. A word on its own that is nearly one of the words below, or
is a status, a rating or an area (`signed_off`, `red`, `BRI`), is searched for as text, and the answer says so.

Dates take `<`, `<=`, `>`, `>=` or `:`, written as people write them (`31/3/22`, `"March 2022"`, `"Q4 2021/22"`);
`none` finds rows without one.

{table(["Word", "Date"], dates)}

What became of an action since an earlier day needs that day as well: `change:worse since:2022-06-30`, or with the last
entry that was known then, `since:2022-06-30,#600`. A rating that is grey then or now is neither better nor worse.

{table(["Word", "Finds actions that were or are"], changes)}

A minus sign leaves out what a word finds: `-reported:red,amber`, `-overdue`.

Words that stand alone:

{table(["Word", "Finds actions that are"], flags)}

Sorted by: {", ".join(f"`{name}`" for name in filters.SORTS)}.

## The evidence trail

`tracker log` and the trail of the terminal UI take one reference, such as `R4.BRI` with all that stands under it, and
these words; all must hold.

    R4.BRI act:progress,action.revised since:2022-03-01 late
    follow:R4.BRI.2
    of:"area:BRI plan overdue" -act:report

{table(["Word", "Value"], [[f"`{name}:…`", what] for name, what in trail_filter.FIELDS.items()])}

Groups of acts that are no word of an act's name; `-act:added,ended,corrected,decision,noted` leaves what was changed.

{table(["Group", "Holds"], [[f"`act:{name}`", what] for name, (what, _) in wanted.GROUPS.items()])}

{table(["Word alone", "Finds entries that are"], [[f"`{name}`", what] for name, what in trail_filter.FLAGS.items()])}

Words in quotes are looked for as `text:` does.

## The evidence register

`tracker evidence list` and the list on the screens (`4`) take a reference (what shows it, or anything that stands under
it), and:

{table(["Word", "Value"], [[f"`{name}:…`", what] for name, what in evidence_filter.FIELDS.items()])}

`{evidence_filter.UNLINKED}` finds what is linked to nothing; any other words are looked for in title and description.
"""


PAGES = {
    "permissions.md": permissions,
    "rules.md": rule_pages,
    "filters.md": filter_page,
    "privacy-guard.md": measure_guard.page,
}


def main() -> None:
    """Write every page that is made from a table."""
    folder = Path(__file__).parent
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
