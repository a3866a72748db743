"""run.py: what it says when it cannot go on, each in one line, and what it leaves behind then.

pip and venv are played; what it does when all is well is in test_run.py.
"""

from __future__ import annotations

import ast
import errno
import importlib.util
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run_machine import RUN, Machine, machine_in, run


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.chdir(tmp_path)
    return machine_in(tmp_path)


def refusal(machine: Machine, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which run.py refuses to go on."""
    assert machine.start(*arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    setting_up, line = said.err.splitlines()
    assert setting_up.startswith("Setting up ")
    return line


# What pip prints, cut to the lines that matter: no network; a requirement; a requirement that the constraints pin.
RETRYING = "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError': /simple/hatchling/\n"
UNPINNED = "ERROR: No matching distribution found for hatchling\n"
PINNED = (
    "The conflict is caused by:\n    The user requested (constraint) textual==8.2.8\n\nERROR: ResolutionImpossible\n"
)


@pytest.mark.parametrize("end", [UNPINNED, PINNED])
def test_a_missing_network_is_said_in_one_line(machine: Machine, capsys: pytest.CaptureFixture[str], end: str) -> None:
    machine.pip_says = (1, RETRYING + end)
    log = machine.root / ".venv" / "pip.log"
    assert refusal(machine, capsys) == (
        "The packages could not be fetched. Check the network and start again, or name a folder of wheels in "
        f"TRACKER_WHEELS: CONTRIBUTING.md, 'Without a network', says how to make one. (All that pip said: {log})"
    )
    assert log.read_text(encoding="utf-8") == RETRYING + end


def test_after_a_failed_install_the_environment_is_kept(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.start()
    (machine.root / "constraints.txt").write_text("second", encoding="utf-8")
    machine.pip_says = (1, RETRYING)
    assert machine.start() == 1
    assert machine.start() == 1
    machine.pip_says = (0, "")
    machine.took()
    machine.start()
    assert machine.took() == ["pip", "pip"]


def test_a_new_environment_is_kept_though_it_could_not_be_filled(machine: Machine) -> None:
    machine.start()
    machine.root = machine.root.rename(machine.root.with_name("moved here"))
    machine.pip_says = (1, RETRYING)
    machine.took()
    assert machine.start() == 1
    assert machine.took() == ["venv", "pip"]
    machine.pip_says = (0, "")
    machine.start()
    assert machine.took() == ["pip", "pip"]


def test_a_folder_of_wheels_is_used_and_no_index(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    (Path.cwd() / "my wheels").mkdir()
    monkeypatch.setenv("TRACKER_WHEELS", "my wheels")
    machine.start()
    for command in machine.steps[1:]:
        place = command.index("--no-index")
        assert command[place + 1 : place + 3] == ["--find-links", str(Path.cwd() / "my wheels")]


@pytest.mark.parametrize(("words", "missing"), [(UNPINNED, "hatchling"), (PINNED, "textual==8.2.8")])
def test_a_wheel_that_is_missing_is_named(
    machine: Machine,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: str,
    missing: str,
) -> None:
    monkeypatch.setenv("TRACKER_WHEELS", str(machine.root))
    machine.pip_says = (1, words)
    assert refusal(machine, capsys).startswith(
        f"No {missing} for this computer and Python {run.SERIES} was found in the folder of wheels {machine.root}. ("
    )


def test_a_release_that_the_index_lacks_is_named(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.pip_says = (1, PINNED)
    said = f"No textual==8.2.8 for this computer and Python {run.SERIES} was found. (All that"
    assert refusal(machine, capsys).startswith(said)


def test_a_folder_of_wheels_that_is_not_there(
    machine: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_WHEELS", "nowhere")
    assert refusal(machine, capsys) == (
        f"TRACKER_WHEELS names {Path.cwd() / 'nowhere'}, which is no folder: name the folder of wheels, or unset it."
    )
    assert machine.commands == []


def test_any_other_failure_of_pip_is_quoted(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.pip_says = (2, "Collecting click\nERROR: Could not install packages: [Errno 28] No space left\n\nnotice\n")
    said = "The packages could not be installed; pip says: ERROR: Could not install packages: [Errno 28] No space left"
    assert refusal(machine, capsys).startswith(said + " (All that")


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv(
    machine: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == module else find(name))
    assert refusal(machine, capsys) == (
        f"This Python lacks its venv module; Debian and Ubuntu: sudo apt install python{run.SERIES}-venv"
    )


def test_an_environment_that_cannot_be_made(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.venv_says = (1, "Error: [Errno 28] No space left on device\n")
    said = f"No environment could be made in {machine.root / '.venv'}: Error: [Errno 28] No space left on device"
    assert refusal(machine, capsys) == said


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and from then on nothing can be written."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    return lambda: monkeypatch.setattr(Path, "write_text", refuse)


def test_a_folder_that_cannot_be_written(
    machine: Machine, capsys: pytest.CaptureFixture[str], read_only: Callable[[], None]
) -> None:
    read_only()
    assert refusal(machine, capsys) == (
        f"{machine.root} cannot be written (Read-only file system): "
        "copy the project to a folder of your own and start it there."
    )
    assert machine.commands == []


def test_once_set_up_a_folder_that_cannot_be_written_will_do(machine: Machine, read_only: Callable[[], None]) -> None:
    machine.start()
    read_only()
    assert isinstance(machine.start(), list)


@pytest.mark.parametrize("version", [(3, 9, 18), (3, 10, 0), (2, 7, 18)])
def test_an_old_python_is_told_what_is_needed(version: tuple[int, ...]) -> None:
    this = ".".join(map(str, version))
    needed = f"Python 3.11 or newer is needed; this is {this}. Install a newer one and start again with it."
    assert run.old_python(version) == needed


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 1), (4, 0, 0)])
def test_a_python_that_is_new_enough_is_told_nothing(version: tuple[int, ...]) -> None:
    assert run.old_python(version) == ""


def test_an_old_python_can_read_run_py() -> None:
    tree = ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert len(functions) > 5
    for function in functions:
        for hint in [function.returns, *(argument.annotation for argument in function.args.args)]:
            assert hint is None or isinstance(hint, ast.Name | ast.Constant), f"{function.name}: quote the annotation"
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "__future__" not in {node.module for node in imported}
