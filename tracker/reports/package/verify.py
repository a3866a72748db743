"""Checks an audit package, or a single proof, with nothing but Python 3.8 or newer; it only reads.

    python3 verify.py [FOLDER] [--against REPORT]      the package that this file lies in, or another one
    python3 verify.py PROOF.txt [--against REPORT]     that an entry stands in a log, or one report extends another

REPORT is an issued report or a checkpoint that somebody else kept.  Each check is told in words; the exit status is 1
when one does not hold, else 0.  How entries are written and hashed stands in data/system.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

HEX = "[0-9a-f]{64}"
TAGS, PAYLOAD = "tagmanifest-sha256.txt", "manifest-sha256.txt"
BODY = re.compile("^— report body begins —\n\n(.*)\n\n— report body ends —$", re.DOTALL | re.MULTILINE)
faults: list[str] = []


class Broken(ValueError):
    """What is read here does not hold, and the words say why."""


def fault(words: str) -> None:
    """Count something that is not as it should be, and print it with all but plain ASCII escaped."""
    faults.append(words)
    print("  WRONG ", ascii(words)[1:-1])


def step(what: str, check: Callable[..., str], *given: Path) -> None:
    """Do one check, which returns in words what holds, and print that unless it found a fault."""
    before = len(faults)
    try:
        words = check(*given)
        if len(faults) == before:
            print("  ok    ", ascii(f"{what}: {words}")[1:-1])
    except Exception as error:  # whatever a damaged file leads to is a finding
        why = (
            f"{error.strerror} ({error.filename})" if isinstance(error, OSError) else "it is damaged, or no such thing"
        )
        fault(f"{what}: this cannot be checked: {error if isinstance(error, Broken) else why}")


def leaf_of(line: bytes) -> bytes:
    """Hash one entry's line (RFC 9162, 2.1.1)."""
    return sha256(b"\0" + line).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees."""
    return sha256(b"\1" + left + right).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Return the root of the tree over these leaves (RFC 9162, 2.1.1)."""
    if len(leaves) < 2:
        return leaves[0]
    left = 1 << ((len(leaves) - 1).bit_length() - 1)  # the largest power of two below their number
    return node(root_of(leaves[:left]), root_of(leaves[left:]))


def climb(here: int, last: int, path: list[bytes], start: bytes) -> tuple[bytes, bytes] | None:
    """Follow a path from a node up to the roots of the earlier and the later tree; None when it does not fit."""
    old = new = start
    for other in path:
        if last == 0:
            return None
        if here % 2 or here == last:
            old, new = node(other, old), node(other, new)
            while here and here % 2 == 0:
                here, last = here // 2, last // 2
        else:
            new = node(new, other)
        here, last = here // 2, last // 2
    return (old, new) if last == 0 else None


def extended(old: int, old_root: bytes, new: int, new_root: bytes, path: list[bytes]) -> bool:
    """Tell whether the tree of *new* leaves begins with the one of *old* leaves (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not path and old_root == new_root
    if not 1 <= old < new or not path:
        return False
    start, rest = (path[0], path[1:]) if old & (old - 1) else (old_root, path)
    here, last = old - 1, new - 1
    while here % 2:
        here, last = here // 2, last // 2
    return climb(here, last, rest, start) == (old_root, new_root)


def short_code(log: str, size: int, root: bytes) -> str:
    """Return the code that is read out over the telephone: 40 bits of SHA-256 in Crockford's base 32."""
    bits = int(sha256(f"{log}\n{size}\n{root.hex()}".encode()).hexdigest()[:10], 16)
    code = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{code[:4]}-{code[4:]}"


def checkpoints(path: Path) -> list[tuple[str, int, bytes]]:
    """Return log, entries and root of each checkpoint in a text file, the newest last; Markdown does no harm."""
    text = re.sub(r"(?m)[*`_\\|\u00a0]|^\W+|<[^<>\n]*>", " ", path.read_text(encoding="utf-8-sig"))
    parts = r"(?m)^ *Log:\s*([\w-]+)\s+Entries:\s*(\d+)\s+Root:\s*((?:[0-9a-f]\s*){64})(?:Short code:\s*(\S+))?"
    found = []
    for log, entries, digits, code in re.findall(parts, text):
        one = (log, int(entries), bytes.fromhex("".join(digits.split())))
        if code and code != short_code(*one):
            raise Broken(f"in {path.name} a short code is not that of its log, entries and root")
        found.append(one)
    return found


def proof(path: Path) -> tuple[str, list[tuple[str, int, bytes]], bytes]:
    """Check a proof by itself; return what it proves, its checkpoints, and the entry's line where it holds one."""
    text, held = path.read_text(encoding="utf-8-sig"), checkpoints(path)
    fields = dict(re.findall(r"^(Entry|Line|Leaf|Path): (.*)$", text, re.MULTILINE))
    hashes = [bytes.fromhex(digits) for digits in re.findall(f"^  ({HEX})$", text, re.MULTILINE)]
    line = fields.get("Line", "").encode()
    if len(held) != (1 if "Entry" in fields else 2) or len(hashes) != int(fields.get("Path", -1)):
        raise Broken(f"{path.name} is not a whole proof")
    log, size, root = held[-1]
    later = f"the log {log} of {size} entries, {short_code(*held[-1])},"
    if "Entry" in fields:
        number, leaf = int(fields["Entry"]), bytes.fromhex(fields["Leaf"])
        if line and (leaf_of(line) != leaf or json.loads(line)["seq"] != number):
            raise Broken(f"the line in {path.name} is not entry #{number} as it was recorded")
        ends = climb(number - 1, size - 1, hashes, leaf) if 0 < number <= size else None  # RFC 9162, 2.1.3.2
        good, words = ends is not None and ends[1] == root, f"{later} holds entry #{number}"
    else:
        good = held[0][0] == log and extended(held[0][1], held[0][2], size, root, hashes)
        words = f"{later} begins with the one of {held[0][1]} entries, {short_code(*held[0])}, unchanged"
    if not good:
        raise Broken(f"{path.name} does not prove that {words}")
    return words, held, line


def alone(path: Path, *kept: Path) -> str:
    """Check a proof, and that it is about each checkpoint that somebody else kept."""
    words, held, _ = proof(path)
    for other in kept:
        if checkpoints(other)[-1] not in held:
            fault(f"{path.name}: it is not about the checkpoint in {other.name}")
    return words


class Package:
    """A package while it is checked: the hashes of all entries of the log, and the lines that it holds."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, ""
        self.leaves: list[bytes] = []
        self.lines: dict[int, bytes] = {}
        self.entries: dict[int, dict[str, Any]] = {}

    def files(self) -> str:
        """Every file is listed with its hash, and every listed file is there."""
        found = (path for path in self.folder.rglob("*") if path.is_symlink() or not path.is_dir())
        present, listed = {path.relative_to(self.folder).as_posix(): path for path in found}, {TAGS}
        for manifest in (TAGS, PAYLOAD):
            for line in (self.folder / manifest).read_bytes().decode("utf-8", "replace").splitlines(True):
                said = re.fullmatch(f"({HEX})  (.+)\n", line)
                if not said or said[2] in listed:
                    fault(f"{manifest}: a line is damaged, or stands twice: {line.strip()}")
                    continue
                listed.add(said[2])
                path = present.get(said[2])
                if path is None or path.is_symlink() or not path.is_file():
                    fault(f"{said[2]}: missing, or not a plain file, though {manifest} lists it")
                elif sha256(path.read_bytes()).hexdigest() != said[1]:
                    fault(f"{said[2]}: changed: it is not the file that {manifest} lists")
        for name in sorted(present.keys() - listed):
            fault(f"{name}: added: neither {TAGS} nor {PAYLOAD} lists it")
        return f"all {len(present)} are as the two manifests list them, and there is no other"

    def lines_of(self, name: str) -> list[bytes]:
        """Return the lines of a file."""
        return (self.folder / name).read_bytes().split(b"\n")[:-1]

    def ledger(self) -> str:
        """Every line hashes to its leaf, in order of number and of time."""
        self.leaves = [bytes.fromhex(leaf.decode()) for leaf in self.lines_of("data/leaves.txt")]
        number, at = 0, ""
        for line in self.lines_of("data/ledger.jsonl"):
            entry = json.loads(line)
            if not number < entry["seq"] or entry["at"] < at:
                fault(f"data/ledger.jsonl: entry #{entry['seq']} stands behind #{number}, out of order")
            number, at = entry["seq"], entry["at"]
            if self.leaves[number - 1 : number] != [leaf_of(line)]:
                fault(f"data/ledger.jsonl: entry #{number} is not the one that was recorded")
            self.lines[number], self.entries[number] = line, entry
        self.log = self.entries[1]["facts"]["log"]
        return f"{len(self.lines)} of {len(self.leaves)} entries are here, in order, each as it was recorded"

    def recorded(self) -> str:
        """The log names this package: its last entry holds the hash of the list of files."""
        _, held, line = proof(self.folder / "package-entry.txt")
        entry, size = json.loads(line), len(self.leaves) + 1
        self.lines[size], self.entries[size] = line, entry
        self.leaves.append(leaf_of(line))
        facts, root = entry["facts"], root_of(self.leaves)
        if (entry["act"], entry["seq"], facts["entries"]) != ("report.packaged", size, size - 1):
            fault("package-entry.txt: its entry is not about a package of these entries")
        if facts["manifest_sha256"] != sha256((self.folder / PAYLOAD).read_bytes()).hexdigest():
            fault(f"package-entry.txt: its entry holds the hash of another {PAYLOAD} than the one here")
        if not held == checkpoints(self.folder / "checkpoint.txt") == [(self.log, size, root)]:
            fault("checkpoint.txt, package-entry.txt: the entries lead to another root than the one here")
        words = f"their root is {root.hex()}, the short code {short_code(self.log, size, root)}"
        return f"entry #{size} names {PAYLOAD}; the log {self.log} has {size} entries, {words}"

    def texts(self) -> str:
        """Every text that an entry names is there and the one that was typed, or it is said why it is not."""
        states: Counter[str] = Counter()
        wanted = {digest: number for number, entry in self.entries.items() for digest in entry["texts"].values()}
        mentioned = set(re.findall(HEX.encode(), b"\n".join(self.lines.values())))
        shown, own = self.lines_of("data/texts.jsonl"), self.lines_of("package-texts.jsonl")
        for place, line in enumerate(shown + own):
            text = json.loads(line)
            digest, state, where = text["sha256"], text["state"], f"the text '{text['field']}' of #{text['entry']}"
            states[state] += place < len(shown)
            wanted.pop(digest, None)
            if digest.encode() not in mentioned:
                fault(f"{where} belongs to no entry")
            elif state == "held" and sha256(bytes.fromhex(text["salt"]) + text["body"].encode()).hexdigest() != digest:
                fault(f"{where} is not the one that was typed")
            elif state not in ("held", "withheld"):
                self.gone(where, digest, text)
        for digest, number in wanted.items():
            fault(f"a text of entry #{number} is not accounted for in data/texts.jsonl ({digest[:12]}...)")
        told = [f"{states[state]} {state}" for state in sorted(states) if states[state]]
        return (", ".join(told) or "none") + f"; beside them, for the package itself: {len(own)}"

    def gone(self, where: str, digest: str, row: dict[str, Any]) -> None:
        """What is not here was disposed of by an entry that is, or it is MISSING."""
        number = int(row.get("by_entry") or 0)
        if self.entries.get(number, {}).get("act") != "disposal.made" or digest.encode() not in self.lines[number]:
            fault(f"{where} is MISSING from the register, and no entry here says that it was disposed of")

    def evidence(self) -> str:
        """Every evidence file that an entry names is there under its hash, or it is said why it is not."""
        states: Counter[str] = Counter()
        table = (self.folder / "data/evidence.csv").read_text(encoding="utf-8-sig").splitlines()
        rows = {row["sha256"]: row for row in csv.DictReader(table) if row["sha256"]}
        named = [entry["facts"].get("sha256") for entry in self.entries.values() if "evidence" in entry["act"]]
        wanted = {fact["to"] if isinstance(fact, dict) else fact for fact in named if fact} - {None}
        for digest in sorted(wanted | rows.keys()):
            row = rows.get(digest, {"file": "MISSING"})
            path = self.folder / "data/evidence" / digest
            states[row["file"]] += 1
            if row["file"] == "included" and not (path.is_file() and sha256(path.read_bytes()).hexdigest() == digest):
                fault(f"data/evidence/{digest}: missing, or not the file that was recorded")
            elif row["file"] not in ("included", "withheld"):
                self.gone(f"data/evidence.csv: the file {digest[:12]}...", digest, row)
        return ", ".join(f"{states[state]} {state}" for state in sorted(states)) or "none"

    def issues(self) -> str:
        """Every report that was issued carries a checkpoint of this very log."""
        said = checkpoints(self.folder / "data/checkpoints.txt")
        ends = [end for path in sorted((self.folder / "data/proofs").glob("*.txt")) for end in proof(path)[1]]
        for log, size, root in set(said + ends):
            if log != self.log or root_of(self.leaves[:size]) != root:
                fault(f"data/checkpoints.txt or data/proofs: the checkpoint of {size} entries is not of these entries")
        issued = {number - 1 for number, entry in self.entries.items() if entry["act"] == "report.issued"}
        for size in issued - {size for _, size, _ in said}:
            fault(f"data/checkpoints.txt: the checkpoint of the report of entry #{size + 1} is missing")
        return f"checkpoints of issued reports: {len(said)}, all of these very entries"

    def against(self, path: Path) -> str:
        """Somebody else's report or checkpoint is of this very log, and its text is the one that was issued."""
        log, size, root = checkpoints(path)[-1]
        body, after = BODY.search(path.read_text(encoding="utf-8-sig")), self.entries.get(size + 1, {"facts": {}})
        if log != self.log:
            fault(f"{path.name}: it is of another log, {log}")
        elif size > len(self.leaves):
            fault(f"{path.name}: it is of {size} entries, and here are {len(self.leaves)}: cut off, or made earlier")
        elif root_of(self.leaves[:size]) != root:
            fault(f"{path.name}: the history was changed at or before #{size}: it carries another root")
        elif body and sha256(body[1].encode()).hexdigest() != after["facts"].get("body_sha256", ""):
            fault(f"{path.name}: the history is the same, but the text is not, byte for byte, one that was issued")
        return f"the history up to #{size} is the one that it was made from" + "; its text was not read" * (not body)


def main() -> int:
    """Check what the command line names; return the exit status."""
    parser = argparse.ArgumentParser(description="Check an audit package, or a proof; see README-VERIFY.txt.")
    parser.add_argument("what", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--against", action="append", type=Path, default=[], metavar="REPORT")
    asked = parser.parse_args()
    if asked.what.is_dir():
        package = Package(asked.what)
        for check in (package.files, package.ledger, package.recorded, package.texts, package.evidence, package.issues):
            step(check.__name__, check)
        for kept in asked.against:
            step(kept.name, package.against, kept)
    else:
        step(asked.what.name, alone, asked.what, *asked.against)
    print(f"NOT VERIFIED: {len(faults)} fault{'s' * (len(faults) != 1)}." if faults else "VERIFIED.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
