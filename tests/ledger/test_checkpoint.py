"""A checkpoint survives what mail, Word, PDF and Markdown do to it, or says that it has not; a body keeps its bytes.

Whether a checkpoint agrees with a ledger is tested with verification.
"""

from __future__ import annotations

import base64
import quopri
import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.checkpoint import (
    BODY_BEGIN,
    BODY_END,
    Checkpoint,
    CheckpointError,
    body_between,
    body_sha256,
    parse,
    wrap_body,
)

HELD = Checkpoint("cross-border-review-7f3a", 412, "0123456789abcdef" * 4, "2022-04-12")
EARLIER = Checkpoint("cross-border-review-7f3a", 97, "fedcba9876543210" * 4, "2021-12-03")
TEXT = "\n".join(HELD.lines())
ROOT_LINE = HELD.lines()[2]

words = st.sampled_from(["log", "entries", "root", "short", "code", "recorded"]) | st.text(
    "abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=9
)
slugs = st.builds(
    lambda prefix, parts, number: f"{prefix}{'-'.join([*parts, format(number, '04x')])}",
    st.sampled_from(["", "ILLUSTRATIVE-"]),
    st.lists(words, max_size=3),
    st.integers(0, 0xFFFF),
)
checkpoints = st.builds(
    Checkpoint,
    log=slugs,
    entries=st.integers(0, 10**9),
    root=st.binary(min_size=32, max_size=32).map(bytes.hex),
    recorded=st.dates().map(lambda day: day.isoformat()),
)

Mangle = Callable[[str], str]


def labels(text: str, dress: str) -> str:
    """Write every label and its colon as *dress*, in which \\1 stands for the label."""
    return re.sub(r"(?m)^(Log|Entries|Root|Short code|Recorded):", dress, text)


def test_a_report_prints_five_plain_lines() -> None:
    assert HELD.lines() == [
        "Log: cross-border-review-7f3a",
        "Entries: 412",
        "Root: 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef 01234567 89abcdef",
        f"Short code: {HELD.short_code}",
        "Recorded: 2022-04-12",
    ]


@given(checkpoints)
def test_the_short_code_is_forty_bits_in_crockfords_alphabet(checkpoint: Checkpoint) -> None:
    digest = sha256(f"{checkpoint.log}\n{checkpoint.entries}\n{checkpoint.root}".encode()).digest()
    crockford = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    code = base64.b32encode(digest[:5]).decode().translate(crockford)
    assert checkpoint.short_code == f"{code[:4]}-{code[4:]}"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", checkpoint.short_code)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("log", "Bristol", "'Bristol' cannot name a log; use lower-case letters, digits and single hyphens"),
        ("log", "a--b", "'a--b' cannot name a log"),
        ("log", "two words", "'two words' cannot name a log"),
        ("log", "illustrative-7f3a", "'illustrative-7f3a' cannot name a log"),
        ("log", "", "'' cannot name a log"),
        ("entries", -1, "A log cannot hold -1 entries"),
        ("root", "ab", "'ab' is not a root; a root is 64 lower-case hexadecimal digits"),
        ("root", "A" * 64, "is not a root"),
        ("recorded", "2022-13-01", "'2022-13-01' is not a date; write it like 2022-04-12"),
        ("recorded", "12 April 2022", "'12 April 2022' is not a date"),
    ],
)
def test_a_checkpoint_that_could_not_be_read_back_is_refused(field: str, value: object, words: str) -> None:
    with pytest.raises(CheckpointError, match=re.escape(words)):
        replace(HELD, **{field: value})  # type: ignore[arg-type]


SHAPES = {
    "as printed": TEXT,
    "quoted twice": textwrap.indent(TEXT, ">> "),
    "quoted and wrapped inside the root": textwrap.indent(textwrap.fill(TEXT, 40, replace_whitespace=False), "> "),
    "broken in the middle of a group": TEXT.replace("89abcdef", "89a\nbcdef"),
    "every line double-spaced": "\n\n".join(textwrap.wrap(TEXT, 30)),
    "format=flowed": TEXT.replace("01234567 89abcdef", "01234567 \n89abcdef"),
    "quoted-printable": quopri.encodestring(TEXT.replace(": ", ":\u00a0").encode()).decode(),
    "quoted-printable soft breaks": TEXT.replace("bor", "bo=\nr").replace("tries", "tri=\r\nes").replace("12", "1=\n2"),
    "quoted-printable equals sign": f'<p class=3D"log">{TEXT}</p>',
    "mail line ends": TEXT.replace("\n", "\r\n"),
    "quoted with carriage returns alone": textwrap.indent(TEXT, "> ").replace("er-", "er-\n> ").replace("\n", "\r"),
    "non-breaking spaces": TEXT.replace(" ", "\u00a0"),
    "soft hyphens": TEXT.replace("89abcdef", "89ab\u00adcdef"),
    "zero-width characters": TEXT.replace("89abcdef", "\u200b89ab\u200dcdef\ufeff").replace("412", "4\u206012"),
    "full-width colons and digits": TEXT.replace(":", "\uff1a").replace("412", "\uff14\uff11\uff12"),
    "other hyphens": TEXT.replace("-", "\u2011"),
    "dashes": TEXT.replace("-", "\u2013"),
    "minus signs": TEXT.replace("-", "\u2212"),
    "upper case": TEXT.upper(),
    "lower case": TEXT.lower(),
    "one paragraph": " ".join(HELD.lines()),
    "run together": "".join(HELD.lines()),
    "bullets": "- " + "\n- ".join(HELD.lines()),
    "round bullets": "• " + "\n• ".join(HELD.lines()),
    "numbered": "\n".join(f"{number}. {line}" for number, line in enumerate(HELD.lines(), 1)),
    "numbered in one paragraph": " ".join(f"{number}. {line}" for number, line in enumerate(HELD.lines(), 1)),
    "one cell a row": "\n".join(f"| {line} |" for line in HELD.lines()),
    "two cells a row": labels(TEXT, r"| \1: | ").replace("\n", " |\n") + " |",
    "two cells without colons": "| Part | Value |\n|------|:-----:|\n" + labels(TEXT, r"| \1 | ").replace("\n", " |\n"),
    "a rule below the first row": labels(TEXT, r"| \1 | ").replace("\n", " |\n|---|---|\n", 1).replace("\n", " |\n"),
    "cells pasted with tabs": labels(TEXT, "\\1\t"),
    "backslash escapes": re.sub(r"([-:.])", r"\\\1", TEXT),
    "bold labels": labels(TEXT, r"**\1:**"),
    "bold labels before the colon": labels(TEXT, r"**\1**:"),
    "underscored labels": labels(TEXT, r"__\1__:"),
    "values in backticks": re.sub(r": (.*)", r": `\1`", TEXT),
    "HTML": "<p>" + "</p><p>".join(HELD.lines()).replace(" ", "&nbsp;") + "</p>",
    "HTML with bold labels": labels(TEXT, r"<p><strong>\1:</strong>"),
    "root without spaces": TEXT.replace(ROOT_LINE, f"Root: {HELD.root}"),
    "name wrapped at a hyphen": TEXT.replace("border-", "border-\n> "),
    "short code without its hyphen": TEXT.replace(HELD.short_code, HELD.short_code.replace("-", "")),
    "without a short code": TEXT.replace(HELD.lines()[3] + "\n", ""),
    "page furniture inside the root": TEXT.replace("89abcdef 01234567", "89abcdef\n| — • — |\n\f01234567", 1),
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_a_checkpoint_is_read_in_every_shape_it_arrives_in(text: str) -> None:
    assert parse(text) == HELD


def test_prose_around_a_checkpoint_does_not_confuse_it() -> None:
    before = "Change log: 12 items. Entries: 5 late. Root cause: two posts vacant. Recorded: 3 March 2022 (root: none)."
    after = "Actions log: see Annex B. Entries: 9. Decisions recorded: none."
    for text in (TEXT, " ".join(HELD.lines())):
        assert parse(f"{before}\n\n{text}\n\n{after}") == HELD
        assert parse(f"Entries: 5 late. {text} Entries: 9 more.") == HELD


def test_the_last_of_several_checkpoints_counts() -> None:
    earlier = "\n".join(EARLIER.lines())
    assert parse(f"{earlier}\n\n{TEXT}") == HELD
    assert parse(f"{TEXT} {earlier}") == EARLIER
    spoilt = earlier.replace("Entries: 97", "Entries: 98")
    assert parse(f"{spoilt}\n{TEXT}") == HELD
    with pytest.raises(CheckpointError, match="damaged"):
        parse(f"{TEXT}\n{spoilt}")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The quarterly report, without its last page.",
        "Entries: 412",
        "Log: cross-border-review-7f3a\nRecorded: 2022-04-12",
        "Log: cross-border-review-7f3a\nEntries: 412\nRecorded: 2022-04-12",
        "Root: 01234567",
        "Entries: many\nRoot: deep",
        "| Log | Entries | Root | Short code | Recorded |\n|---|---|---|---|---|",
    ],
)
def test_text_without_a_checkpoint_has_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        (["Log"], "Log cannot be read"),
        (["Root"], "Root cannot be read"),
        (["Recorded"], "Recorded cannot be read"),
        (["Log", "Recorded"], "Log and Recorded cannot be read"),
        (["Log", "Short code", "Recorded"], "Log and Recorded cannot be read"),
        (["Log", "Root", "Recorded"], "Log and Root and Recorded cannot be read"),
    ],
)
def test_an_incomplete_checkpoint_names_what_is_missing(gone: list[str], missing: str) -> None:
    text = "\n".join(line for line in HELD.lines() if line.split(":")[0] not in gone)
    with pytest.raises(CheckpointError, match=f"is incomplete: {missing}; ask for the report again"):
        parse(text)


@pytest.mark.parametrize(
    ("right", "wrong", "missing"),
    [
        ("89abcdef\nShort", "89abcde\nShort", "Root"),
        ("Root: 0", "Root: O", "Root"),
        ("2022-04-12", "2022-02-30", "Recorded"),
        ("2022-04-12", "12 April", "Recorded"),
        ("2022-04-12", "2022-04-123", "Recorded"),
        ("Entries: 412", "Entries: 1,204", "Entries"),
        ("Entries: 412", "Entries: " + "4" * 5000, "Entries"),
        ("cross-border-review-7f3a", "?", "Log"),
    ],
)
def test_a_part_that_cannot_be_read_counts_as_missing(right: str, wrong: str, missing: str) -> None:
    assert right in TEXT
    with pytest.raises(CheckpointError, match=f"incomplete: {missing} cannot be read"):
        parse(TEXT.replace(right, wrong))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Entries: 412", "Entries: 421"),
        ("Root: 01234567", "Root: 01234576"),
        ("review-7f3a", "review-7f3b"),
        (HELD.short_code, HELD.short_code[:-1]),
        (HELD.short_code, "UUUU-UUUU"),
        (HELD.short_code, ""),
    ],
)
def test_a_damaged_checkpoint_is_not_passed_on(right: str, wrong: str) -> None:
    assert right in TEXT
    words = (
        "The checkpoint in this text is damaged: its short code does not match its log, entries and root; "
        "ask for the report again or compare the root by eye."
    )
    with pytest.raises(CheckpointError, match=re.escape(words)):
        parse(TEXT.replace(right, wrong))


@given(checkpoints, st.integers(0, 63), st.integers(1, 15))
def test_one_wrong_digit_in_the_root_is_noticed(checkpoint: Checkpoint, at: int, change: int) -> None:
    digit = f"{int(checkpoint.root[at], 16) ^ change:x}"
    mistyped = replace(checkpoint, root=checkpoint.root[:at] + digit + checkpoint.root[at + 1 :])
    lines = [*mistyped.lines()[:3], *checkpoint.lines()[3:]]
    with pytest.raises(CheckpointError, match="damaged"):
        parse("\n".join(lines))


def test_a_short_code_typed_with_look_alike_letters_is_understood() -> None:
    held = next(
        one for one in (replace(HELD, entries=count) for count in range(10_000)) if {"0", "1"} <= set(one.short_code)
    )
    for one in "IiLl":
        typed = held.short_code.replace("0", "o").replace("1", one)
        assert parse("\n".join(held.lines()).replace(held.short_code, typed)) == held


DRESS: list[Mangle] = [
    str,
    lambda text: "- " + text.replace("\n", "\n- "),
    lambda text: "| " + text.replace("\n", " |\n| ") + " |",
    lambda text: labels(text, r"| \1 | ").replace("\n", " |\n") + " |",
    lambda text: labels(text, r"**\1:**"),
    lambda text: re.sub(r": (.*)", r": `\1`", text),
    lambda text: re.sub(r"([-:.])", r"\\\1", text),
]
JOIN: list[Mangle] = [str, lambda text: text.replace("\n", " "), lambda text: text.replace("\n", "\n\n")]
LETTERS: list[Mangle] = [
    str,
    str.upper,
    str.lower,
    str.title,
    "\u200b".join,
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(":", "\uff1a"),
    lambda text: text.replace("-", "\u2011"),
]
CARRY: list[Mangle] = [
    str,
    lambda text: textwrap.indent(text, "> "),
    lambda text: textwrap.indent(text, "> > "),
    lambda text: quopri.encodestring(text.encode()).decode(),
    lambda text: quopri.encodestring(textwrap.indent(text, "> ").encode()).decode(),
    lambda text: text.replace("\n", "\r\n"),
]


@given(
    checkpoints,
    st.sampled_from(DRESS),
    st.sampled_from(JOIN),
    st.integers(20, 200),
    st.lists(st.sampled_from(LETTERS), max_size=3),
    st.text(max_size=20),
    st.text(max_size=20),
    st.sampled_from(CARRY),
)
def test_a_checkpoint_comes_back_whatever_is_done_to_it(
    checkpoint: Checkpoint,
    dress: Mangle,
    join: Mangle,
    width: int,
    letters: list[Mangle],
    before: str,
    after: str,
    carry: Mangle,
) -> None:
    text = join(dress("\n".join(checkpoint.lines())))
    text = "\n".join(textwrap.fill(line, width, break_long_words=False) for line in text.split("\n"))
    for change in letters:
        text = change(text)
    assert parse(carry(f"{before}\n{text}\n{after}")) == checkpoint


@given(checkpoints, st.lists(st.integers(0, 70), max_size=8), st.sampled_from(["\n", "\n> ", "=\n", "\u00ad", " \n\n"]))
def test_a_root_may_be_broken_anywhere(checkpoint: Checkpoint, places: list[int], mark: str) -> None:
    log, entries, root, *rest = checkpoint.lines()
    value = root.removeprefix("Root: ")
    for at in sorted(places, reverse=True):
        value = value[:at] + mark + value[at:]
    assert parse("\n".join([log, entries, f"Root: {value}", *rest])) == checkpoint


def read(text: str) -> Checkpoint | str | None:
    """Return what `parse` makes of *text*: a checkpoint, nothing, or the words of its refusal."""
    try:
        return parse(text)
    except CheckpointError as refusal:
        return str(refusal)


@given(st.text())
def test_any_text_has_a_checkpoint_or_none_or_a_plain_refusal(text: str) -> None:
    assert parse(text) is None
    for cut in (text + TEXT[len(text) % len(TEXT) :], TEXT[: len(text) * 7] + text):
        outcome = read(cut)
        if isinstance(outcome, Checkpoint):
            assert replace(outcome, recorded=HELD.recorded) == HELD
        else:
            assert outcome is None or "ask for the report again" in outcome


bodies = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])) | st.lists(
    st.sampled_from(["", " ", BODY_BEGIN, BODY_END, "\ufeff", "# Position", "\u2028", "\x0c"])
).map("\n".join)


@given(bodies, st.text())
def test_a_body_comes_out_exactly_as_it_went_in(body: str, header: str) -> None:
    assert body_between(wrap_body(body)) == body
    issued = f"{header}\n\n{wrap_body(body)}\n{TEXT}\n"
    if BODY_BEGIN not in header:
        assert body_between(issued) == body
    assert body_between("\ufeff" + wrap_body(body).replace("\n", "\r\n")) == body


def test_the_markers_are_paragraphs_of_their_own() -> None:
    assert wrap_body("# Position\n\nOn track.") == (
        "— report body begins —\n\n# Position\n\nOn track.\n\n— report body ends —\n"
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (f"{BODY_BEGIN}\nOn track.\n{BODY_END}", "On track."),
        (f"{BODY_BEGIN}  \n\n  On track.  \n\n{BODY_END} ", "  On track.  "),
        (f"{BODY_BEGIN}\n\n\nOn track.\n\n\n{BODY_END}", "\nOn track.\n"),
        (f"{BODY_BEGIN}\n{BODY_END}", ""),
        (f"{BODY_BEGIN}\n\n{BODY_END}", ""),
        (f"{BODY_BEGIN}\na\n{BODY_BEGIN}\n{BODY_END}\nb\n{BODY_END}\nc", f"a\n{BODY_BEGIN}\n{BODY_END}\nb"),
        ("", None),
        ("On track.", None),
        (BODY_BEGIN, None),
        (f"On track.\n{BODY_END}", None),
        (f"{BODY_END}\nOn track.\n{BODY_BEGIN}", None),
        (f"The line “{BODY_BEGIN}” opens it\nOn track.\n{BODY_END}", None),
    ],
)
def test_a_body_stands_between_the_first_and_the_last_marker_line(text: str, body: str | None) -> None:
    assert body_between(text) == body


def test_a_body_with_carriage_returns_is_refused() -> None:
    with pytest.raises(ValueError, match="ends its lines with a line feed alone; take the carriage returns out"):
        wrap_body("On track.\r\n")


def test_the_body_is_hashed_as_utf_8() -> None:
    assert body_sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-4
    assert body_sha256("£ é") == sha256(b"\xc2\xa3 \xc3\xa9").hexdigest()
