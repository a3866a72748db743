"""A machine that plays pip and venv for the tests of run.py, and run.py itself as a module.  No tests stand here."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

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
    refused: dict[str, str] = field(default_factory=dict)
    """What pip says of a project that it cannot install."""

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
        if command[-1] in self.refused:
            return 1, self.refused[command[-1]]
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


def machine_in(folder: Path) -> Machine:
    """A fresh checkout in *folder*, with the two files that decide what is installed."""
    root = folder / "check out"
    root.mkdir()
    for name in ("pyproject.toml", "constraints.txt"):
        (root / name).write_text("first", encoding="utf-8")
    return Machine(root)
