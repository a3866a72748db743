"""``tracker init``, ``verify``, ``backup``, ``restore`` and ``rebuild``: the register as a thing to be kept.

What each does stands in the intake, the register and the desk; here it is called and told.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli import faults
from tracker.cli.context import Call, Command
from tracker.cli.printing import Screen, complain

if TYPE_CHECKING:
    from tracker.desk.opening import First
    from tracker.desk.session import Session
    from tracker.register.verification import VerifyResult

FILE = click.Path(path_type=Path)


@click.command("init", cls=Command, examples=("tracker init", "tracker init --example --db example.db"))
@click.option("--example", is_flag=True, help="Add a year of progress that is made up and marked ILLUSTRATIVE.")
@click.option("--from", "folder", type=FILE, metavar="DIR", help="Recommendation files of your own.")
@click.pass_obj
def init_command(call: Call, example: bool, folder: Path | None) -> None:
    """Make a register: the review and its nine recommendations, as the recommendation files have them."""
    session = call.session()
    if example and folder:
        raise faults.Misused(
            "--example has its own recommendation files; leave --from out", click.get_current_context()
        )
    words = make_example(session.path) if example else make_register(session, folder)
    if folder:
        _warn_of(folder)
    screen = Screen()
    screen.whole(words)
    call.show(screen, {"path": str(session.path), "example": example, "words": words})


def make_register(session: Session, folder: Path | None = None, *, first: First | None = None) -> str:
    """Make a register from recommendation files, all or nothing, and return what was made in words.

    *first* is its first person, a partnership business manager of all areas unless somebody else is given.
    Raises FileProblems when the files are faulty, StoreError when the place is taken or unfit.
    """
    from tracker.desk.opening import First, open_register
    from tracker.intake.loading import drafts
    from tracker.intake.recommendations import default_folder, load

    try:
        plan = load(folder or default_folder())
    except FileNotFoundError as error:
        raise faults.Refused(f"{error}.") from None
    first = first or First()
    today = dataclasses.replace(session, today=None).day  # --today never moves what is recorded
    entries = open_register(
        session.path,
        lambda make: drafts(plan, make, today=today),
        title=plan.review.title,
        via=session.via,
        begins=today,
        first=first,
    )
    return (
        f"Made the register at {session.path} from the recommendation files: {len(plan.recommendations)} "
        f"recommendations, {len(plan.actions)} actions, {len(entries)} entries. You are P1, manager of {first.manages}."
    )


def _warn_of(folder: Path) -> None:
    """Say on stderr where files of one's own look like personal data; they are loaded all the same."""
    from tracker.intake.looking_over import looked_over

    for line in looked_over(folder):
        complain(f"{line}; it is loaded as it stands", whole=True)


def make_example(path: Path) -> str:
    """Make the example register, and return what was made in words; raises StoreError when the place is unfit."""
    from tracker.example import build

    build(path)
    return f"Made the example register at {path}. All progress in it is made up: its log begins with ILLUSTRATIVE."


# --- verify -----------------------------------------------------------------------------------------------------------


@click.command("verify", cls=Command, examples=("tracker verify", "tracker verify --against report.md --json"))
@click.option("--against", type=FILE, metavar="FILE", help="A report that was issued, as text, from whoever kept it.")
@click.pass_obj
def verify_command(call: Call, against: Path | None) -> int:
    """Prove that no entry, text, table or evidence file was changed; exit status 3 when one was."""
    from tracker.register.verification import read_report, verify

    path = call.session().path
    result = verify(path, read_report(against) if against else None)
    screen = Screen()
    _put_result(screen, path, result)
    call.show(screen, result.as_json())
    return 0 if result.ok else faults.FAILED_VERIFICATION


def _put_result(screen: Screen, path: Path, result: VerifyResult) -> None:
    from tracker.register.versions import earlier_release

    good = "Verified: nothing that was recorded has been changed."
    screen.line(good if result.ok else "NOT VERIFIED.", style="strong" if result.ok else "red")
    screen.whole(f"{'Register':<14}{path}", indent=2)
    said = {
        "Log": result.log or "cannot be read",
        "Entries": str(result.entries),
        "Root": result.root or "cannot be read",
        "Short code": result.short_code or "cannot be read",
    }
    for label, value in said.items():
        screen.field(label, value, labels=14)
    if release := earlier_release(path):
        screen.line(
            f"Its tables were made by an earlier release ({release}). They are not read; bring them up to date with: "
            "tracker rebuild"
        )
    for problem in result.problems:
        screen.line(f"{f'#{problem.seq}  ' if problem.seq else ''}{problem.words}", indent=2, hang=4, style="red")
    if result.against:
        screen.line(result.against.words)
    elif result.ok:
        screen.line("A register that was rewritten as a whole shows only --against a report that was issued before.")


# --- backup, restore, rebuild -----------------------------------------------------------------------------------------


@click.command("backup", cls=Command, examples=("tracker backup tracker-2022-03-31.db",))
@click.argument("file", type=FILE)
@click.option("--as-it-is", is_flag=True, help="Keep the copy of a faulty register too.")
@click.pass_obj
def backup_command(call: Call, file: Path, as_it_is: bool) -> None:
    """Copy the register to FILE, and its evidence beside it; the copy is verified."""
    from tracker.desk.keeping import backup

    _tell(call, backup(call.session(), file, as_it_is=as_it_is))


@click.command("restore", cls=Command, examples=("tracker restore tracker-2022-03-31.db",))
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Give up entries that the backup lacks; they are kept aside.")
@click.option("--against", type=FILE, metavar="REPORT", help="An issued report; the backup must hold all it rests on.")
@click.pass_obj
def restore_command(call: Call, file: Path, force: bool, against: Path | None) -> None:
    """Put the backup FILE in the place of the register, once it is verified."""
    from tracker.desk.restoring import restore
    from tracker.register.verification import read_report

    text = read_report(against) if against else None
    _tell(call, restore(call.session(), file, force=force, against=text))


@click.command("rebuild", cls=Command, examples=("tracker rebuild",))
@click.pass_obj
def rebuild_command(call: Call) -> None:
    """Make the tables and the search anew from the entries, which stay as they are."""
    from tracker.desk.keeping import rebuild

    _tell(call, rebuild(call.session()))


def _tell(call: Call, words: str) -> None:
    screen = Screen()
    screen.whole(words)
    call.show(screen, {"words": words})
