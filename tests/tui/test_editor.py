"""Writing a long field in an editor of one's own: which it is, what it is lent, and that nothing of it stays behind."""

from __future__ import annotations

import contextlib
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import House
from tests.tui.driving import Person
from tracker.register import history
from tracker.tui import editor as editors
from tracker.tui.app import Tracker
from tracker.tui.editor import BYTES, NoEditor, editor, write_on

HOSTILE = "[/] \x1b[31m \u202e"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only place for temporary files."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def script(tmp_path: Path, body: str) -> list[str]:
    """An editor that is a program of a few lines; ``file`` is what it is to edit."""
    path = tmp_path / "editor script.py"
    head = "import pathlib, sys, os\nfile = pathlib.Path(sys.argv[1])\n"
    path.write_text(f"{head}{body}\n", encoding="utf-8")
    return [sys.executable, str(path)]


def test_what_the_editor_leaves_is_taken_and_nothing_stays_behind(tmp_path: Path, folder: Path) -> None:
    saw = tmp_path / "saw"
    command = script(
        tmp_path,
        f"pathlib.Path({str(saw)!r}).write_text(oct(file.stat().st_mode) + ' ' + oct(file.parent.stat().st_mode))\n"
        "file.with_suffix('.swp').write_text('a copy')\n"
        "file.write_bytes(file.read_bytes() + b'\\r\\nand more\\n')",
    )
    assert write_on("Half a note: é", command) == "Half a note: é\nand more"
    assert list(folder.iterdir()) == []
    if sys.platform != "win32":
        of_file, of_folder = (stat.S_IMODE(int(mode, 8)) for mode in saw.read_text(encoding="utf-8").split())
        assert (of_file, of_folder) == (0o600, 0o700)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("sys.exit(3)", "The editor ended with an error (3); the field is as it was."),
        ("file.unlink()", "could not be used (No such file or directory); the field is as it was."),
        (f"file.write_bytes(b'x' * {BYTES + 1})", "more than any field holds"),
    ],
)
def test_an_editor_that_fails_leaves_the_field_as_it_was(tmp_path: Path, folder: Path, body: str, words: str) -> None:
    with pytest.raises(NoEditor) as failed:
        write_on("A note", script(tmp_path, body))
    assert words in str(failed.value)
    assert list(folder.iterdir()) == []


def test_which_editor_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"nano", "vim", "notepad", r"C:\Program Files\Edit\edit.exe", r"C:\edit.exe"}
    monkeypatch.setattr("tracker.tui.editor.shutil.which", lambda name: name if name in found else None)
    assert editor({"EDITOR": "nano"}, windows=False) == ["nano"]
    assert editor({"EDITOR": "nano", "VISUAL": "vim -n '+set tw=72'"}, windows=False) == ["vim", "-n", "+set tw=72"]
    assert editor({}, windows=True) == ["notepad"]
    spaced = r"C:\Program Files\Edit\edit.exe"
    assert editor({"EDITOR": f'"{spaced}"'}, windows=True) == [spaced]
    assert editor({"EDITOR": f'"{spaced}" -wait'}, windows=True) == [spaced, "-wait"]
    assert editor({"EDITOR": spaced}, windows=True) == [spaced]
    assert editor({"EDITOR": r"C:\edit.exe -wait"}, windows=True) == [r"C:\edit.exe", "-wait"]
    with pytest.raises(NoEditor, match="No editor is named"):
        editor({"EDITOR": "  "}, windows=False)
    with pytest.raises(NoEditor, match="'emacs' that VISUAL or EDITOR names cannot be found"):
        editor({"EDITOR": "emacs"}, windows=False)


async def test_a_note_is_written_in_the_editor_and_recorded(
    person: Person, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextlib.contextmanager
    def lent(_: Tracker) -> Iterator[None]:
        yield

    monkeypatch.setattr(Tracker, "suspend", lent)  # a test has no terminal to lend
    added = f" and more{HOSTILE}".encode()
    command = script(tmp_path, f"file.write_bytes(file.read_bytes() + {added!r})")
    monkeypatch.setenv("VISUAL", " ".join(f'"{part}"' for part in command))
    await person.go("R4.BRI.7")
    await person.press("u")
    await person.fill(rating="a", note="Half a note")
    await person.press("f9")
    assert person.field("note").raw.startswith("Half a note and more[/] ")
    assert "\x1b" not in person.field("note").raw
    await person.type("!")
    await person.press("f2")
    assert person.only()[1]["note"].startswith("Half a note and more[/] ")
    assert person.only()[1]["note"].endswith("!")


async def test_where_there_is_no_editor_the_form_says_what_to_do(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr(editors.editor, "__kwdefaults__", {"windows": False})
    await person.go("R4.BRI.7")
    await person.press("u", "f9")
    assert person.told[-1] == "No editor is named. Name one before starting the program, like: export EDITOR=nano"
    await person.press("tab", "f9")
    assert person.told[-1] == "Put the cursor into a field of several lines first."
    monkeypatch.setenv("EDITOR", f'"{sys.executable}"')
    await person.press("shift+tab", "f9")
    assert person.told[-1] == "This terminal cannot be lent to an editor."


if sys.platform != "win32":  # no pseudo-terminals there
    from tests.terminal import Terminal

    def test_in_a_real_terminal_the_editor_has_the_screen_and_the_form_comes_back(
        house: House, tmp_path: Path, folder: Path
    ) -> None:
        body = "print('The editor is here.', flush=True)\nif not sys.stdin.readline(): sys.exit(1)\n"
        command = script(tmp_path, f"{body}file.write_text('Two posts are vacant.', encoding='utf-8')")
        given = {"EDITOR": " ".join(f"'{part}'" for part in command), "VISUAL": "", "TMPDIR": str(folder)}
        with Terminal(house.path, more=given) as terminal:
            terminal.until("Needs attention")
            terminal.press("g")
            terminal.until("Go to or do")
            terminal.press("R4.BRI.7\r")
            terminal.until("An agreed action")
            terminal.press("u")
            terminal.until("What happened")
            terminal.press("\x1b[20~")
            terminal.until("The editor is here.")
            assert len(list(folder.iterdir())) == 1
            terminal.press("\r")
            terminal.until("Two posts are vacant.", "F2 save")
            assert list(folder.iterdir()) == []
            terminal.press("\t")
            terminal.press("a")
            terminal.press("\x13")
            terminal.until(f"{house.size + 1} entries")
        with house.position() as position:
            (line,) = history.some(position, [house.size + 1]).values()
            assert line.texts["note"] == "Two posts are vacant."
