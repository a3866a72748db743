"""The tamper matrix as data: what is done to a register, its files or a report, and the words in which it must be told.

Each deed is done and verified in tests.register.test_tamper_matrix.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from tests.register import tampering
from tests.register.tampering import BODY, FOUND, REF, Copy, change, delete, edit, insider
from tracker.ledger.checkpoint import BODY_END
from tracker.ledger.schema import TRIGGERS
from tracker.register.schema import TABLES

RESTORE = "Restore a backup: tracker restore FILE"
REBUILD = "The entries stand; make the tables anew: tracker rebuild"
PUT_BACK = "Put the file back from a backup: tracker restore FILE"


@dataclass(frozen=True)
class Case:
    """A deed, and what must be said of it: the kind of problem, the entry, the words as they begin, and no other kind.

    ``seq`` and words name entries by what they are: {amber}.  Without words nothing may be found.  ``history``, ``at``
    and ``text`` are the answers to the report, whose words are ``told``.
    """

    deed: Callable[[Copy], object]
    kind: str = ""
    seq: str = ""
    words: str = ""
    also: frozenset[str] = frozenset()
    history: str = "same"
    at: str = ""
    text: str = "same"
    told: str = ""


def inside(act: Callable[[sqlite3.Connection, Copy], object]) -> Callable[[Copy], None]:
    """A deed in the file, past its guards."""

    def deed(it: Copy) -> None:
        with insider(it.path) as db:
            act(db, it)

    return deed


def sql(statement: str) -> Callable[[Copy], None]:
    """A deed in the tables, which have no guards."""

    def deed(it: Copy) -> None:
        with closing(sqlite3.connect(it.path)) as db, db:
            db.executescript(statement.format(**numbers(it)))

    return deed


def report(act: Callable[[str], str]) -> Callable[[Copy], None]:
    """A deed on the report that somebody holds."""

    def deed(it: Copy) -> None:
        altered = act(it.report)
        assert altered != it.report
        it.report = altered

    return deed


def numbers(it: Copy) -> dict[str, int]:
    """Entries by what they are."""
    return {
        "made": it.amber - 4, "before": it.amber - 1, "amber": it.amber, "evidence": it.evidence,
        "undid": it.undone - 1, "undone": it.undone, "green": it.green, "issue": it.green + 1, "last": it.last,
        "after": it.last + 1,
    }  # fmt: skip


UNKNOWN = "The text is not checkable from this copy: the issue is not in this register."
SAME = (
    "The history is the same as when the report was issued: entries #1 to #{green} are untouched; 2 were added since."
)

LEDGER = {
    "edited line": Case(
        inside(lambda db, it: edit(db, it.amber, '"amber"', '"green"')), "line", "amber",
        "Entry #{amber} was changed after it was recorded: it does not fit the hash kept with it. " + RESTORE,
        history="changed", at="amber", told="The history was changed at or before #{amber}: ",
    ),
    "edited line and leaf": Case(
        inside(lambda db, it: edit(db, it.amber, '"amber"', '"green"', leaf=True)), "history", "amber",
        "The history was changed at or before #{amber}: the entries do not lead to the root that was kept after "
        "#{amber}; the entries up to #{before} still fit. Compare with an issued report: tracker verify --against "
        "FILE. " + RESTORE,
        history="changed", at="amber",
    ),
    "edited line after the report": Case(
        inside(lambda db, it: edit(db, it.last, '"amber"', '"green"')), "line", "last",
        "Entry #{last} was changed after it was recorded: it does not fit the hash kept with it. " + RESTORE,
    ),
    "deleted entry": Case(
        inside(lambda db, it: delete(db, it.amber)), "missing", "amber",
        "Entry #{amber} is missing: deleted after being recorded. " + RESTORE, history="changed", at="amber",
    ),
    "several deleted entries": Case(
        inside(lambda db, it: delete(db, it.amber, it.evidence)), "missing", "amber",
        "Entries #{amber} to #{evidence} are missing: deleted after being recorded. " + RESTORE,
        history="changed", at="amber",
    ),
    "deleted entry, and the rest moved up": Case(
        inside(tampering.close_gap), "order", "amber",
        "Where entry #{amber} belongs stands the entry that was recorded as #{evidence}: entries were deleted, "
        "repeated or swapped. " + RESTORE, frozenset({"history", "cut off"}), history="changed", at="amber",
    ),
    "swapped entries": Case(
        inside(tampering.swap), "order", "amber",
        "Where entry #{amber} belongs stands the entry that was recorded as #{green}: entries were deleted, repeated "
        "or swapped. " + RESTORE, frozenset({"history"}), history="changed", at="amber",
    ),
    "repeated entry": Case(
        inside(tampering.repeat), "order", "after",
        "Where entry #{after} belongs stands the entry that was recorded as #{last}: entries were deleted, repeated "
        "or swapped. " + RESTORE, frozenset({"head"}),
    ),
    "truncated: several entries": Case(
        inside(lambda db, it: delete(db, it.undone, it.last)), "cut off", "undone",
        "The end of the ledger was cut off: {last} entries were recorded, entries #{undone} to #{last} are missing. "
        + RESTORE, history="shorter", told="This register is shorter than the report: ",
    ),
    "truncated: the last entry": Case(
        inside(lambda db, it: delete(db, it.last)), "cut off", "last",
        "The end of the ledger was cut off: {last} entries were recorded, entry #{last} is missing. " + RESTORE,
    ),
    "an entry that is not JSON": Case(
        inside(lambda db, it: tampering.scribble(db, it.last, b"Dear all")),
        "unreadable", "last", "Entry #{last} cannot be read: the line is not JSON",
    ),
    "an entry that lacks a key": Case(
        inside(lambda db, it: change(db, it.last, lambda data: data.pop("via"))),
        "unreadable", "last", "Entry #{last} cannot be read: the line lacks via. " + RESTORE,
    ),
    "an entry of a newer version": Case(
        inside(lambda db, it: change(db, it.last, lambda data: data.update(v=2))), "unreadable", "last",
        "Entry #{last} cannot be read: the line has version 2; this program reads up to 1: use a newer program.",
    ),
    "an entry back in time": Case(
        inside(lambda db, it: change(db, it.last, lambda data: data.update(at="2022-07-01T08:00:00.000000Z"))),
        "time", "last",
        "Entry #{last} says that it was recorded at 08:00:00 on 1 July 2022 UTC, before entry #{issue} (12:00:00 on "
        "4 July 2022 UTC); the ledger never goes back in time. " + RESTORE,
    ),
    "an entry that makes no sense": Case(
        inside(lambda db, it: change(db, it.undone, lambda data: data.update(facts={}))), "replay", "undone",
        "Entry #{undone} makes no sense after those before it (KeyError: 'undone'), so the tables could not be "
        "compared. " + RESTORE, history="changed", at="green",
    ),
    "an entry before the first": Case(
        inside(lambda db, it: db.execute("UPDATE entry SET seq = -5 WHERE seq = ?", [it.last])), "order", "",
        "Something stands before entry #1, where nothing belongs. " + RESTORE, frozenset({"cut off"}),
    ),
    "the last root changed": Case(
        inside(lambda db, it: db.execute("UPDATE head SET root = ? WHERE size = ?", ["0" * 64, it.last])),
        "history", "last",
        "The history was changed at or before #{last}: the entries do not lead to the root that was kept after "
        "#{last}; the entries up to #{issue} still fit.",
    ),
    "an earlier root changed": Case(
        inside(lambda db, it: db.execute("UPDATE head SET root = ? WHERE size = ?", ["0" * 64, it.amber])),
        "head", "amber", "The root kept after entry #{amber} was changed; later ones fit.",
    ),
    "an earlier frontier changed": Case(
        inside(lambda db, it: db.execute("UPDATE head SET frontier = '' WHERE size = ?", [it.amber])),
        "head", "amber", "The root kept after entry #{amber} was changed; later ones fit.",
    ),
    "the last root deleted": Case(
        inside(lambda db, it: db.execute("DELETE FROM head WHERE size = ?", [it.last])),
        "head", "last", "The root kept after entry #{last} is missing: deleted. " + RESTORE,
    ),
    "log renamed": Case(
        inside(lambda db, it: db.execute("UPDATE log SET name = 'another-plan'")), "log", "1",
        "The file says that it is the log 'another-plan', but its first entry opened '",
        history="other_log", text="not_checkable",
    ),
    "full rewrite by an insider": Case(
        tampering.rewrite_everything, history="changed", at="green",
        told="The history was changed at or before #{green}: entries #1 to #{green} no longer lead to the root that "
        "the report carries. Somebody rewrote what had been reported; compare with a backup from before.",
    ),
    "cut back to before the report, by an insider": Case(
        tampering.cut_back, history="shorter", text="not_checkable",
        told="This register is shorter than the report: the report was issued over {green} entries, and only {undone} "
        "are here. What came after #{undone} was cut off, or this is an older copy; find the newer one. " + UNKNOWN,
    ),
}  # fmt: skip

NOTE = f"The text 'note' of entry #{{amber}} ({REF}) "
TEXTS = {
    "edited text": Case(
        inside(lambda db, it: db.execute("UPDATE text SET body = 'Begun early' WHERE body = 'Begun late'")),
        "text", "amber", NOTE + "is not the one that was recorded: it was changed. " + RESTORE,
    ),
    "text made unreadable": Case(
        inside(lambda db, it: db.execute("UPDATE text SET body = CAST(x'ff' AS TEXT) WHERE body = 'Begun late'")),
        "text", "amber", NOTE + "is not the one that was recorded: it was changed. " + RESTORE,
    ),
    "text with another salt": Case(
        inside(lambda db, it: db.execute("UPDATE text SET salt = x'00' WHERE body = 'Begun late'")),
        "text", "amber", NOTE + "is not the one that was recorded: it was changed. " + RESTORE,
    ),
    "missing text": Case(
        inside(lambda db, it: db.execute("DELETE FROM text WHERE body = 'Begun late'")),
        "text missing", "amber", NOTE + "is missing. " + RESTORE,
    ),
    "text removed without an entry": Case(
        inside(lambda db, it: db.execute("UPDATE text SET salt = NULL, body = NULL WHERE body = 'Begun late'")),
        "text removed", "amber", NOTE + "was removed, and no entry says by whom or on what ground.",
    ),
    "text that no act recorded": Case(
        inside(lambda db, it: db.execute("INSERT INTO text VALUES ('abcdef0123456789', x'00', 'Smuggled in')")),
        "stray text", "", "A text is held that no entry mentions (abcdef012345…); no act recorded it.",
    ),
    "text of the issued report edited": Case(
        inside(lambda db, it: db.execute("UPDATE text SET body = 'All is well' WHERE body = ?", [BODY])),
        "text", "issue",
        "The text 'body' of entry #{issue} (assurance issue 1) is not the one that was recorded: it was changed. "
        + RESTORE,
    ),
}  # fmt: skip

TABLE = {
    "a status": Case(
        sql(f"UPDATE action SET status = 'complete' WHERE ref = '{REF}'"), "table", "made",
        f"The table 'action' was changed: {REF} has status 'complete' where the entries give 'in_progress'. {REBUILD}",
    ),
    "two columns": Case(
        sql(f"UPDATE action SET lead = NULL, reported = 'red' WHERE ref = '{REF}'"), "table", "made",
        f"The table 'action' was changed: {REF} has lead nothing where the entries give 'BCC', reported 'red' where "
        f"the entries give 'amber'. {REBUILD}",
    ),
    "the text of another": Case(
        sql(f"UPDATE action SET title = (SELECT title FROM action WHERE ref = 'R4.BRI.1') WHERE ref = '{REF}'"),
        "table", "made",
        f"The table 'action' was changed: {REF} has title another text where the entries give another text. {REBUILD}",
    ),
    "a row slipped in": Case(
        sql("INSERT INTO evidence_link(seq, ref, target, occurred_on, by)"
            f" VALUES (1, 'E1', '{REF}', '2022-07-04', 'P1')"), "table", "1",
        f"The table 'evidence_link' has a row E1 {REF} that no entry gives. {REBUILD}",
    ),
    "an undone row put back": Case(
        sql("INSERT INTO progress(seq, ref, rating, no_change, occurred_on, by)"
            f" VALUES ({{undone}} - 1, '{REF}', 'red', 0, '2022-07-04', 'P1')"), "table", "undid",
        f"The table 'progress' has a row #{{undid}} that no entry gives. {REBUILD}",
    ),
    "who recorded an entry": Case(
        sql("UPDATE entry_index SET by = 'P2' WHERE seq = 3"), "table", "3",
        f"The table 'entry_index' was changed: #3 has by 'P2' where the entries give 'P1'. {REBUILD}",
    ),
    "an entry taken from a history": Case(
        sql("DELETE FROM entry_ref WHERE ref = 'P1' AND seq = 2"), "table", "2",
        f"The table 'entry_ref' lacks the row P1 #2 that the entries give. {REBUILD}",
    ),
    "a rule setting": Case(
        sql("UPDATE setting SET value = 9999 WHERE name = 'slip_amber_days'"), "table", "any",
        "The table 'setting' was changed: slip_amber_days has value '9999' where the entries give '90'. " + REBUILD,
    ),
    "made otherwise": Case(
        sql("ALTER TABLE trail_review ADD COLUMN more TEXT"), "table", "",
        f"The table 'trail_review' is not made as this program makes it. {REBUILD}",
    ),
    "an index dropped": Case(
        sql("DROP INDEX action_sort"), "table", "",
        f"The index 'action_sort' of the table 'action' is missing. {REBUILD}",
    ),
}  # fmt: skip


def emptied(table: str) -> Callable[[Copy], None]:
    """Delete the rows of a table, or put one into a table that has none."""

    def deed(it: Copy) -> None:
        with closing(sqlite3.connect(it.path)) as db, db:
            if db.execute(f"DELETE FROM {table}").rowcount > 0:
                return
            columns = [(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({table})")]
            values = [7 if kind == "INTEGER" else "x" for _, kind in columns]
            db.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(values))})", values)

    return deed


EVERY_TABLE = {
    f"the table {name}": Case(
        emptied(name), "table", "any", f"The table '{name}' ", text="not_checkable" if name == "issue" else "same"
    )
    for name in TABLES
}  # fmt: skip


def replaced_by_a_folder(it: Copy) -> None:
    it.file.unlink()
    it.file.mkdir()


def replaced_by_a_link(it: Copy) -> None:
    it.file.symlink_to(it.file.rename(it.file.with_name("elsewhere")))


THE_FILE = "The evidence file of E36 (entry #{evidence}) "
ELSE = THE_FILE + "is no longer a file of its own: something else stands in its place. " + PUT_BACK
EVIDENCE = {
    "edited": Case(
        lambda it: it.file.write_bytes(FOUND + b"!"), "evidence", "evidence",
        THE_FILE + "was changed: it is not what was recorded. " + PUT_BACK,
    ),
    "missing": Case(lambda it: it.file.unlink(), "evidence", "evidence", THE_FILE + "is missing from "),
    "replaced by a folder": Case(replaced_by_a_folder, "evidence", "evidence", ELSE),
    "replaced by a link": Case(replaced_by_a_link, "evidence", "evidence", ELSE),
    "a file that nobody recorded is no fault": Case(lambda it: it.file.with_name("0" * 64).write_bytes(b"")),
}  # fmt: skip

GUARD = (
    "The guard '{guard}', which keeps what was recorded from being changed, is missing or altered: somebody worked on "
    f"the file with another program. {RESTORE}"
)
GUARDS = {
    **{f"removed: {name}": Case(sql(f"DROP TRIGGER {name}"), "guard", "", GUARD.replace("{guard}", name))
       for name in TRIGGERS},
    "one that does nothing": Case(
        sql("DROP TRIGGER entry_no_update; CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT 1; END"),
        "guard", "", GUARD.replace("{guard}", "entry_no_update"),
    ),
    "one of somebody else's": Case(
        sql("CREATE TRIGGER mine AFTER INSERT ON entry BEGIN UPDATE action SET status = 'complete'; END"), "guard", "",
        "The file has a trigger 'mine' that this program did not make; it may change what is recorded. " + RESTORE,
    ),
}  # fmt: skip


def overwritten(it: Copy) -> None:
    """Write zeros over a page of an index."""
    with closing(sqlite3.connect(it.path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'action_sort'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    with it.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\0" * size)


def loosened(it: Copy) -> None:
    """Take the rule from the table of entries that a line must be there."""
    with closing(sqlite3.connect(it.path, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = 1")
        db.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'line BLOB NOT NULL', 'line BLOB') WHERE name = 'entry'"
        )


FILE = {
    "a page overwritten": Case(overwritten, "file", "", "The file is damaged: "),
    "an impossible format": Case(
        sql("PRAGMA user_version = 0"), "file", "",
        "The file says that its format is 0; no program ever made one. " + RESTORE,
    ),
    "a ledger table without its rules": Case(
        loosened, "table", "",
        "The table 'entry' is not made as this program makes it. " + RESTORE,
    ),
}  # fmt: skip


def altered(act: Callable[[str], str]) -> Case:
    """A deed on the text of the report, which leaves the history alone."""
    return Case(
        report(act),
        text="altered",
        told=f"{SAME} The text was altered: it is not the one that was recorded as issue 1.",
    )


REPORT = {
    "untouched": Case(lambda it: None, told=SAME + " The text is the one that was issued as issue 1."),
    "a word": altered(lambda text: text.replace("one action", "no action")),
    "a line taken out": altered(lambda text: text.replace("| 1 | 2 |\n", "")),
    "a line put in": altered(lambda text: text.replace(BODY_END, f"All is well.\n\n{BODY_END}")),
    "a space at the end of a line": Case(
        report(lambda text: text.replace("# Position", "# Position ")), text="same_words",
        told=SAME + " The words and figures are those of issue 1; only spaces, line breaks or marks of quotation",
    ),
    "without its marker lines": Case(
        report(lambda text: text.replace(BODY_END, "")), text="not_checkable",
        told=SAME + " The text is not checkable from this copy: the two lines that mark where the report begins",
    ),
    "of another log": Case(
        tampering.of_another_log, history="other_log", text="not_checkable",
        told="The report is of another log: it names 'plan-of-another-review-0123', and this register is '",
    ),
}  # fmt: skip

MATRIX = {
    f"{where}: {deed}": case
    for where, cases in {
        "entries": LEDGER, "texts": TEXTS, "tables": {**TABLE, **EVERY_TABLE}, "evidence": EVIDENCE, "guards": GUARDS,
        "file": FILE, "report": REPORT,
    }.items()
    for deed, case in cases.items()
}  # fmt: skip
