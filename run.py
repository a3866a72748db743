"""Start the tracker from a checkout: make .venv here once, then hand over to the program, or to pytest for `test`.

What the program does is not here.  Python 3.6 can still read this file, so that an old Python gets a sentence:
annotations that it would not know are quoted.
"""

import hashlib
import importlib.util
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

WINDOWS = os.name == "nt"
SERIES = "{}.{}".format(*sys.version_info[:2])
NETWORK = "Connection|Retrying|timed out|Timeout|ProxyError|SSLError|CERTIFICATE|name resolution|getaddrinfo"
NOT_TO_BE_HAD = "No matching distribution|conflicting dependencies"

BARE = "."
PROJECTS = {"core": (".[office,pdf]", BARE), "test": (".[test]",)}
"""What is set up, and what will do where the first is not to be had: the program without Word, workbooks and PDF."""


class Refused(Exception):
    """The set-up cannot go on; the message is one line for people: what is wrong and what to do."""


def old_python(version: "tuple[int, ...]") -> str:
    """Return the line for a Python that is too old, or nothing."""
    if version[:2] >= (3, 11):
        return ""
    this = ".".join(str(part) for part in version[:3])
    return f"Python 3.11 or newer is needed; this is {this}. Install a newer one and start again with it."


def pip_problem(output: str, wheels: str) -> str:
    """Return one line for people from what pip printed as it failed."""
    if re.search(NETWORK, output):
        return (
            "The packages could not be fetched. Check the network and start again, or name a folder of wheels in "
            "TRACKER_WHEELS: CONTRIBUTING.md, 'Without a network', says how to make one."
        )
    missing = re.search(r"(?:No matching distribution found for|\(constraint\)) ([^\s;]+)", output)
    if missing:
        where = f" in the folder of wheels {wheels}" if wheels else ""
        return f"No {missing[1]} for this computer and Python {SERIES} was found{where}."
    return f"The packages could not be installed; pip says: {last_line(output, 'error')}"


def last_line(output: str, word: str = "") -> str:
    """Return the last line of *output* that holds *word* in any case, else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["nothing"]
    return ([line for line in lines if word in line.lower()] or lines)[-1]


def call(command: "list[str]", folder: Path) -> "tuple[int, str]":
    """Run *command* in *folder*, out of sight; return its exit code and what it printed."""
    nothing, pipe, same = subprocess.DEVNULL, subprocess.PIPE, subprocess.STDOUT
    try:
        done = subprocess.run(command, cwd=str(folder), stdin=nothing, stdout=pipe, stderr=same, check=False)
    except OSError as error:
        return 127, str(error)
    return done.returncode, done.stdout.decode("utf-8", "replace")


class Checkout:
    """A copy of the project in a folder, and the environment .venv inside it."""

    def __init__(self, root: Path, run: "Callable[[list[str], Path], tuple[int, str]]" = call) -> None:
        self.root, self.venv, self.stamp, self.run = root, root / ".venv", root / ".venv" / "set-up.txt", run

    def program(self, name: str, windows: bool = WINDOWS) -> str:
        """Return where the environment keeps the program *name*."""
        return str(self.venv / "Scripts" / f"{name}.exe" if windows else self.venv / "bin" / name)

    def is_ready(self, packages: str) -> bool:
        """Tell whether *packages* ("core" or "test") are set up: the tests' packages include the core."""
        ready = self._read_stamp() in (self._expected(packages), self._expected("test"))
        return ready and all(Path(self.program(name)).exists() for name in ("python", "tracker"))

    def prepare(self, packages: str, wheels: str) -> None:
        """Set up *packages*, from the folder *wheels* when it is named; raise Refused when that cannot be done."""
        before = self._read_stamp()
        if wheels and not Path(wheels).is_dir():
            raise Refused(f"TRACKER_WHEELS names {wheels}, which is no folder: name the folder of wheels, or unset it.")
        try:
            self.venv.mkdir(exist_ok=True)
            self._write_stamp(["unfinished"])  # what an interruption leaves behind
        except OSError as error:
            where = f"{self.root} cannot be written ({error.strerror})"
            raise Refused(f"{where}: copy the project to a folder of your own and start it there.") from None
        if not self._is_usable(before):
            self._make_venv()
            self._write_stamp(["unfinished"])
            before = []
        try:
            self._install(packages, wheels)
        except Refused:
            self._write_stamp(before)
            raise
        self._write_stamp(self._expected(packages))

    def _read_stamp(self) -> "list[str]":
        return self.stamp.read_text(encoding="utf-8").splitlines() if self.stamp.is_file() else []

    def _write_stamp(self, lines: "list[str]") -> None:
        self.stamp.write_text("\n".join(lines), encoding="utf-8")

    def _expected(self, packages: str) -> "list[str]":
        files = [(self.root / name).read_bytes() for name in ("pyproject.toml", "constraints.txt")]
        return [str(self.root), SERIES, packages, hashlib.sha256(b"\0".join(files)).hexdigest()]

    def _is_usable(self, before: "list[str]") -> bool:
        if before and before[:2] != [str(self.root), SERIES]:  # moved, copied, another Python, or left half made
            return False
        ask = "import pip, sys; print('{}.{}'.format(*sys.version_info[:2]))"
        code, output = self.run([self.program("python"), "-c", ask], self.root)
        return code == 0 and output.strip() == SERIES

    def _make_venv(self) -> None:
        if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
            raise Refused(f"This Python lacks its venv module; Debian and Ubuntu: sudo apt install python{SERIES}-venv")
        base = getattr(sys, "_base_executable", sys.executable)  # never the python of the .venv that is cleared
        code, output = self.run([base, "-m", "venv", "--clear", str(self.venv)], self.root)
        if code:
            raise Refused(f"No environment could be made in {self.venv}: {last_line(output, 'error')}")

    def _install(self, packages: str, wheels: str) -> None:
        pip = [self.program("python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        pip += ["-c", "constraints.txt"] + (["--no-index", "--find-links", wheels] if wheels else [])
        # hatchling first, so that the build too keeps to the constraints, and works from a folder of wheels
        code, output = self.run([*pip, "hatchling"], self.root)
        for project in () if code else PROJECTS[packages]:
            code, output = self.run([*pip, "--no-build-isolation", "-e", project], self.root)
            if not code or re.search(NETWORK, output) or not re.search(NOT_TO_BE_HAD, output):
                break
        if code:
            (self.venv / "pip.log").write_text(output, encoding="utf-8")
            raise Refused(f"{pip_problem(output, wheels)} (All that pip said: {self.venv / 'pip.log'})")
        if project == BARE:
            print("Found no packages for Word, workbooks or PDF; all else works.", file=sys.stderr, flush=True)


def hand_over(command: "list[str]", windows: bool = WINDOWS) -> int:
    """Become *command*; on Windows, which cannot, run it and return its exit code."""
    if not windows:
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program
    return subprocess.call(command)


def main(arguments: "list[str]", checkout: Checkout, start: "Callable[[list[str]], int]" = hand_over) -> int:
    """Set up what is missing and start the program with *arguments*, or the tests after the word `test`."""
    packages = "test" if arguments[:1] == ["test"] else "core"
    wheels = os.environ.get("TRACKER_WHEELS", "")
    try:
        if not checkout.is_ready(packages):
            print(f"Setting up {checkout.venv}; the first time takes a minute or two ...", file=sys.stderr, flush=True)
            checkout.prepare(packages, str(Path(wheels).resolve()) if wheels else "")
    except Refused as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped before the set-up was finished: start again to finish it.", file=sys.stderr)
        return 130
    if packages == "core":
        return start([checkout.program("tracker"), *arguments])
    os.chdir(str(checkout.root))
    return start([checkout.program("python"), "-m", "pytest", "-n", "auto", *arguments[1:]])


if __name__ == "__main__":
    sys.exit(old_python(sys.version_info[:3]) or main(sys.argv[1:], Checkout(Path(__file__).resolve().parent)))
