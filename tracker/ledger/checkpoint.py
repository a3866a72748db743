"""The words an issued report carries so that somebody outside holds the ledger's state, and the lines around its body.

Writing them and reading them back from mail, Word or PDF lives here; comparing them with a ledger does not.
"""

from __future__ import annotations

import binascii
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

BODY_BEGIN = "— report body begins —"
BODY_END = "— report body ends —"

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ILLUSTRATIVE = "ILLUSTRATIVE-"
_LOG = re.compile(rf"(?:{_ILLUSTRATIVE})?(?!{_ILLUSTRATIVE.lower()})[a-z0-9]+(?:-[a-z0-9]+)*")
_ROOT = re.compile(r"[0-9a-f]{64}")

_WORD = r"(log|entries|root|short\s*code|recorded)"
# A label is one of these words and its colon, wherever they stand, or a table cell that holds the word alone.
_LABEL = re.compile(rf"{_WORD}\s*: | \|\s*{_WORD}\s*\| | ^{_WORD}\t", re.IGNORECASE | re.MULTILINE | re.VERBOSE)
_ALIKE = str.maketrans("OIL", "011")


class CheckpointError(ValueError):
    """A checkpoint that is damaged, incomplete or impossible; the message is a sentence for people."""


@dataclass(frozen=True)
class Checkpoint:
    """The state of one log: its first *entries* entries have this Merkle *root*.

    ``log`` is a slug in lower case, which may begin with ``ILLUSTRATIVE-``; ``root`` is 64 lower-case hexadecimal
    digits; ``recorded`` is the ISO date by which the last of the entries had been recorded.  Anything else raises
    CheckpointError, because it could not be read back from a copy whose letter case or line breaks were changed.
    """

    log: str
    entries: int
    root: str
    recorded: str

    def __post_init__(self) -> None:
        if not _LOG.fullmatch(self.log):
            raise CheckpointError(
                f"'{self.log}' cannot name a log; use lower-case letters, digits and single hyphens, "
                f"after {_ILLUSTRATIVE} where the entries are made up."
            )
        if self.entries < 0:
            raise CheckpointError(f"A log cannot hold {self.entries} entries.")
        if not _ROOT.fullmatch(self.root):
            raise CheckpointError(f"'{self.root}' is not a root; a root is 64 lower-case hexadecimal digits.")
        if _iso_date(self.recorded) != self.recorded:
            raise CheckpointError(f"'{self.recorded}' is not a date; write it like 2022-04-12.")

    @property
    def short_code(self) -> str:
        """The first 40 bits of SHA-256 over log, entries and root, a line each, in Crockford's base 32: XXXX-XXXX.

        It can be read out over the telephone, and shows a reader of a damaged copy that something is wrong.
        """
        digest = hashlib.sha256(f"{self.log}\n{self.entries}\n{self.root}".encode()).digest()
        bits = int.from_bytes(digest[:5], "big")
        code = "".join(_CROCKFORD[bits >> shift & 31] for shift in range(35, -1, -5))
        return f"{code[:4]}-{code[4:]}"

    def lines(self) -> list[str]:
        """Return the checkpoint as the plain lines that a report prints; `parse` reads them back."""
        groups = [self.root[at : at + 8] for at in range(0, 64, 8)]
        return [
            f"Log: {self.log}",
            f"Entries: {self.entries}",
            f"Root: {' '.join(groups)}",
            f"Short code: {self.short_code}",
            f"Recorded: {self.recorded}",
        ]


def parse(text: str) -> Checkpoint | None:
    """Find the last checkpoint in *text*, however mail, Word, PDF, Markdown or HTML have dressed it.

    Returns None where none can be recognised.  Raises CheckpointError when the last one lacks a part, naming it, or
    does not match its own short code.
    """
    recognised = [fields for fields in _groups(_plain(text)) if _is_recognisable(fields)]
    return _checkpoint(recognised[-1]) if recognised else None


def _plain(text: str) -> str:
    """Undo what carriers do to text, leaving letters, digits, hyphens, colons, table pipes and white space in place."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    text = binascii.a2b_qp(lines.encode("utf-8", "replace")).decode("utf-8", "replace")  # quoted-printable mail
    import html  # here: what is written, and most of what is read, has no need of it

    text = html.unescape(re.sub(r"</?[a-zA-Z][^<>\n]*>", " ", text))
    # NFKC turns non-breaking spaces and full-width colons and digits into plain ones; Cf holds soft hyphens and
    # zero-width characters, Pd the hyphens and dashes that editors put in place of ours.
    kept = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    text = "".join("-" if unicodedata.category(char) == "Pd" or char == "\u2212" else char for char in kept)
    text = re.sub(r"[*_`\\]", "", text)
    return re.sub(r"^[ \t]*(?:>[ \t]*)+", "", text, flags=re.MULTILINE)


def _groups(text: str) -> list[dict[str, str]]:
    """Cut *text* into one group per checkpoint: label → the text up to the next label.

    A group begins at "Log", which always comes first, and wherever a label comes a second time.
    """
    groups: list[dict[str, str]] = [{}]
    labels = list(_LABEL.finditer(text))
    ends = [*(label.start() for label in labels), len(text)][1:]
    for label, end in zip(labels, ends, strict=True):
        name = re.sub(r"\s+", "", label[label.lastindex or 0]).lower()
        if name == "log" or name in groups[-1]:
            groups.append({})
        groups[-1][name] = text[label.end() : end]
    return groups


def _is_recognisable(fields: dict[str, str]) -> bool:
    counted = re.match(r"[\s|]*[0-9]", fields.get("entries", ""))
    return counted is not None and bool(fields.keys() & {"root", "shortcode"})


def _checkpoint(fields: dict[str, str]) -> Checkpoint:
    log, entries, root, recorded = _log(fields), _entries(fields), _root(fields), _iso_date(fields.get("recorded", ""))
    if log is None or entries is None or root is None or recorded is None:
        parts = {"Log": log, "Entries": entries, "Root": root, "Recorded": recorded}
        missing = " and ".join(name for name, value in parts.items() if value is None)
        raise CheckpointError(
            f"The checkpoint in this text is incomplete: {missing} cannot be read; ask for the report again."
        )
    checkpoint = Checkpoint(log, entries, root, recorded)
    if "shortcode" in fields and _code(fields["shortcode"]) != checkpoint.short_code:
        raise CheckpointError(
            "The checkpoint in this text is damaged: its short code does not match its log, entries and root; "
            "ask for the report again or compare the root by eye."
        )
    return checkpoint


def _log(fields: dict[str, str]) -> str | None:
    """Read the log name, which may have been wrapped at a hyphen and whose letter case may have been changed."""
    match = re.match(r"[\s|]*([a-z0-9]+(?:\s*-\s*[a-z0-9]+)*)", fields.get("log", "").lower())
    if match is None:
        return None
    name = re.sub(r"\s+", "", match[1])
    if name.startswith(_ILLUSTRATIVE.lower()):
        name = _ILLUSTRATIVE + name.removeprefix(_ILLUSTRATIVE.lower())
    return name if _LOG.fullmatch(name) else None


def _entries(fields: dict[str, str]) -> int | None:
    match = re.match(r"[\s|]*([0-9]{1,15})(?!,?[0-9])", fields.get("entries", ""))
    return int(match[1]) if match else None


def _root(fields: dict[str, str]) -> str | None:
    """Read the root, which may have been broken anywhere, by anything that is not a letter or digit."""
    match = _ROOT.match(re.sub(r"[^0-9a-z]", "", fields.get("root", "").lower()))
    return match[0] if match else None


def _code(text: str) -> str:
    """Read a short code, taking the letters that Crockford's base 32 leaves out for the digits they look like."""
    code = re.sub(r"[^0-9A-Z]", "", text.upper()).translate(_ALIKE)
    return f"{code[:4]}-{code[4:8]}"


def _iso_date(text: str) -> str | None:
    """Return the date that *text* begins with as YYYY-MM-DD, or None."""
    match = re.match(r"[\s|]*([0-9]{4})\s*-\s*([0-9]{2})\s*-\s*([0-9]{2})(?![0-9])", text)
    if match is None:
        return None
    try:
        return date.fromisoformat("-".join(match.groups())).isoformat()
    except ValueError:
        return None


def wrap_body(body: str) -> str:
    """Return *body* between the two marker lines, each a paragraph of its own; `body_between` takes it out again.

    Raises ValueError when *body* holds a carriage return, which would not survive.
    """
    if "\r" in body:
        raise ValueError("A report body ends its lines with a line feed alone; take the carriage returns out.")
    return f"{BODY_BEGIN}\n\n{body}\n\n{BODY_END}\n"


def body_between(text: str) -> str | None:
    """Return the report body exactly as it was issued, or None when *text* lacks a marker line.

    The body stands between the first opening and the last closing marker line, so a marker quoted inside it does no
    harm; the one blank line beside each marker is not part of it.  A byte-order mark and CRLF line ends are undone.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    begins = [at for at, line in enumerate(lines) if line.rstrip() == BODY_BEGIN]
    ends = [at for at, line in enumerate(lines) if line.rstrip() == BODY_END]
    if not begins or not ends or ends[-1] < begins[0]:
        return None
    inside = lines[begins[0] + 1 : ends[-1]]
    if inside[:1] == [""]:
        del inside[0]
    if inside[-1:] == [""]:
        del inside[-1]
    return "\n".join(inside)


def body_sha256(body: str) -> str:
    """Return the SHA-256 of *body* in UTF-8, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()
