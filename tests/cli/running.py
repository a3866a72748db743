"""Runs the program as a user does, in this process: arguments and input in; exit status, output and errors out."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from tracker.cli import main

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    """What a run came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, as JSON."""
        return json.loads(self.out)


@dataclass
class Cli:
    """The program at one register, with further variables of the environment."""

    db: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, stdin: str | bytes = "", **environment: str) -> Done:
        """Run the program; whatever is raised out of it fails the test."""
        given = {"TRACKER_DB": str(self.db), "COLUMNS": "", **self.environment, **environment}
        with CliRunner().isolation(input=stdin, env=given) as (out, err, _):
            code = main(list(arguments))
        return Done(code, out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))

    def ok(self, *arguments: str, **more: Any) -> Done:
        """Run the program and hold that it did what was asked, without complaint."""
        done = self.run(*arguments, **more)
        assert (done.code, done.err) == (0, ""), (arguments, done)
        return done

    def json(self, *arguments: str) -> Any:
        """Run a command with --json and return what it printed."""
        return self.ok(*arguments, "--json").json

    def act(self, *arguments: str, **more: Any) -> str:
        """Record something and return the reference that it was about or made."""
        return str(self.ok(*arguments, "--json", **more).json["ref"])

    def refused(self, *arguments: str, code: int = 1, **more: Any) -> str:
        """Run what must be refused and return its one line, without the program's name."""
        done = self.run(*arguments, **more)
        assert (done.code, done.out) == (code, ""), (arguments, done)
        assert done.err.startswith("tracker: "), done.err
        assert done.err.count("\n") == 1, done.err
        return done.err.removeprefix("tracker: ").strip()


def program(*arguments: str, db: Path, stdin: str = "", environment: Mapping[str, str] | None = None) -> Done:
    """Run the program as a process of its own."""
    given = {**os.environ, "PYTHONPATH": str(ROOT), "TRACKER_DB": str(db), **(environment or {})}
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *arguments], input=stdin.encode(), capture_output=True, env=given, check=False
    )
    encoding = given.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
    return Done(done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding))


def loaded(*arguments: str, db: Path) -> set[str]:
    """Run the program in a process of its own; return the packages that it loaded, and the modules of its own."""
    told = (
        "import sys; from tracker.cli import main; code = main(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr) if code == 0 else sys.exit(code)"
    )
    given = {**os.environ, "PYTHONPATH": str(ROOT), "TRACKER_DB": str(db)}
    done = subprocess.run([sys.executable, "-c", told, *arguments], capture_output=True, env=given, check=True)
    return {name if name.startswith("tracker.") else name.partition(".")[0] for name in done.stderr.decode().split()}


def insider(path: Path, sql: str, *values: object) -> None:
    """Change a register with another program, past its guards, which stand again afterwards."""
    with closing(sqlite3.connect(path)) as db, db:
        guards = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute(sql, values).rowcount > 0
        for _, guard in guards:
            db.execute(guard)
