"""run.py: what it sets up, when it does nothing, and what it says when it cannot go on.

pip and venv are played by a machine that notes each command; what the started program does is tested elsewhere.
"""

from __future__ import annotations

import ast
import errno
import importlib.util
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

RUN = Path(__file__).resolve().parent.parent / "run.py"


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_py", RUN)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


run = load()


@dataclass
class Machine:
    """A checkout in a folder with a space in its name, and a pip that answers as it is told."""

    root: Path
    commands: list[list[str]] = field(default_factory=list)
    pip_says: tuple[int, str] = (0, "")
    venv_says: tuple[int, str] = (0, "")
    interrupted: bool = False

    def play(self, command: list[str], folder: Path) -> tuple[int, str]:
        assert folder == self.root
        self.commands.append(command)
        if command[1:3] == ["-m", "venv"]:
            if not self.venv_says[0]:
                self.make("python", clear=True)
            return self.venv_says
        if command[1] == "-c":
            python = Path(command[0])
            return (0, python.read_text(encoding="utf-8") + "\n") if python.exists() else (127, "no such file")
        assert command[1:4] == ["-m", "pip", "install"]
        if self.interrupted:
            raise KeyboardInterrupt
        if "-e" in command and not self.pip_says[0]:
            self.make("tracker")
        return self.pip_says

    def make(self, name: str, clear: bool = False) -> None:
        place = Path(self.checkout.program(name))
        for old in self.checkout.venv.rglob("*") if clear else []:
            if old.is_file():
                old.unlink()
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(run.SERIES, encoding="utf-8")

    @property
    def checkout(self) -> Any:
        return run.Checkout(self.root, self.play)

    def start(self, *arguments: str) -> list[str] | int:
        """Start run.py; return the command that it hands over to, or its exit code."""
        started: list[list[str]] = []

        def begin(command: list[str]) -> int:
            started.append(command)
            return 0

        code = run.main(list(arguments), self.checkout, begin)
        return started[0] if started else int(code)

    @property
    def steps(self) -> list[list[str]]:
        """The commands that make or fill the environment; the question that tries it is none."""
        return [command for command in self.commands if command[1] == "-m"]

    def took(self) -> list[str]:
        """The steps since the last time asked, each in one word."""
        names = [command[2] for command in self.steps]
        self.commands.clear()
        return names


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.chdir(tmp_path)
    root = tmp_path / "check out"
    root.mkdir()
    for name in ("pyproject.toml", "constraints.txt"):
        (root / name).write_text("first", encoding="utf-8")
    return Machine(root)


def test_the_first_start_makes_the_environment_and_hands_over(machine: Machine) -> None:
    tracker = machine.checkout.program("tracker")
    assert machine.start("status", "--area", "BRI") == [tracker, "status", "--area", "BRI"]
    base, first, second = machine.steps
    assert base[1:] == ["-m", "venv", "--clear", str(machine.root / ".venv")]
    options = ["--no-input", "--disable-pip-version-check", "-c", "constraints.txt"]
    pip = [machine.checkout.program("python"), "-m", "pip", "install", *options]
    assert first == [*pip, "hatchling"]
    assert second == [*pip, "--no-build-isolation", "-e", "."]


def test_the_second_start_runs_nothing_but_the_program(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.start()
    assert "Setting up" in capsys.readouterr().err
    machine.commands.clear()
    assert machine.start() == [machine.checkout.program("tracker")]
    assert machine.commands == []
    assert capsys.readouterr() == ("", "")


def test_what_is_said_during_set_up_never_mixes_with_the_output(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.start("status", "--json")
    assert capsys.readouterr().out == ""


def test_tests_run_in_the_project_folder_with_their_own_packages(machine: Machine) -> None:
    python = machine.checkout.program("python")
    assert machine.start("test", "-k", "dates") == [python, "-m", "pytest", "-n", "auto", "-k", "dates"]
    assert machine.commands[-1][-2:] == ["-e", ".[test]"]
    assert Path.cwd() == machine.root


def test_the_program_runs_where_the_user_stands(machine: Machine) -> None:
    here = Path.cwd()
    machine.start("status")
    assert Path.cwd() == here != machine.root


def test_the_packages_of_the_tests_include_those_of_the_program(machine: Machine) -> None:
    machine.start()
    machine.took()
    machine.start("test")
    assert machine.took() == ["pip", "pip"]
    machine.start()
    machine.start("test")
    assert machine.took() == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_changed_requirements_are_installed_into_the_same_environment(machine: Machine, name: str) -> None:
    machine.start()
    machine.took()
    (machine.root / name).write_text("second", encoding="utf-8")
    machine.start()
    assert machine.took() == ["pip", "pip"]


def test_a_moved_checkout_gets_a_new_environment(machine: Machine) -> None:
    machine.start()
    machine.took()
    machine.root = machine.root.rename(machine.root.with_name("moved here"))
    machine.start()
    assert machine.took() == ["venv", "pip", "pip"]


def test_another_python_gets_a_new_environment(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.start()
    machine.took()
    monkeypatch.setattr(run, "SERIES", "3.99")
    machine.start()
    assert machine.took() == ["venv", "pip", "pip"]
    machine.start()
    assert machine.took() == []


def test_an_environment_that_another_python_made_by_hand_is_made_anew(machine: Machine) -> None:
    machine.make("python")
    Path(machine.checkout.program("python")).write_text("3.99", encoding="utf-8")
    machine.start()
    assert machine.took() == ["venv", "pip", "pip"]


def test_an_environment_made_by_hand_is_kept(machine: Machine) -> None:
    machine.make("python")
    machine.start()
    assert machine.took() == ["pip", "pip"]


@pytest.mark.parametrize("name", ["python", "tracker"])
def test_a_broken_environment_is_mended(machine: Machine, name: str) -> None:
    machine.start()
    machine.took()
    Path(machine.checkout.program(name)).unlink()
    machine.start()
    assert machine.took() == (["venv", "pip", "pip"] if name == "python" else ["pip", "pip"])


@pytest.mark.parametrize("earlier", [True, False], ids=["an update", "the first set-up"])
def test_an_interrupted_set_up_starts_anew(machine: Machine, capsys: pytest.CaptureFixture[str], earlier: bool) -> None:
    if earlier:
        machine.start()
        (machine.root / "constraints.txt").write_text("second", encoding="utf-8")
    machine.interrupted = True
    assert machine.start() == 130
    assert capsys.readouterr().err.endswith("Stopped before the set-up was finished: start again to finish it.\n")
    machine.interrupted = False
    machine.took()
    machine.start()
    assert machine.took() == ["venv", "pip", "pip"]


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


def test_a_folder_that_cannot_be_written(
    machine: Machine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "write_text", refuse)
    assert refusal(machine, capsys) == (
        f"{machine.root} cannot be written (Read-only file system): "
        "copy the project to a folder of your own and start it there."
    )
    assert machine.commands == []


def test_once_set_up_a_folder_that_cannot_be_written_will_do(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.start()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "write_text", refuse)
    assert isinstance(machine.start(), list)


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ((3, 9, 18), "Python 3.11 or newer is needed; this is 3.9.18. Install a newer one and start again with it."),
        ((3, 10, 0), "Python 3.11 or newer is needed; this is 3.10.0. Install a newer one and start again with it."),
        ((2, 7, 18), "Python 3.11 or newer is needed; this is 2.7.18. Install a newer one and start again with it."),
        ((3, 11, 0), ""),
        ((4, 0, 0), ""),
    ],
)
def test_an_old_python_is_told_what_is_needed(version: tuple[int, ...], words: str) -> None:
    assert run.old_python(version) == words


def test_an_old_python_can_read_run_py() -> None:
    tree = ast.parse(RUN.read_text(encoding="utf-8"), feature_version=(3, 6))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert len(functions) > 5
    for function in functions:
        for hint in [function.returns, *(argument.annotation for argument in function.args.args)]:
            assert hint is None or isinstance(hint, ast.Name | ast.Constant), f"{function.name}: quote the annotation"
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "__future__" not in {node.module for node in imported}


def test_on_windows_programs_stand_in_scripts(machine: Machine) -> None:
    expected = machine.root / ".venv" / "Scripts" / "tracker.exe"
    assert machine.checkout.program("tracker", windows=True) == str(expected)


@pytest.mark.parametrize("windows", [True] if run.WINDOWS else [True, False])
def test_the_program_gets_arguments_input_and_folder_and_its_exit_code_counts(tmp_path: Path, windows: bool) -> None:
    told, here = tmp_path / "a b.py", tmp_path / "some where"
    here.mkdir()
    told.write_text(
        "import sys, pathlib\nprint(sys.argv[1:], sys.stdin.read(), pathlib.Path.cwd().name)\nsys.exit(7)\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(told), "due<2022", "two words", ""]
    code = f"import sys, run; sys.exit(run.hand_over({command!r}, {windows}))"
    place = {**os.environ, "PYTHONPATH": str(RUN.parent)}
    start = [sys.executable, "-c", code]
    done = subprocess.run(start, input="in", cwd=here, env=place, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (7, "['due<2022', 'two words', ''] in some where\n"), done.stderr


def test_a_command_that_cannot_be_started_is_a_failure_not_a_crash(tmp_path: Path) -> None:
    code, words = run.call([str(tmp_path / "nothing here")], tmp_path)
    assert code == 127
    assert "nothing here" in words


def test_a_command_is_run_in_its_folder_and_all_that_it_prints_is_kept(tmp_path: Path) -> None:
    script = "import os, sys; print(os.getcwd(), flush=True); print('oh no', file=sys.stderr); sys.exit(3)"
    code, words = run.call([sys.executable, "-c", script], tmp_path)
    assert (code, words.splitlines()) == (3, [str(tmp_path), "oh no"])
