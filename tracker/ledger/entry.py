"""One change of the plan as one line of JSON, and the salted hashes that stand in it for what people typed.

Here an entry is written, read and upcast; where lines are kept and how they are proved lives beside this module.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from types import NoneType
from typing import Any

from tracker.ledger.schema import ENTRY_VERSION

SALT_BYTES = 16
NONCE_BYTES = 16

_KINDS: dict[str, tuple[type, ...]] = {
    "act": (str,),
    "area": (str,),
    "at": (str,),
    "batch": (str, NoneType),
    "by": (str,),
    "corrects": (int, NoneType),
    "facts": (dict,),
    "nonce": (str,),
    "occurred_on": (str,),
    "on": (list,),
    "seq": (int,),
    "texts": (dict,),
    "v": (int,),
    "via": (str,),
}
"""Every key of a line, and what may stand under it."""

Decode = Callable[[bytes], Any]
"""What reads a line as JSON; raises ValueError or RecursionError when it is none."""

_raw_decode = json.JSONDecoder().raw_decode
"""What `json.loads` calls between looking for spaces around, which no line that was written here has."""

_new, _put = object.__new__, object.__setattr__

_KEYS = tuple(_KINDS)
_SHAPES = frozenset(product(*_KINDS.values()))

Randomness = Callable[[int], bytes]
"""Returns that many random bytes; passed in, so that only the example uses fixed ones."""


class EntryError(ValueError):
    """A stored line is not an entry of this ledger."""


@dataclass(frozen=True)
class Text:
    """Something typed: its body stands beside the ledger, only ``digest`` stands in it."""

    digest: str
    salt: bytes
    body: str


def seal(body: str, randomness: Randomness) -> Text:
    """Return *body* in NFC with a fresh salt and the hash of both, so that a short text cannot be guessed from it."""
    body = unicodedata.normalize("NFC", body)
    salt = randomness(SALT_BYTES)
    return Text(digest_of(salt, body), salt, body)


def digest_of(salt: bytes, body: str) -> str:
    """Return the hexadecimal SHA-256 of *salt* followed by *body* in UTF-8."""
    return hashlib.sha256(salt + body.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Draft:
    """A change that the desk has checked, before the ledger gives it a number and a time.

    ``facts`` holds references, closed words, dates, integers, decimal strings and hashes only; ``texts`` holds what
    people typed, field by field.  A changed fact is ``{"from": old, "to": new}``; a changed text keeps the hash of the
    old one as ``{"from": hash}`` among the facts.  ``disposes`` names texts whose salt and body go in the transaction
    that saves the entry; it is no part of the line.
    """

    act: str
    on: tuple[str, ...]
    area: str
    by: str
    via: str
    occurred_on: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    corrects: int | None = None
    batch: str | None = None
    disposes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry as it stands in the ledger; ``texts`` maps a field to the salted hash of what was typed."""

    v: int
    seq: int
    at: str
    by: str
    via: str
    area: str
    act: str
    on: tuple[str, ...]
    facts: Mapping[str, Any]
    texts: Mapping[str, str]
    occurred_on: str
    corrects: int | None
    batch: str | None
    nonce: str

    @property
    def subject(self) -> str:
        """The reference that the entry is about."""
        return self.on[0]


def write(draft: Draft, *, seq: int, at: str, digests: Mapping[str, str], nonce: bytes) -> bytes:
    """Return the line of *draft*: keys sorted, no spaces, UTF-8, no line end.

    Raises EntryError when a fact holds a floating-point number, which has no exact text.
    """
    refuse_floats(draft.facts, draft.act)
    return json.dumps(
        {
            "v": ENTRY_VERSION,
            "seq": seq,
            "at": at,
            "by": draft.by,
            "via": draft.via,
            "area": draft.area,
            "act": draft.act,
            "on": list(draft.on),
            "facts": draft.facts,
            "texts": dict(digests),
            "occurred_on": draft.occurred_on,
            "corrects": draft.corrects,
            "batch": draft.batch,
            "nonce": nonce.hex(),
        },
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    ).encode("utf-8")


def refuse_floats(value: Any, act: str) -> None:
    """Raise EntryError when a floating-point number stands anywhere in *value*."""
    if isinstance(value, float):
        raise EntryError(f"{act} holds the floating-point number {value}; write amounts as decimal text")
    if isinstance(value, Mapping):
        for item in value.values():
            refuse_floats(item, act)
    elif isinstance(value, (list, tuple)):
        for item in value:
            refuse_floats(item, act)


def decode(line: bytes) -> Any:
    """Return what *line* says as JSON; raises ValueError or RecursionError when it is none."""
    text = line.decode("utf-8")
    if text.startswith("{"):
        data, end = _raw_decode(text)
        if end == len(text):
            return data
    return json.loads(text)


def quick_decode() -> Decode:
    """Return a decoder that takes half the time and says the same; loading it costs as much as thousands of lines."""
    from pydantic_core import from_json

    def quick(line: bytes) -> Any:
        try:
            return from_json(line, allow_inf_nan=False, cache_strings="keys")
        except ValueError:  # what it is too strict for, and what is no JSON
            return decode(line)

    return quick


def read(line: bytes, decode: Decode = decode) -> Entry:
    """Return the entry that *line* holds, upcast to the present version.

    Raises EntryError when the line is not JSON, lacks a key, holds something of the wrong kind, or comes from a newer
    program.
    """
    try:
        data = decode(line)
    except (ValueError, RecursionError) as error:
        raise EntryError(f"the line is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise EntryError("the line is not a JSON object")
    as_written = tuple(data) == _KEYS and tuple(map(type, data.values())) in _SHAPES
    if not (as_written and data["on"] and data["v"] <= ENTRY_VERSION) and (fault := _fault(data)):
        raise EntryError(fault)
    return _made(data)


def _made(data: dict[str, Any]) -> Entry:
    data["on"] = tuple(data["on"])
    entry = _new(Entry)
    # A frozen dataclass sets its fields one by one, which costs as much as reading the JSON; these are the same fields.
    _put(entry, "__dict__", data)
    return entry


def pack(lines: Iterable[bytes]) -> bytes:
    """Return lines that `read` took, for another process of the same run, which need not look at them again."""
    return b"[%b]" % b",".join(lines)


def unpack(packed: bytes, decode: Decode = decode) -> list[Entry]:
    """Return the entries of the lines that `pack` packed; raises as *decode* does."""
    return [_made(data) for data in decode(packed)]


def _fault(data: dict[str, Any]) -> str | None:
    """Say what is wrong with the shape of a line; more keys than are known, in any order, are nothing wrong."""
    version = data.get("v")
    if isinstance(version, int) and version > ENTRY_VERSION:
        reads = f"this program reads up to {ENTRY_VERSION}: use a newer program"
        return f"the line has version {version}; {reads}"
    if missing := sorted(_KINDS.keys() - data.keys()):
        return f"the line lacks {', '.join(missing)}"
    wrong = [name for name, kinds in _KINDS.items() if type(data[name]) not in kinds]
    if not wrong and data["on"]:
        return None
    return f"the line is malformed: {', '.join(wrong) or 'on'} holds something else than it should"
