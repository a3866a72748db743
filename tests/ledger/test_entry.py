"""Entries as lines of JSON: the bytes that are hashed, what may stand in them, and what is not an entry."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.ledger.entry import (
    Decode,
    Draft,
    EntryError,
    decode,
    digest_of,
    quick_decode,
    read,
    seal,
    write,
)

DRAFT = Draft(
    act="action.reassigned",
    on=("R4.BRI.2",),
    area="BRI",
    by="P7",
    via="bée",
    occurred_on="2022-03-31",
    facts={"lead": {"from": "BCC", "to": None}, "areas": ["BRI", "SGL"], "n": 2},
)
LINE = (
    '{"act":"action.reassigned","area":"BRI","at":"2022-04-01T09:30:00.000000Z","batch":null,"by":"P7","corrects":null,'
    '"facts":{"areas":["BRI","SGL"],"lead":{"from":"BCC","to":null},"n":2},"nonce":"00ff","occurred_on":"2022-03-31",'
    '"on":["R4.BRI.2"],"seq":412,"texts":{"why":"abc"},"v":1,"via":"bée"}'
)


def written(draft: Draft = DRAFT) -> bytes:
    return write(draft, seq=412, at="2022-04-01T09:30:00.000000Z", digests={"why": "abc"}, nonce=b"\x00\xff")


def with_change(**change: Any) -> bytes:
    return json.dumps({**json.loads(LINE), **change}).encode()


def test_a_line_has_its_keys_sorted_no_spaces_and_is_utf_8() -> None:
    assert written() == LINE.encode("utf-8")


def test_a_line_is_read_back() -> None:
    entry = read(LINE.encode("utf-8"))
    assert (entry.seq, entry.act, entry.on, entry.subject) == (412, "action.reassigned", ("R4.BRI.2",), "R4.BRI.2")
    assert entry.facts["lead"] == {"from": "BCC", "to": None}
    assert (entry.by, entry.via, entry.area, entry.at) == ("P7", "bée", "BRI", "2022-04-01T09:30:00.000000Z")
    assert (entry.texts, entry.occurred_on, entry.corrects) == ({"why": "abc"}, "2022-03-31", None)
    assert (entry.batch, entry.nonce, entry.v) == (None, "00ff", 1)


def test_an_entry_that_was_read_cannot_be_changed() -> None:
    entry = read(written())
    with pytest.raises(AttributeError):
        entry.act = "another"  # type: ignore[misc]


@pytest.mark.parametrize(
    "facts", [{"amount": 1.5}, {"amount": {"to": 0.1}}, {"list": ["a", [2.0]]}, {"a": float("nan")}]
)
def test_a_number_without_an_exact_text_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(
        EntryError, match=r"action.added holds the floating-point number .*; write amounts as decimal text"
    ):
        written(Draft("action.added", ("R1.BRI.1",), "BRI", "P1", "", "2022-03-31", facts))


@pytest.mark.parametrize("key", json.loads(LINE))
def test_each_key_must_be_there(key: str) -> None:
    data = json.loads(LINE)
    del data[key]
    with pytest.raises(EntryError, match=f"^the line lacks {key}$"):
        read(json.dumps(data).encode())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"", "the line is not JSON"),
        (LINE[:-1].encode(), "the line is not JSON"),
        (LINE.encode() + b"}", "the line is not JSON"),
        (LINE.encode("latin-1"), "the line is not JSON"),
        (LINE.encode("utf-16"), "the line is not JSON"),
        (b"[" * 100_000, "the line is not JSON"),
        (b"[1]", "the line is not a JSON object"),
        (b"null", "the line is not a JSON object"),
        (with_change(v=2), "the line has version 2; this program reads up to 1: use a newer program"),
        (with_change(seq="412"), "the line is malformed: seq holds"),
        (with_change(seq=True), "the line is malformed: seq holds"),
        (with_change(on="R4.BRI.2"), "the line is malformed: on holds"),
        (with_change(on=[]), "the line is malformed: on holds"),
        (with_change(facts=[], texts=None), "the line is malformed: facts, texts holds"),
        (with_change(corrects="12"), "the line is malformed: corrects holds"),
        (with_change(at=None), "the line is malformed: at holds"),
    ],
)
def test_what_is_no_entry_is_named(line: bytes, words: str) -> None:
    with pytest.raises(EntryError) as caught:
        read(line)
    assert str(caught.value).startswith(words)


def test_a_later_key_of_the_same_version_does_no_harm() -> None:
    assert read(with_change(more=1)) == read(written())


def test_a_text_is_sealed_in_nfc_with_a_salt_of_its_own() -> None:
    salts = [b"s" * 16, b"t" * 16]
    one = seal("Cafe\u0301", lambda count: salts[0][:count])
    other = seal("Café", lambda count: salts[1][:count])
    assert one.body == other.body == "Café"
    assert one.digest == hashlib.sha256(b"s" * 16 + "Café".encode()).hexdigest() == digest_of(one.salt, one.body)
    assert one.digest != other.digest


SAFE = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
FACTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | SAFE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SAFE, inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60)
@given(facts=st.dictionaries(SAFE, FACTS, max_size=4), via=SAFE, on=st.lists(SAFE, min_size=1, max_size=3))
def test_whatever_is_written_is_read_back_the_same(facts: dict[str, Any], via: str, on: list[str]) -> None:
    line = written(Draft("action.edited", tuple(on), "ALL", "P1", via, "2022-03-31", facts))
    entry = read(line)
    assert (entry.facts, entry.via, entry.on) == (facts, via, tuple(on))
    again = Draft(entry.act, entry.on, entry.area, entry.by, entry.via, entry.occurred_on, entry.facts)
    assert written(again) == line
    assert b"\n" not in line


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def said_by(decoder: Decode, line: bytes) -> str:
    """What a decoder says: the value with its types and order, or that the line is no JSON."""
    try:
        return repr(decoder(line))
    except (ValueError, RecursionError):
        return "no JSON"


@given(value=JSON, ascii_only=st.booleans(), cut=st.integers(0, 40), put=st.binary(max_size=2))
def test_the_quick_decoder_says_what_the_other_says(value: Any, ascii_only: bool, cut: int, put: bytes) -> None:
    whole = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    spoilt = whole[:cut] + put + whole[cut + 1 :]
    quick = quick_decode()
    for line in (whole, spoilt):
        assert said_by(quick, line) == said_by(decode, line)


@pytest.mark.parametrize(
    "line",
    [
        b"", b" ", b"nul", b"NaN", b"-Infinity", b"1e999", b"-0", b"-0.0", b"01", b"1.", b"[1,]", b'{"a":1,}', b"// x",
        b'{"a":1,"a":2,"b":3}', b'{"a":1,"b":3,"a":2}', rb'"\ud800"', rb'"\ud83d\ude00"', rb'"\udc00\ud800"',
        b'"\x01"', b'"\xff"', b'"\xed\xa0\x80"', b"\xef\xbb\xbf{}", b" {} ", b"{}x", b"{}{}", b"'a'", rb'"\u00"',
        b"[" * 500, b"[" * 50 + b"]" * 50, b"123456789012345678901234567890", b"1" * 5000, b"0.1",
        b"123456789.123456789123456789", b"5e-324",
    ],
)  # fmt: skip
def test_the_quick_decoder_is_as_strict(line: bytes) -> None:
    assert said_by(quick_decode(), line) == said_by(decode, line)
