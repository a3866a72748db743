"""The project as a set of files: readable everywhere, tied to no machine, complete, packed whole and pinned.

What the program does is tested elsewhere.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path, PurePosixPath

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tracker import __version__

ROOT = Path(__file__).resolve().parent.parent
BINARY = {".png", ".pdf", ".docx", ".xlsx", ".xls", ".ods", ".zip", ".db", ".gz"}
GENERATED = {".git", ".venv", "__pycache__", ".hypothesis", "dist", "build", "wheels"}
LONGEST = 400

# What a newcomer looks for, and what other files here rely on.
PLACES = ("tracker", "tests", "bench/README.md", "docs", "recommendations/review.md", "exports/README.md")
PAPERS = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE")
TOOLS = ("run.py", ".ci/run", "pyproject.toml", "constraints.txt", ".editorconfig", ".gitattributes", ".gitignore")


def is_generated(path: Path) -> bool:
    parts = path.parts
    export = parts[0] == "exports" and len(parts) > 1 and parts[1] not in ("README.md", "specimens")
    return export or any(part in GENERATED or part.endswith(("_cache", ".egg-info")) for part in parts)


def project_files(root: Path) -> list[Path]:
    """The files that belong to the project: as git lists them, else all that no tool generated."""
    if (root / ".git").exists() and (git := shutil.which("git")):
        command = [git, "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if listed.returncode == 0:
            return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]
    inside = (path for path in root.rglob("*") if path.is_file())
    return [path for path in inside if not is_generated(path.relative_to(root))]


FILES = sorted(project_files(ROOT))
TEXTS = [path for path in FILES if path.suffix not in BINARY]
CODE = [path for path in FILES if path.is_relative_to(ROOT / "tracker")]
MODULES = [path for path in CODE if path.suffix == ".py"]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def machine_words(text: str, root: Path = ROOT) -> list[str]:
    """What in *text* belongs to one machine: folders of people, this very folder, hosts that serve packages."""
    hosts = "|".join(["py" + r"pi\.", "python" + r"hosted\.", "npm" + r"js\.", r"deb\.debian\."])
    people = r"(?<![\w.~#-])/(?:home|Users)/\w+|(?<![\w.~#-])/ro" + r"ot\b|[A-Z]:\\Users\\\w+"
    own = [re.escape(str(place)) for place in (root, Path.home()) if len(place.parts) > 2]
    return re.findall("|".join([rf"//[\w.-]*(?:{hosts})\w+", people, *own]), text)


def is_utf_8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_the_files_of_the_project_are_found() -> None:
    assert {"pyproject.toml", "run.py", "tracker/__init__.py", "tests/test_housekeeping.py"} <= set(map(short, FILES))
    assert [path for path in FILES if is_generated(path.relative_to(ROOT))] == []


def test_without_git_the_folder_is_walked(tmp_path: Path) -> None:
    wanted = {"README.md", "tracker/a.py", "exports/specimens/a.md"}
    for name in {*wanted, ".venv/b.py", "tests/.hypothesis/c", "exports/r.md", ".mypy_cache/d", "tracker/x.egg-info/e"}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert {path.relative_to(tmp_path).as_posix() for path in project_files(tmp_path)} == wanted


def test_every_text_file_is_utf_8() -> None:
    assert [short(path) for path in TEXTS if not is_utf_8(path.read_bytes())] == []


def test_a_file_that_is_not_utf_8_is_seen() -> None:
    assert is_utf_8("café".encode())
    assert not is_utf_8("café".encode("cp1252"))


def test_no_file_belongs_to_one_machine() -> None:
    found = {short(path): machine_words(path.read_text(encoding="utf-8", errors="replace")) for path in TEXTS}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text",
    [
        "see /ho" + "me/pat/plan",
        "C:" + r"\Users\pat\plan",
        '"/ro' + 'ot/plan"',
        "https://py" + "pi.org/simple",
        "https://files.python" + "hosted.org/x",
        "in /srv/check out/tests",
    ],
)
def test_words_of_one_machine_are_seen(text: str) -> None:
    assert len(machine_words(text, root=Path("/srv/check out"))) == 1


@pytest.mark.parametrize("text", ["docs/home/page", "the root of it", "%LOCALAPPDATA%", "gov.uk/home/x", "#/rooted"])
def test_ordinary_words_are_not_taken_for_them(text: str) -> None:
    assert machine_words(text, root=Path("/srv/check out")) == []


def test_every_module_says_what_lives_in_it() -> None:
    trees = {short(path): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}
    assert [path for path, tree in trees.items() if not ast.get_docstring(tree)] == []


def test_no_module_is_long() -> None:
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_what_a_newcomer_looks_for_is_there() -> None:
    assert [name for name in PLACES + PAPERS + TOOLS if not (ROOT / name).exists()] == []


def test_the_change_log_has_a_heading_for_this_version() -> None:
    headings = re.findall(r"^## .*$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    this = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    assert [heading for heading in headings if this.search(heading)], f"no heading names {__version__}"


def test_a_wheel_holds_the_recommendations_templates_and_styles(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob(f"thematic_review_tracker-{__version__}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    data = {f"tracker/_recommendations/{path.name}" for path in (ROOT / "recommendations").glob("*.md")}
    code = {short(path) for path in CODE}
    assert {PurePosixPath(path).suffix for path in code} >= {".py", ".j2", ".tcss"}
    assert data
    assert (data | code) - held == set()
    assert {name.split("/")[0] for name in held} == {"tracker", f"thematic_review_tracker-{__version__}.dist-info"}


def pins() -> dict[str, str]:
    """Name and version of each line of constraints.txt; nothing else may stand in it."""
    found: dict[str, str] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            match = re.fullmatch(r'([a-z0-9-]+)==([0-9][0-9A-Za-z.]*)(?: ; [a-z_]+ == "\w+")?', line)
            assert match, f"constraints.txt: {line!r} is not name==version"
            assert match[1] not in found, f"constraints.txt names {match[1]} twice"
            found[match[1]] = match[2]
    return found


def needed_on(system: str, python: str) -> set[str]:
    """The names of every package that the project, its tests and its build need on a system, through all levels."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, build = settings["project"], settings["build-system"]
    start = [*project["dependencies"], *project["optional-dependencies"]["test"], *build["requires"], "editables"]
    place = {"sys_platform": system, "platform_system": {"win32": "Windows", "darwin": "Darwin"}.get(system, "Linux")}
    here = {name: str(value) for name, value in default_environment().items()}
    environment = here | place | {"python_version": python, "python_full_version": f"{python}.0"}
    waiting = [Requirement(text) for text in start]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = (str(canonicalize_name(wanted.name)), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            further = [Requirement(text) for text in metadata.requires(key[0]) or []]
        except metadata.PackageNotFoundError:
            continue  # only for another system, and so not installed here: its own name counts all the same
        for inner in further:
            extras = ({"extra": extra} for extra in ("", *wanted.extras))
            if inner.marker is None or any(inner.marker.evaluate(environment | extra) for extra in extras):
                waiting.append(inner)
    return {name for name, _ in seen} - {"pip"}  # pip comes with the environment


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_constraints_pin_all_that_is_needed(system: str, python: str) -> None:
    assert needed_on(system, python) - set(pins()) == set()


def test_what_only_another_system_needs_counts_too() -> None:
    assert "colorama" in needed_on("win32", "3.12") - needed_on("linux", "3.12")


def test_constraints_pin_what_the_tests_run_with() -> None:
    installed = {str(canonicalize_name(package.name)): package.version for package in metadata.distributions()}
    both = {name: (version, installed[name]) for name, version in pins().items() if name in installed}
    assert {name: pair for name, pair in both.items() if pair[0] != pair[1]} == {}
