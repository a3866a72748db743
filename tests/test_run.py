"""run.py: what it sets up, when it does nothing, and how it hands over.

pip and venv are played; what run.py says when it cannot go on is in test_run_refusals.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.run_machine import RUN, Machine, machine_in, run


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.chdir(tmp_path)
    return machine_in(tmp_path)


def test_the_first_start_makes_the_environment_and_hands_over(machine: Machine) -> None:
    tracker = machine.checkout.program("tracker")
    assert machine.start("status", "--area", "BRI") == [tracker, "status", "--area", "BRI"]
    base, first, second = machine.steps
    assert base[1:] == ["-m", "venv", "--clear", str(machine.root / ".venv")]
    options = ["--no-input", "--disable-pip-version-check", "-c", "constraints.txt"]
    pip = [machine.checkout.program("python"), "-m", "pip", "install", *options]
    assert first == [*pip, "hatchling"]
    assert second == [*pip, "--no-build-isolation", "-e", ".[office,pdf]"]


@pytest.mark.parametrize(
    "said",
    ["ERROR: No matching distribution found for typst<0.16", "ERROR: ResolutionImpossible: conflicting dependencies"],
)
def test_where_word_and_pdf_are_not_to_be_had_the_rest_is_set_up(
    machine: Machine, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.refused = {".[office,pdf]": said}
    assert machine.start("status") == [machine.checkout.program("tracker"), "status"]
    assert machine.commands[-1][-2:] == ["-e", "."]
    assert "Found no packages for Word, workbooks or PDF" in capsys.readouterr().err
    machine.took()
    machine.start()
    assert machine.took() == []


def test_a_fault_of_the_network_is_not_taken_for_a_package_that_is_not_to_be_had(machine: Machine) -> None:
    machine.refused = {".[office,pdf]": "Connection timed out\nERROR: No matching distribution found for typst"}
    assert machine.start("status") == 1
    assert machine.commands[-1][-1] == ".[office,pdf]"


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
