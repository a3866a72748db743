"""The first start: three questions whose answers Enter takes, a place that is fit, and nothing made before the end."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracker.cli import faults, first_run
from tracker.cli.first_run import PEOPLE, begin
from tracker.desk import session as sessions
from tracker.desk.session import Session
from tracker.model.posts import like_a_name
from tracker.register.beginning import NO_ACTION, lacks
from tracker.register.verification import verify


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder in which nothing stands yet."""
    place = tmp_path / "data" / "tracker.db"
    monkeypatch.setattr(sessions, "default_register", lambda *_: place)
    return place


def typed(*lines: str) -> Callable[[], str]:
    """Somebody who types these lines, and then nothing more."""
    waiting: Iterator[str] = iter([f"{line}\n" for line in lines])
    return lambda: next(waiting, "")


def told(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said, on one line."""
    return " ".join(capsys.readouterr().out.split())


def first_person(session: Session) -> tuple[str, str]:
    """The post and the log-in of P1."""
    with session.position() as position:
        row = position.row("SELECT post, login FROM person WHERE ref = 'P1'")
        assert row is not None
        return position.texts([row["post"]])[row["post"]], row["login"]


def belongs(session: Session) -> tuple[list[str], str | None]:
    """The areas that P1 manages, and their agency."""
    with session.position() as position:
        areas = [row["value"] for row in position.rows("SELECT value FROM person_areas WHERE ref = 'P1'")]
        return sorted(areas), position.value("SELECT agency FROM person WHERE ref = 'P1'")


def test_enter_takes_every_answer(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = begin(Session(home, via="tester"), typed("", "", ""))
    assert begun.path == home
    assert first_person(begun) == ("Partnership business manager", "tester")
    assert belongs(begun) == (["ALL", "BRI", "NSO", "SGL"], None)
    said = capsys.readouterr().out
    assert said.startswith("There is no register yet. Three questions make one:")
    assert f"Made the register at {home}" in " ".join(said.split())
    assert "--db" not in said, "it is found again by itself"
    assert max(map(len, said.partition("Made the")[0].replace(str(home.parent), "").splitlines())) <= 80
    ends = said.partition("Made the")[2].replace(str(home), "").splitlines()
    assert max(map(len, ends)) <= 80, "no word is broken at the edge"
    with begun.position() as position:
        assert lacks(position) == NO_ACTION


def test_the_post_is_the_persons_own_and_the_place_another(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "a folder" / "plan.db"
    begun = begin(Session(home, via="tester"), typed(f'r "{place}"', "Business manager", ""))
    assert first_person(begun)[0] == "Business manager"
    assert begun.path == place
    assert not home.exists()
    assert f'Open it again with: tracker --db "{place}"' in capsys.readouterr().out


def test_a_folder_takes_the_register_under_its_usual_name(home: Path, tmp_path: Path) -> None:
    begun = begin(Session(home, via="tester"), typed(str(tmp_path), "", ""))
    assert begun.path == tmp_path / "tracker.db"


@pytest.mark.parametrize(
    ("answer", "areas", "agency", "manages"),
    [
        ("b", ["ALL", "BRI"], None, "Bristol and joint work"),
        ("S", ["ALL", "SGL"], None, "South Gloucestershire and joint work"),
        ("n, b", ["ALL", "BRI", "NSO"], None, "Bristol and North Somerset and joint work"),
        ("b bcc", ["ALL", "BRI"], "BCC", "Bristol and joint work"),
        ("icb", ["ALL", "BRI", "NSO", "SGL"], "ICB", "all areas"),
        ("a ICB", ["ALL", "BRI", "NSO", "SGL"], "ICB", "all areas"),
        ("b s n", ["ALL", "BRI", "NSO", "SGL"], None, "all areas"),
        ("SGL", ["ALL", "SGL"], None, "South Gloucestershire and joint work"),
        ("bri, nso bcc", ["ALL", "BRI", "NSO"], "BCC", "Bristol and North Somerset and joint work"),
        ("ALL", ["ALL", "BRI", "NSO", "SGL"], None, "all areas"),
    ],
)
def test_areas_and_an_agency_are_picked(
    monkeypatch: pytest.MonkeyPatch, answer: str, areas: list[str], agency: str | None, manages: str
) -> None:
    monkeypatch.setattr(first_run, "_agencies", lambda: {"BCC": "a council", "ICB": "a health board"})
    first = first_run._from("Manager", typed(answer))
    assert (sorted(first.areas), first.agency, first.manages) == (areas, agency, manages)


def test_area_and_agency_are_recorded_of_the_first_person(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = begin(Session(home, via="tester"), typed("", "", "b BCC"))
    assert belongs(begun) == (["ALL", "BRI"], "BCC")
    said = told(capsys)
    assert "You are P1, manager of Bristol and joint work. Enter a manager for the other areas too" in said
    assert verify(begun.path).ok


def test_what_is_neither_area_nor_agency_is_asked_again(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = begin(Session(home, via="tester"), typed("", "", "Devon", "b BCC ASP", "CCG", "b BCC"))
    assert belongs(begun) == (["ALL", "BRI"], "BCC")
    said = told(capsys)
    assert [word for word in ("Devon", "ASP", "CCG") if f"{word} is neither area nor agency" in said] == [
        "Devon",
        "ASP",  # one is in one agency
        "CCG",  # it has ended
    ]


def test_the_example_stands_beside_the_place_of_the_real_one(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = begin(Session(home, via="tester"), typed("x", "real plan", "e", ""))
    assert begun.path == home.with_name("example.db")
    assert begun.who is None
    assert not home.exists()
    said = told(capsys)
    assert "Type r or e, and a place after it if it is to be another." in said
    assert "ILLUSTRATIVE" in said
    assert "Your post" not in said, "in the example one acts as somebody who is made up"


def test_in_the_example_one_chooses_whose_place_one_takes(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "look.db"
    begun = begin(Session(home, via="tester"), typed(f"e {place}", "P5", "X"))
    assert (begun.path, begun.who) == (place, "P5")
    said = told(capsys)
    assert "Type one of m, s, n, c, x, i, u." in said
    assert f'tracker --db "{place}" --as P5' in said
    with begun.position() as position:
        rows = {row["ref"]: row for row in position.rows("SELECT * FROM person WHERE until IS NULL")}
        posts = position.texts(row["post"] for row in rows.values())
        for ref, words in PEOPLE.values():  # what was offered is who is there
            post = posts[rows[ref]["post"]].removeprefix("ILLUSTRATIVE: ")
            assert set(post.replace(",", "").split()) - set(words.replace(",", "").split()) <= {"partnership"}, post


def test_the_person_who_was_named_is_not_changed(home: Path) -> None:
    assert begin(Session(home, who="P7", via="tester"), typed("e", "s")).who == "P7"


def test_a_synced_folder_is_refused_with_the_reason_and_asked_again(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    synced = tmp_path / "OneDrive - Council"
    synced.mkdir()
    begun = begin(Session(home, via="tester"), typed(str(synced), f"r {synced}", "", "", ""))
    assert begun.path == home
    said = told(capsys)
    assert said.count("it is in the sync folder 'OneDrive - Council', where changes can be lost") == 2
    assert list(synced.iterdir()) == []


def test_what_looks_like_personal_data_is_no_post(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = begin(Session(home, via="tester"), typed("", "manager, someone@example.org", "x" * 501, "Manager", ""))
    assert first_person(begun)[0] == "Manager"
    said = told(capsys)
    assert "The post seems to hold" in said
    assert "At most 500 characters fit." in said


def test_what_looks_like_a_persons_name_is_asked_once_more(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = begin(Session(home, via="tester"), typed("", "Red Kite", "Business manager", ""))
    assert first_person(begun)[0] == "Business manager"
    assert "Red Kite may be a name. People are named by post; is this a post? Then type it again." in told(capsys)


def test_who_says_twice_that_it_is_a_post_is_believed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun = begin(Session(home, via="tester"), typed("", "Poet Laureate", "Poet Laureate", ""))
    assert first_person(begun)[0] == "Poet Laureate"
    assert told(capsys).count("may be a name") == 1


@pytest.mark.parametrize("post", ["Business Manager", "Designated Nurse", "Head Of Service", "police lead", "DCI"])
def test_a_post_in_capitals_is_no_name(post: str) -> None:
    assert not like_a_name(post)


@pytest.mark.parametrize("text", ["Red Kite", "Great Crested Grebe", "Ørn O’Kite", "Bar-Tailed Godwit"])
def test_two_or_three_capitalised_words_without_a_word_of_a_post_look_like_a_name(text: str) -> None:
    assert like_a_name(text)


def test_what_hardly_is_a_place_is_questioned_once(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence, odd = "r the manager and/or lead, Bristol", f"r {tmp_path}/plan.register"
    begun = begin(Session(home, via="tester"), typed(sentence, odd, odd, "", ""))
    assert begun.path == tmp_path / "plan.register"
    assert told(capsys).count("is no folder that is there, and no file whose name ends in .db.") == 2


def test_a_folder_still_to_be_made_is_a_place(home: Path, tmp_path: Path) -> None:
    assert begin(Session(home, via="tester"), typed(f"r {tmp_path}/new/", "", "")).path == tmp_path / "new/tracker.db"


def test_a_register_that_stands_there_already_is_opened_as_it_is(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    begin(Session(other, via="tester"), typed("", "First", ""))
    before = other.read_bytes()
    begun = begin(Session(home, via="tester"), typed(str(other)))  # and nothing more is asked
    assert begun.path == other
    assert other.read_bytes() == before


@pytest.mark.parametrize("answers", [(), ("r",), ("r", "Manager"), ("r", "Manager", "Devon")], ids=len)
def test_who_stops_half_way_has_made_nothing(home: Path, answers: tuple[str, ...]) -> None:
    with pytest.raises(faults.Refused, match="no register was made"):
        begin(Session(home, via="tester"), typed(*answers))
    assert not home.parent.exists()


def test_hostile_answers_reach_the_terminal_as_text(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    begin(
        Session(home, via="tester"), typed("/OneDrive/\x1b]0;x\x07/x.db", "", "Manager \x1b[31m\u202e", "\x1b[2J", "")
    )
    assert "\x1b" not in out.getvalue()
    assert "\x07" not in out.getvalue()


if sys.platform != "win32":  # no pseudo-terminals there
    import fcntl
    import pty
    import select
    import struct
    import subprocess
    import termios
    import time

    ROOT = Path(__file__).parent.parent.parent

    def test_in_a_real_terminal_three_enters_lead_to_the_position(tmp_path: Path) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "XDG_"))}
        given = {**kept, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
        command = [sys.executable, "-m", "tracker"]
        process = subprocess.Popen(command, env=given, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
        os.close(theirs)
        seen = ""

        def until(words: str) -> None:
            nonlocal seen
            end = time.monotonic() + 40
            while time.monotonic() < end and words not in " ".join(seen.split()):
                if select.select([ours], [], [], 1)[0]:
                    more = os.read(ours, 65536).decode(errors="replace")
                    seen += re.sub(r"\x1b(\[[0-9;?<>=]*[a-zA-Z]|[=>78]|\][^\x07]*\x07)", "", more)
            assert words in " ".join(seen.split()), seen

        try:
            for words in ("[r]", "[Partnership business manager]", "[a]"):
                until(words)
                os.write(ours, b"\n")
            until("Needs attention")
            until("Nothing in this plan is agreed yet.")
        finally:
            process.kill()
            process.wait(10)
            os.close(ours)
        (made,) = tmp_path.rglob("tracker.db")
        assert made.stat().st_mode & 0o777 == 0o600
