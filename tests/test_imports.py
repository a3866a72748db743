"""Imports point downwards only, and some libraries have their own rooms: held by reading the code.

Also measured in a fresh Python: what the reading side of the program pulls in.  What modules do is tested elsewhere.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tracker"

# Each layer, and the layers that it may import besides itself.
BELOW: dict[str, set[str]] = {
    "model": set(),
    "ledger": {"model"},
    "register": {"model", "ledger"},
    "desk": {"model", "ledger", "register"},
    "intake": {"model", "ledger", "register", "desk"},
    "reports": {"model", "ledger", "register", "desk"},
    "tui": {"model", "ledger", "register", "desk", "intake", "reports"},
    "example": {"model", "ledger", "register", "desk", "intake"},
    "cli": {"model", "ledger", "register", "desk", "intake", "reports", "tui", "example"},
}
# Libraries that only these layers or modules may import.
ROOMS: dict[str, set[str]] = {
    "textual": {"tui"},
    "click": {"cli"},
    "jinja2": {"reports"},
    "docx": {"reports"},
    "openpyxl": {"reports"},
    "typst": {"reports"},
    "pydantic": {"intake"},
    "pydantic_core": {"intake", "tracker.ledger.entry"},  # there only for its parser of JSON, when much is read
    "yaml": {"intake"},
    "markdown_it": {"intake", "reports"},
    "sqlite3": {"ledger", "register", "desk"},
    "sqlite_utils": {"ledger"},
}


def module_name(path: Path, package: Path = PACKAGE) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(module: str, source: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """Yield the line and full name of everything that *source* imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                inside = module.split(".")
                inside = inside[: len(inside) - node.level + is_package]
                base = ".".join([*inside, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{name.name}") for name in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__"):
            yield from ((node.lineno, str(arg.value)) for arg in node.args if isinstance(arg, ast.Constant))


def layer(module: str) -> str:
    return "cli" if module == "tracker.__main__" else module.split(".")[1] if "." in module else ""


def faults(module: str, source: str, is_package: bool = False) -> list[str]:
    """Name each import of *source* that points upwards, sideways or at a library that has its room elsewhere."""
    here, found = layer(module), []
    for line, name in imported(module, source, is_package):
        top, _, rest = name.partition(".")
        there = rest.split(".")[0]
        if top == "tracker" and there in BELOW and there != here and there not in BELOW.get(here, set()):
            found.append(f"{module}:{line} imports {name}: {here or 'tracker'} may not import {there}")
        if top in ROOMS and not {here, module} & ROOMS[top]:
            found.append(f"{module}:{line} imports {top}, which only {', '.join(sorted(ROOMS[top]))} may do")
    return found


def test_every_module_stands_in_a_known_layer() -> None:
    strangers = [name for name in MODULES if name != "tracker" and layer(name) not in BELOW]
    assert not strangers
    assert {layer(name) for name in MODULES} - {""} == set(BELOW), "a layer is missing"


def test_imports_point_downwards() -> None:
    read = ((name, path.read_text(encoding="utf-8"), path.name == "__init__.py") for name, path in MODULES.items())
    assert [fault for module in read for fault in faults(*module)] == []


@pytest.mark.parametrize(
    ("module", "source", "named"),
    [
        ("tracker.model.dates", "from tracker.register import rules", "model may not import register"),
        ("tracker.model.dates", "from tracker import ledger", "model may not import ledger"),
        ("tracker.ledger.store", "import tracker.desk.actions", "ledger may not import desk"),
        ("tracker.register.rules", "from ..desk import actions", "register may not import desk"),
        ("tracker.desk.acts", "def late():\n    from tracker.reports import build", "desk may not import reports"),
        ("tracker.desk.acts", "if TYPE_CHECKING:\n    from tracker.cli import main", "desk may not import cli"),
        ("tracker.desk.acts", "importlib.import_module('tracker.tui.app')", "desk may not import tui"),
        ("tracker.reports.build", "from tracker.intake import files", "reports may not import intake"),
        ("tracker.tui.app", "from tracker.cli import main", "tui may not import cli"),
        ("tracker", "from tracker.model import dates", "tracker may not import model"),
        ("tracker.cli.reading", "from textual.app import App", "imports textual, which only tui may do"),
        ("tracker.model.dates", "import pydantic", "only intake may do"),
        ("tracker.tui.app", "import sqlite3", "only desk, ledger, register may do"),
    ],
)
def test_an_import_that_breaks_the_rule_is_named(module: str, source: str, named: str) -> None:
    (fault,) = faults(module, source)
    assert fault.endswith(named)
    assert fault.startswith(f"{module}:{source.count(chr(10)) + 1} ")


@pytest.mark.parametrize(
    ("module", "source", "is_package"),
    [
        ("tracker.intake.rows", "from pydantic import BaseModel", False),
        ("tracker.ledger.entry", "from pydantic_core import from_json", False),
        ("tracker.register.rules", "from . import queries\nfrom ..model import dates", False),
        ("tracker.register", "from . import queries\nfrom ..model import dates", True),
        ("tracker.cli.start", "from tracker.tui.app import run\nimport click", False),
        ("tracker.model.dates", "from tracker import __version__", False),
    ],
)
def test_an_import_that_keeps_the_rule_is_not_named(module: str, source: str, is_package: bool) -> None:
    assert faults(module, source, is_package) == []


HEAVY = {"pydantic", "textual", "jinja2"}
QUIET = [name for name in MODULES if layer(name) in ("model", "ledger", "register")]


def loaded_by(code: str, database: Path | None = None) -> set[str]:
    """Run *code* in a fresh Python, on the register *database*, and return the top names of all that it loaded."""
    told = f"{code}\nimport sys\nprint('LOADED', *{{name.partition('.')[0] for name in sys.modules}})"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **({"TRACKER_DB": str(database)} if database else {})}
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, encoding="utf-8", env=environment, check=False
    )
    last = (done.stdout.splitlines() or [""])[-1].split()
    assert last[:1] == ["LOADED"], done.stderr
    return set(last)


def command(*arguments: str) -> str:
    """Code that runs a command of the program and stops short when it is refused."""
    return f"""
import sys
from tracker.cli import main
sys.argv = ["tracker", *{arguments!r}]
try:
    code = main()
except SystemExit as end:
    code = end.code
if code:
    sys.exit(code)
"""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "tracker.db"
    assert "pydantic" in loaded_by(command("init"), path), "loading recommendations is what pydantic is for"
    return path


@pytest.mark.parametrize("module", ["tracker.cli", ", ".join(QUIET)], ids=["cli", "model, ledger, register"])
def test_importing_the_reading_side_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(f"import {module}") & HEAVY == set()


@pytest.mark.parametrize("arguments", [("status",), ("list",), ("show", "R4"), ("log",)], ids=" ".join)
def test_a_reading_command_loads_nothing_heavy(database: Path, arguments: tuple[str, ...]) -> None:
    assert loaded_by(command(*arguments), database) & HEAVY == set()


def test_what_a_fresh_python_loads_is_seen() -> None:
    assert loaded_by("import pydantic, textual.app, jinja2") >= HEAVY
