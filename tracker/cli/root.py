"""The root of the command line: its commands by name, each loaded only when it is called, and the terminal UI itself.

What the commands do stands in the modules that this table names.
"""

from __future__ import annotations

from importlib import import_module

import click

from tracker import __version__
from tracker.cli import faults
from tracker.cli.context import Call, Group
from tracker.cli.program import open_program

# Section of the help → command → module, and what it does in one line.
COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "Look": {
        "status": ("status", "The position: recommendations by area, and what needs attention."),
        "list": ("lists", "Actions, filtered and sorted."),
        "show": ("show", "Anything with a reference, and its history."),
        "log": ("log", "The evidence trail: who recorded what, when and why."),
        "coverage": ("coverage", "Evidence, queries and entries by recommendation and area."),
        "check": ("status", "What needs attention, by rule."),
        "waiting": ("waiting", "What waits for you: to decide, record, answer, update or review."),
        "round": ("round", "The update round under way: who is still to be asked before the next meeting."),
        "report": ("report", "Write a report, with a checkpoint that it can be verified against."),
        "export": ("export", "The plan as a workbook, CSV or JSON."),
        "calendar": ("calendar", "Milestones, due dates, cut-offs and meetings for a calendar program."),
        "remind": ("calendar", "Drafts of e-mails to the owners of whom something is asked."),
    },
    "Record": {
        "progress": ("delivery", "What an owner reports: a note and a rating."),
        "complete": ("delivery", "The owner's claim that an action is complete."),
        "signoff": ("delivery", "A body's decision that an action is done, on evidence."),
        "sustain": ("sustaining", "A check, months after sign-off, of whether the work lasted."),
        "action": ("actions", "Add, edit, adopt, revise, end actions."),
        "milestone": ("milestones", "The dated steps of an action."),
        "evidence": ("evidence", "Documents and records, what they show, and their review."),
        "measure": ("measures", "What is counted, and its readings."),
        "response": ("plan", "A partnership's response to a recommendation."),
        "recommendation": ("plan", "Official numbers and official wording."),
        "meeting": ("meetings", "Meetings of a body, and the cut-off for updates."),
        "decision": ("decisions", "What is asked of a body, and what it decided."),
        "risk": ("risks", "What could go wrong."),
        "query": ("queries", "A question on anything, its answer, and its closing."),
        "people": ("people", "Who may act, by post."),
        "agency": ("people", "Agencies, their areas and successors."),
        "settings": ("plan", "The settings of the date check's rules."),
        "trail": ("trail", "Note that the evidence trail was reviewed."),
        "undo": ("trail", "Undo your own last act; it stays in the trail."),
    },
    "Keep": {
        "init": ("keeping", "Make a register from the recommendation files."),
        "verify": ("keeping", "Prove that nothing recorded was changed."),
        "prove": ("prove", "Prove one entry, or that one report extends another, to somebody outside."),
        "package": ("package", "An audit package, which opens and verifies without this program."),
        "backup": ("keeping", "A verified copy of the register and its evidence."),
        "restore": ("keeping", "Put a backup in the place of the register."),
        "rebuild": ("keeping", "Make the tables anew from the entries."),
        "dispose": ("disposal", "Remove words or a file for good, with a ground."),
    },
}
_PLACES = {name: place for section in COMMANDS.values() for name, place in section.items()}


class Root(Group):
    """The program's commands, imported when they are called, so that a list starts without the rest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None when there is none of that name."""
        place = _PLACES.get(cmd_name)
        if place is None:
            return None
        module = import_module(f"tracker.cli.{place[0]}")
        found = getattr(module, f"{cmd_name}_command")
        assert isinstance(found, click.Command)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; a name that is none suggests those that are like it."""
        name = args[0]
        if name not in _PLACES and not name.startswith("-"):
            from difflib import get_close_matches

            near = " or ".join(f"tracker {word}" for word in get_close_matches(name, _PLACES))
            raise faults.Misused(f"There is no command '{name}'" + (f"; did you mean {near}?" if near else "."), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section, from the table alone."""
        for section, commands in COMMANDS.items():
            with formatter.section(section):
                formatter.write_dl([(name, words) for name, (_, words) in commands.items()])


@click.group(
    cls=Root,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    examples=(
        "tracker status --area BRI",
        "tracker list 'area:BRI overdue'",
        "tracker report assurance",
    ),
)
@click.version_option(__version__, message="tracker %(version)s")
@click.pass_obj
@click.pass_context
def root(context: click.Context, call: Call) -> int | None:
    """Track the action plan of a cross-border thematic review, with an evidence trail that can be verified.

    Without a command the terminal program opens; the first time it makes the register.
    """
    if context.invoked_subcommand:
        return None
    if call.json:
        raise faults.Misused("--json belongs to a command, like: tracker status --json", context)
    return open_program(call.session())
