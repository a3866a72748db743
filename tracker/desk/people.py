"""Acts on people and agencies, who change over time: nothing here rewrites who they were.

Who may do what follows from the act table and tracker.desk.permission.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.desk.measures import areas_known
from tracker.ledger.entry import Draft
from tracker.model import limits
from tracker.model.text import clean, quoted, safe
from tracker.model.vocabulary import AgencyKind, Area, Role


def add_person(
    desk: Desk,
    post: str,
    role: Role,
    *,
    name: str | None = None,
    agency: str | None = None,
    areas: Sequence[str] = (),
    login: str | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Enter a person by post; the name may stay out, the computer log-in tells who is acting.

    Raises Refusal when another person in post has that log-in.
    """

    def drafting() -> list[Draft]:
        _login_free(desk, login, "")
        facts = {
            "role": role.value,
            "agency": desk.agency(agency, on=occurred_on),
            "areas": areas_known(areas) or [Area.ALL.value],
            "login": login,
        }
        texts = {
            "post": desk.need(post, "The post", limit=limits.most("post")),
            "name": desk.text(name, "The name", limit=limits.most("name")),
        }
        return [desk.draft("person.added", desk.next_ref("P"), facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


def _login_free(desk: Desk, login: str | None, ref: str) -> None:
    if login is None:
        return
    if not re.fullmatch(rf"[^\s]{{1,{limits.LOGIN}}}", login) or safe(login) != login or clean(login) != login:
        raise Refusal(f"A log-in is one word of at most {limits.LOGIN} characters, all of which show.")
    row = desk.now.row(
        "SELECT ref FROM person WHERE login = ? AND ref <> ? AND void = 0 AND (until IS NULL OR until >= ?)",
        [login, ref, desk.today.isoformat()],
    )
    if row:
        raise Refusal(f"The log-in {login} is that of {row['ref']}; one log-in is one person.")


def change_person(
    desk: Desk,
    ref: str,
    *,
    role: Role | None = None,
    areas: Sequence[str] | None = None,
    agency: str | None = None,
    login: str | None = None,
    until: date | None = None,
    why: str | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Change a person's role, areas, agency or log-in, or record the day they left; history keeps the earlier state."""

    def drafting() -> list[Draft]:
        row = desk.get("person", ref)
        _login_free(desk, login, row["ref"])
        new: dict[str, Any] = {
            "role": role.value if role else None,
            "agency": desk.agency(agency),
            "login": login,
            "until": until.isoformat() if until else None,
        }
        facts = change(row, **{name: value for name, value in new.items() if value is not None})
        if areas is not None:
            old = [r["value"] for r in desk.now.rows("SELECT value FROM person_areas WHERE ref = ?", [row["ref"]])]
            if sorted(old) != sorted(areas_known(areas)):
                facts["areas"] = {"from": sorted(old), "to": areas_known(areas)}
        if not facts:
            raise Refusal(f"{row['ref']} stands like that already; nothing was changed.")
        _manager_stays(desk, row["ref"], facts)
        _not_by_oneself(desk, row["ref"], facts)
        texts = {"why": desk.text(why, "The reason")}
        return [desk.draft("person.changed", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def _others(desk: Desk, ref: str) -> int:
    """How many other managers and administrators are in post."""
    return int(
        desk.now.value(
            "SELECT count(*) FROM person WHERE role IN ('manager', 'administrator') AND void = 0"
            " AND until IS NULL AND ref <> ?",
            [ref],
        )
    )


def _not_by_oneself(desk: Desk, ref: str, facts: dict[str, Any]) -> None:
    """Nobody gives themselves a wider role or other areas while somebody else is there who can."""
    if desk.person().ref == ref and ("role" in facts or "areas" in facts) and _others(desk, ref):
        raise Refusal(f"{ref} cannot change their own role or areas; ask another manager or administrator.")


def _manager_stays(desk: Desk, ref: str, facts: dict[str, Any]) -> None:
    """A register whose last manager left could never be changed again."""
    leaving = "until" in facts or ("role" in facts and facts["role"]["to"] not in (Role.MANAGER, Role.ADMINISTRATOR))
    if leaving and not _others(desk, ref):
        raise Refusal(f"{ref} is the last manager; enter another manager before this one leaves.")


def add_agency(
    desk: Desk,
    code: str,
    name: str,
    kind: AgencyKind,
    *,
    areas: Sequence[str] = (Area.ALL.value,),
    begins: date | None = None,
    occurred_on: date | None = None,
) -> Receipt:
    """Enter an agency under a short code, with the areas it sits in; one agency is entered once for all areas."""

    def drafting() -> list[Draft]:
        wanted = code.strip().upper()
        if not re.fullmatch(rf"[A-Z][A-Z0-9-]{{1,{limits.AGENCY_CODE - 1}}}", wanted):
            raise Refusal(f"{quoted(code)} is not an agency code; write 2 to 16 capital letters, digits or hyphens.")
        if desk.now.row("SELECT 1 FROM agency WHERE ref = ?", [wanted]):
            raise Refusal(f"There is an agency {wanted} already; codes are never used again.")
        facts = {"kind": kind.value, "areas": areas_known(areas), "begins": begins.isoformat() if begins else None}
        texts = {"name": desk.need(name, "The name", limit=limits.most("agency_name"))}
        return [desk.draft("agency.added", wanted, facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting)


def change_agency(
    desk: Desk,
    code: str,
    *,
    name: str | None = None,
    until: date | None = None,
    successor: str | None = None,
    why: str,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Record that an agency was renamed, or ended and who succeeds it; predecessor and successor count as one."""

    def drafting() -> list[Draft]:
        row = desk.now.row("SELECT * FROM agency WHERE ref = ? AND void = 0", [clean(code).upper()])
        if row is None:
            raise Refusal(f"There is no agency {quoted(code)} in this plan; see: tracker agency list")
        new = {"until": until.isoformat() if until else None, "successor": desk.agency(successor)}
        if new["successor"] and desk.one_agency(str(new["successor"])) == row["ref"]:
            raise Refusal(f"{row['ref']} cannot come to succeed itself; name another agency.")
        facts = change(row, **{field: value for field, value in new.items() if value is not None})
        texts = {"why": desk.need(why, "The reason")}
        if body := desk.text(name, "The name", limit=limits.most("agency_name")):
            facts["name"] = {"from": row["name"]}
            texts["name"] = body
        if not facts:
            raise Refusal(f"{row['ref']} stands like that already; nothing was changed.")
        return [desk.draft("agency.changed", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)
