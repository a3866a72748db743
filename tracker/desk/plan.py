"""Acts on the review itself: responses, official numbers and wording, rule settings.

Reading recommendation files is the business of tracker.intake.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from tracker.desk.desk import Desk, Receipt, Refusal, Seen, change
from tracker.desk.refusal import area_known
from tracker.ledger.entry import Draft
from tracker.model import limits
from tracker.model.text import quoted
from tracker.model.vocabulary import Area, ResponseKind, Wording
from tracker.register.rules import DEFAULT_SETTINGS, LONGEST_DAYS


def record_response(
    desk: Desk,
    recommendation: str,
    response: ResponseKind,
    *,
    area: str = Area.ALL.value,
    body: str | None = None,
    why: str | None = None,
    source: str | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Record a partnership's response to a recommendation, for one area or (ALL) for the three jointly.

    Raises Refusal when it is not plainly accepted and no reason is given.
    """

    def drafting() -> list[Draft]:
        row = desk.get("recommendation", recommendation)
        place = area_known(area)
        reason = desk.text(why, "The reason", required=response is not ResponseKind.ACCEPTED)
        facts = {
            "recommendation": row["ref"],
            "area": place,
            "response": response.value,
            "body": desk.body(body)["ref"] if body else None,
        }
        texts = {"why": reason, "source": desk.text(source, "The source", limit=limits.most("source"))}
        return [
            desk.draft("response.recorded", f"{row['ref']}.{place}", facts=facts, texts=texts, occurred_on=occurred_on)
        ]

    return desk.record(drafting, seen=seen)


def bind_numbers(
    desk: Desk,
    recommendation: str,
    numbers: Sequence[str],
    *,
    source: str,
    why: str | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Bind a working number to the official one: one to one, several (split), or one that others share (merged).

    Raises Refusal when a number is not 1 to 99, or is bound to another working number and no reason is given.
    """

    def drafting() -> list[Draft]:
        row = desk.get("recommendation", recommendation)
        wanted = [number.strip() for number in numbers]
        if not wanted or not all(re.fullmatch(r"[1-9][0-9]?", number) for number in wanted):
            raise Refusal(f"The official number of {row['ref']} is a whole number from 1 to 99; give one or more.")
        shared = desk.now.rows(
            "SELECT ref, value FROM recommendation_numbers WHERE ref <> ?"
            f" AND value IN ({','.join('?' * len(wanted))})",
            [row["ref"], *wanted],
        )
        reason = desk.text(why, "The reason")
        if shared and reason is None:
            others = ", ".join(f"{r['value']} is bound to {r['ref']}" for r in shared)
            raise Refusal(f"{others}; if two working numbers were merged in the official one, say so with --why.")
        old = desk.now.rows("SELECT value FROM recommendation_numbers WHERE ref = ? ORDER BY value", [row["ref"]])
        before = [r["value"] for r in old]
        if sorted(before) == sorted(wanted):
            raise Refusal(f"{row['ref']} is bound to {', '.join(before)} already.")
        facts = {"official_number": {"from": before, "to": wanted}}
        texts = {
            "source_of_number": desk.need(source, "The source", limit=limits.most("source_of_number")),
            "why": reason,
        }
        return [desk.draft("recommendation.numbered", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def load_wording(
    desk: Desk,
    recommendation: str,
    wording: str,
    *,
    source: str,
    title: str | None = None,
    occurred_on: date | None = None,
    seen: Seen = None,
) -> Receipt:
    """Load the official wording of a recommendation, verbatim, with where it was taken from."""

    def drafting() -> list[Draft]:
        row = desk.get("recommendation", recommendation)
        facts = change(row, wording=Wording.VERBATIM.value)
        facts["official_wording"] = {"from": row["official_wording"]}
        facts["source"] = {"from": row["source"]}
        texts = {
            "official_wording": desk.need(wording, "The official wording", limit=limits.most("official_wording")),
            "source": desk.need(source, "The source", limit=limits.most("source")),
        }
        if body := desk.text(title, "The title", limit=limits.most("title")):
            facts["title"] = {"from": row["title"]}
            texts["title"] = body
        return [desk.draft("recommendation.worded", row["ref"], facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)


def change_settings(
    desk: Desk, values: Mapping[str, int], *, why: str, occurred_on: date | None = None, seen: Seen = None
) -> Receipt:
    """Change rule settings, in days; past positions keep the settings that were in force."""

    def drafting() -> list[Draft]:
        facts = {}
        for name, value in values.items():
            if name not in DEFAULT_SETTINGS:
                raise Refusal(f"There is no setting {quoted(name)}; there are: {', '.join(DEFAULT_SETTINGS)}.")
            if not 0 <= value <= LONGEST_DAYS:
                raise Refusal(f"The setting {name} is a number of days from 0 to {LONGEST_DAYS}, not {value}.")
            now = desk.now.value("SELECT value FROM setting WHERE name = ?", [name])
            before = DEFAULT_SETTINGS[name] if now is None else now
            if before != value:
                facts[name] = {"from": before, "to": value}
        if not facts:
            raise Refusal("The settings stand like that already; nothing was changed.")
        texts = {"why": desk.need(why, "The reason")}
        return [desk.draft("settings.changed", "settings", facts=facts, texts=texts, occurred_on=occurred_on)]

    return desk.record(drafting, seen=seen)
