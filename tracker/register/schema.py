"""The register's tables: the plan as the entries leave it, with the hashes of texts and never their bodies.

Nothing here depends on today's date; ratings come from tracker.register.rules when a question is asked.  Tables are
recreated from the ledger, never migrated.
"""

from __future__ import annotations

import re

_CREATED = "seq INTEGER NOT NULL, since TEXT NOT NULL, void INTEGER NOT NULL DEFAULT 0"
"""Every object: the entry that made it, the day it began, and 1 when its making was undone."""

CHILDREN = {
    ("body", "areas"): "body_areas",
    ("body", "agencies"): "body_agencies",
    ("agency", "areas"): "agency_areas",
    ("person", "areas"): "person_areas",
    ("recommendation", "official_number"): "recommendation_numbers",
    ("action", "areas"): "action_areas",
    ("action", "partners"): "action_partners",
    ("action", "serves"): "action_serves",
    ("action", "depends"): "action_depends",
    ("action", "documents"): "action_documents",
    ("action", "expects"): "action_expects",
    ("action", "comes_from"): "action_comes_from",
    ("action", "groups"): "action_groups",
    ("measure", "areas"): "measure_areas",
    ("measure", "serves"): "measure_serves",
    ("measure", "groups"): "measure_groups",
    ("evidence", "groups"): "evidence_groups",
    ("decision", "about"): "decision_about",
    ("decision", "agencies"): "decision_agencies",
    ("risk", "areas"): "risk_areas",
    ("risk", "serves"): "risk_serves",
}
"""(table, fact that holds a list) → the table of its members."""

TABLES = {
    "review": f"""
        ref TEXT PRIMARY KEY, title TEXT, aliases TEXT, commissioned_from TEXT, prose TEXT, published TEXT,
        precision TEXT, marking TEXT, year_starts INTEGER, meeting_interval_months INTEGER, cut_off_days INTEGER,
        {_CREATED}
        """,
    "setting": "name TEXT PRIMARY KEY, value INTEGER NOT NULL, seq INTEGER NOT NULL",
    "area": f"""
        ref TEXT PRIMARY KEY, name TEXT, partnership TEXT, {_CREATED}
        """,
    "body": f"""
        ref TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT, source TEXT, {_CREATED}
        """,
    "agency": f"""
        ref TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT, begins TEXT, until TEXT, successor TEXT, part_of TEXT,
        source TEXT, {_CREATED}
        """,
    "source": f"""
        ref TEXT PRIMARY KEY, file TEXT, title TEXT, note TEXT, dated TEXT, precision TEXT, {_CREATED}
        """,
    "person": f"""
        ref TEXT PRIMARY KEY, name TEXT, post TEXT, role TEXT NOT NULL, agency TEXT, login TEXT, until TEXT,
        {_CREATED}
        """,
    "recommendation": f"""
        ref TEXT PRIMARY KEY, title TEXT, prose TEXT, wording TEXT NOT NULL, official_wording TEXT, source TEXT,
        {_CREATED}
        """,
    "response": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, recommendation TEXT NOT NULL, area TEXT NOT NULL,
        response TEXT NOT NULL, occurred_on TEXT NOT NULL, by TEXT NOT NULL, body TEXT, why TEXT, source TEXT
        """,
    "action": f"""
        ref TEXT PRIMARY KEY, sort TEXT NOT NULL, recommendation TEXT NOT NULL, area TEXT NOT NULL,
        n INTEGER NOT NULL, basis TEXT NOT NULL, status TEXT NOT NULL, mapping TEXT NOT NULL, title TEXT NOT NULL,
        description TEXT, lead TEXT REFERENCES agency(ref), owner TEXT, owner_person TEXT REFERENCES person(ref),
        locality TEXT, difference_wanted TEXT, started TEXT, started_precision TEXT, due TEXT, precision TEXT,
        review_on TEXT, assurance TEXT NOT NULL, reported TEXT, difference_claimed TEXT, completed_on TEXT,
        signed_off_on TEXT, goes_to TEXT, source TEXT, caveat TEXT, adopted_on TEXT, {_CREATED}
        """,
    "milestone": f"""
        ref TEXT PRIMARY KEY, sort TEXT NOT NULL, action TEXT NOT NULL REFERENCES action(ref), title TEXT NOT NULL,
        description TEXT, due TEXT NOT NULL, precision TEXT, critical INTEGER NOT NULL, achieved_on TEXT,
        source TEXT, caveat TEXT,
        {_CREATED}
        """,
    "revision": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, was TEXT, due TEXT NOT NULL, precision TEXT NOT NULL,
        decision TEXT, agreed_by TEXT, occurred_on TEXT NOT NULL, by TEXT NOT NULL, why TEXT, asked_by TEXT
        """,
    "progress": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, rating TEXT, no_change INTEGER NOT NULL, note TEXT,
        occurred_on TEXT NOT NULL, by TEXT NOT NULL, reported_by TEXT, received TEXT
        """,
    "funding": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, state TEXT NOT NULL, amount TEXT, ends TEXT, funder TEXT,
        period TEXT, caveat TEXT, occurred_on TEXT NOT NULL, by TEXT NOT NULL
        """,
    "claim": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, decision TEXT, difference TEXT, note TEXT,
        occurred_on TEXT NOT NULL, by TEXT NOT NULL, reported_by TEXT, received TEXT
        """,
    "measure": f"""
        ref TEXT PRIMARY KEY, sort TEXT NOT NULL, title TEXT NOT NULL, description TEXT, unit TEXT, definition TEXT,
        direction TEXT NOT NULL, baseline TEXT, target TEXT, target_date TEXT, source TEXT, caveat TEXT, {_CREATED}
        """,
    "reading": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL, value TEXT NOT NULL,
        numerator INTEGER, denominator INTEGER, period TEXT, source TEXT, caveat TEXT, occurred_on TEXT NOT NULL,
        by TEXT NOT NULL
        """,
    "evidence": f"""
        ref TEXT PRIMARY KEY, sort TEXT NOT NULL, kind TEXT NOT NULL, form TEXT NOT NULL, state TEXT NOT NULL,
        title TEXT NOT NULL, description TEXT, sha256 TEXT, bytes INTEGER, file_name TEXT, custodian TEXT,
        place TEXT, dated TEXT, precision TEXT, until TEXT, collected TEXT, received_from TEXT, received TEXT,
        marking TEXT NOT NULL, revision INTEGER, source TEXT, caveat TEXT, {_CREATED}
        """,
    "evidence_revision": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, n INTEGER NOT NULL, form TEXT NOT NULL, state TEXT NOT NULL,
        sha256 TEXT, bytes INTEGER, file_name TEXT, custodian TEXT, place TEXT, dated TEXT, precision TEXT, until TEXT,
        why TEXT, occurred_on TEXT NOT NULL, by TEXT NOT NULL
        """,
    "evidence_link": """
        seq INTEGER NOT NULL, ref TEXT NOT NULL, target TEXT NOT NULL, shows TEXT, occurred_on TEXT NOT NULL,
        by TEXT NOT NULL, PRIMARY KEY (ref, target)
        """,
    "evidence_review": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, outcome TEXT NOT NULL, why TEXT, occurred_on TEXT NOT NULL,
        by TEXT NOT NULL
        """,
    "meeting": f"""
        ref TEXT PRIMARY KEY, sort TEXT NOT NULL, body TEXT NOT NULL REFERENCES body(ref), held_on TEXT NOT NULL,
        cut_off TEXT NOT NULL, title TEXT, {_CREATED}
        """,
    "decision": f"""
        ref TEXT PRIMARY KEY, sort TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL,
        meeting TEXT, asked_on TEXT NOT NULL, wanted_by TEXT, decided_on TEXT, proposed_due TEXT,
        proposed_precision TEXT, asked TEXT, asked_by TEXT, minute TEXT, why TEXT, advice TEXT, advice_on TEXT,
        rule TEXT, until TEXT,
        {_CREATED}
        """,
    "risk": f"""
        ref TEXT PRIMARY KEY, sort TEXT NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL, description TEXT,
        agency TEXT, review_on TEXT, source TEXT, caveat TEXT, why TEXT, {_CREATED}
        """,
    "sustainment": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, months INTEGER NOT NULL, outcome TEXT NOT NULL, note TEXT,
        occurred_on TEXT NOT NULL, by TEXT NOT NULL, reported_by TEXT, received TEXT
        """,
    "query": f"""
        ref TEXT PRIMARY KEY, sort TEXT NOT NULL, state TEXT NOT NULL, about TEXT NOT NULL, entry INTEGER,
        question TEXT NOT NULL, wanted_by TEXT, {_CREATED}
        """,
    "query_turn": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, turn TEXT NOT NULL, words TEXT, occurred_on TEXT NOT NULL,
        by TEXT NOT NULL, reported_by TEXT, received TEXT
        """,
    "package": """
        seq INTEGER PRIMARY KEY, n INTEGER NOT NULL UNIQUE, manifest_sha256 TEXT NOT NULL, selection TEXT NOT NULL,
        entries INTEGER NOT NULL, recipient TEXT, marking TEXT NOT NULL, occurred_on TEXT NOT NULL, by TEXT NOT NULL
        """,
    "disposal": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, kind TEXT NOT NULL, digest TEXT NOT NULL, entry INTEGER NOT NULL,
        field TEXT, ground TEXT, occurred_on TEXT NOT NULL, by TEXT NOT NULL
        """,
    "warned": """
        seq INTEGER PRIMARY KEY, ref TEXT NOT NULL, area TEXT NOT NULL, kinds TEXT NOT NULL, why TEXT,
        occurred_on TEXT NOT NULL, by TEXT NOT NULL
        """,
    "trail_review": """
        seq INTEGER PRIMARY KEY, upto INTEGER NOT NULL, note TEXT, occurred_on TEXT NOT NULL, by TEXT NOT NULL
        """,
    "issue": """
        seq INTEGER PRIMARY KEY, n INTEGER NOT NULL UNIQUE, report TEXT NOT NULL, arguments TEXT NOT NULL,
        inputs TEXT NOT NULL, entries INTEGER NOT NULL, position_on TEXT NOT NULL, body_sha256 TEXT NOT NULL,
        body TEXT, marking TEXT NOT NULL, recorded TEXT NOT NULL, by TEXT NOT NULL
        """,
    "entry_ref": """
        ref TEXT NOT NULL, seq INTEGER NOT NULL, effective_on TEXT NOT NULL, orders INTEGER NOT NULL,
        PRIMARY KEY (ref, seq)
        """,
    "entry_index": """
        seq INTEGER PRIMARY KEY, act TEXT NOT NULL, area TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
        occurred_on TEXT NOT NULL, effective_on TEXT NOT NULL, corrects INTEGER, batch TEXT, undone INTEGER
        """,
    **dict.fromkeys(CHILDREN.values(), "ref TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (ref, value)"),
}
"""Table name → columns; every table is STRICT.  Columns that hold typed words hold the hash of the text."""

_WITHOUT_ROWID = re.compile(r"PRIMARY KEY \(ref, ")

INDEXES = {
    "action_sort": "action(sort)",
    "action_cell": "action(recommendation, area)",
    "action_number": "action(recommendation, area, n)",
    "milestone_action": "milestone(action, sort)",
    "revision_ref": "revision(ref, seq, due, precision)",
    "progress_ref": "progress(ref, occurred_on, seq)",
    "evidence_target": "evidence_link(target)",
    "funding_ref": "funding(ref)",
    "reading_ref": "reading(ref, ends)",
    "claim_ref": "claim(ref)",
    "entry_by_effect": "entry_ref(ref, orders, effective_on)",
    "decision_subject": "decision_about(value)",
    "evidence_revision_ref": "evidence_revision(ref)",
    "sustainment_ref": "sustainment(ref, occurred_on)",
    "query_about": "query(about)",
    "query_turn_ref": "query_turn(ref)",
    "disposal_digest": "disposal(digest)",
}


def columns(table: str) -> tuple[str, ...]:
    """Return the column names of *table* in order."""
    return tuple(
        part.split()[0]
        for part in re.split(r",(?![^(]*\))", TABLES[table])
        if not part.strip().startswith(("PRIMARY KEY", "CHECK"))
    )


def ddl(*, temporary: bool = False) -> list[str]:
    """Return the statements that make the tables and indexes, in the file itself or shadowing it for one connection."""
    made = "CREATE TEMP TABLE" if temporary else "CREATE TABLE"
    prefix = "temp." if temporary else ""
    statements = [
        f"{made} {name}({body}) STRICT" + (", WITHOUT ROWID" if _WITHOUT_ROWID.search(body) else "")
        for name, body in TABLES.items()
    ]
    statements += [f"CREATE INDEX {prefix}{name} ON {where}" for name, where in INDEXES.items()]
    return statements
