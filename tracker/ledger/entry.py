"""One change of the plan as one line of JSON, and the salted hashes that stand in it for what people typed.

Here an entry is written, read and upcast; where lines are kept and how they are proved lives beside this module.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

VERSION = 1
SALT_BYTES = 16
NONCE_BYTES = 16

_KEYS = (
    "act", "area", "at", "batch", "by", "corrects", "facts", "nonce", "occurred_on", "on", "seq", "texts", "v", "via",
)  # fmt: skip

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
    old one as ``{"from": hash}`` among the facts.
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
            "v": VERSION,
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


def read(line: bytes) -> Entry:
    """Return the entry that *line* holds, upcast to the present version.

    Raises EntryError when the line is not JSON, lacks a key, or comes from a newer program.
    """
    try:
        data = json.loads(line)
    except ValueError as error:
        raise EntryError(f"the line is not JSON: {error}") from None
    if not isinstance(data, dict):
        raise EntryError("the line is not a JSON object")
    version = data.get("v")
    if isinstance(version, int) and version > VERSION:
        raise EntryError(f"the line has version {version}; this program reads up to {VERSION}: use a newer program")
    try:
        return Entry(
            v=data["v"],
            seq=data["seq"],
            at=data["at"],
            by=data["by"],
            via=data["via"],
            area=data["area"],
            act=data["act"],
            on=tuple(data["on"]),
            facts=data["facts"],
            texts=data["texts"],
            occurred_on=data["occurred_on"],
            corrects=data["corrects"],
            batch=data["batch"],
            nonce=data["nonce"],
        )
    except (KeyError, TypeError) as error:
        missing = sorted(set(_KEYS) - set(data))
        what = f"the line lacks {', '.join(missing)}" if missing else f"the line is malformed: {error}"
        raise EntryError(what) from None
