"""``tracker show``: one object of the plan with everything under it and its history, as text or JSON.

What belongs to an object stands in tracker.register.showing; which fields are shown, in tracker.cli.fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import fields, head, log, query_parts
from tracker.cli.context import Call, Command
from tracker.cli.options import looking_back
from tracker.cli.printing import Rated, Screen
from tracker.model import dates
from tracker.model.vocabulary import Area, Difference, EvidenceState, FundingState, ResponseKind, Sustainment, Wording

if TYPE_CHECKING:
    from tracker.register.position import Position

Record = Mapping[str, Any]
LATEST = 10
"""How many entries of its history an object is shown with; JSON holds all."""


@click.command(
    "show",
    cls=Command,
    examples=("tracker show R1.BRI.2", "tracker show R4", "tracker show R4.BRI --json", "tracker show '#218'"),
)
@click.argument("ref")
@looking_back
@click.pass_obj
def show_command(call: Call, ref: str) -> None:
    """Show anything with a reference: what it is, what stands under it, and its history."""
    from tracker.register.showing import show

    with call.position() as position:
        found = show(position, ref)
        screen = Screen()
        if not call.json:
            put(screen, position, found)
        if found.get("wording"):
            found["wording"] = Wording(found["wording"]).words
        call.show(screen, found)


def put(screen: Screen, position: Position, found: Record) -> None:
    """Add an object, its children and its history."""
    from tracker.register import history

    if found["kind"] == "entry":
        head.put(screen, position, f"Entry {found['ref']}")
        query_parts.about_it(screen, found)
    else:
        head.put(screen, position, _title(found))
        fields.put(screen, _with_names(position, found), fields.BY_KIND.get(found["kind"], ()))
        for part in _PARTS.get(found["kind"], ()):
            part(screen, found)
        query_parts.about_it(screen, found)
        _heading_of_history(screen, found)
    trail = history.lines(position, history.Wanted(ref=found["ref"]))
    log.put_trail(screen, trail[-LATEST:], "Nothing is recorded yet.")


def _with_names(position: Position, found: Record) -> Record:
    """Return *found* with the names of agencies beside their codes, and the successor of one that has ended."""
    from tracker.register.naming import agencies

    names = agencies(position)

    def named(code: str) -> str:
        return f"{code}, {names[code]}" if code in names else code

    single = {key: named(found[key]) for key in ("lead", "agency") if found.get(key)}
    several = {key: [named(code) for code in found[key]] for key in ("partners", "agencies") if found.get(key)}
    return {**found, **single, **several}


def _heading_of_history(screen: Screen, found: Record) -> None:
    total = len(found["history"])
    more = f": the last {LATEST} of {total} entries (tracker log {found['ref']} shows all)" if total > LATEST else ""
    screen.heading(f"History{more}")


def _title(found: Record) -> str:
    if found["kind"] == "response":
        return f"{found['recommendation']} in {Area(found['area']).words}"
    if found["kind"] == "recommendation" and found["ref"] != "X":
        from tracker.register.status import spoken

        return f"{spoken(found['ref'], ', '.join(found['official_number']) or None)}: {found['title']}"
    words = found.get("title") or found.get("post") or found.get("asked") or found.get("question") or ""
    return f"{found['ref']}  {words}".rstrip()


# --- the parts of an object, each a heading with rows, or the words that nothing is there -----------------------------


def _rows(
    screen: Screen, heading: str, heads: Sequence[str], rows: Sequence[Sequence[str | Rated]], *, none: str
) -> None:
    screen.heading(heading)
    if rows:
        screen.table(heads, rows)
    else:
        screen.line(none, indent=2)


def _day(iso: str | None) -> str:
    return dates.long(date.fromisoformat(iso)) if iso else "–"


def _facts(screen: Screen, found: Record) -> None:
    screen.heading("Three facts, each on its own")
    if found["basis"] == "existing_provision":
        screen.line("Existing provision: context, not rated and not counted until a partner adopts it.", indent=2)
    else:
        screen.field("Reported", Rated(found["reported"], none="not reported"), labels=21)
        screen.field("Date check", Rated(found["date_check"], f": {found['because']}"), labels=21)
    states = [EvidenceState(piece["state"]).words for piece in found["evidence"]]
    counted = ", ".join(f"{states.count(words)} {words}" for words in dict.fromkeys(states))
    screen.field("Evidence", counted or "none", labels=21)
    screen.field("Difference made", Difference(found["difference"]).words, labels=21)
    claimed = found["difference_claimed"]
    if claimed and claimed != found["difference"]:
        says = "a check after sign-off allows" if found["difference_lowered"] else "accepted evidence shows"
        screen.field("", f"claimed: {Difference(claimed).words}; {says} no more than the above", labels=21)


def _milestones(screen: Screen, found: Record) -> None:
    rows = [
        (m["ref"], m["title"], _due(m), f"achieved {_day(m['achieved_on'])}" if m["achieved_on"] else "open")
        for m in found["milestones"]
    ]
    heads = ("Milestone", "Title", "Due", "State")
    _rows(screen, "Milestones", heads, rows, none="No milestone is recorded.")


def _due(record: Record) -> str:
    return fields.day("due_now", "precision_now")(record) or "no date"


def _revisions(screen: Screen, found: Record) -> None:
    if not found["revisions"]:
        return
    rows = [
        (_day(r["was"]), _day(r["due"]), r["agreed_by"] or "–", f"{r['why'] or '–'} ({r['decision'] or 'no decision'})")
        for r in found["revisions"]
    ]
    _rows(screen, "Agreed revised dates", ("From", "To", "Agreed by", "Why"), rows, none="")


def _updates(screen: Screen, found: Record) -> None:
    rows = [
        (_day(u["occurred_on"]), Rated(u["rating"], none="no rating"), u["reported_by"] or u["by"], u["note"] or "–")
        for u in found["updates"]
    ]
    heads = ("Day", "Reported", "By", "Note")
    _rows(screen, "Updates, newest first", heads, rows, none="No update is recorded.")


def _evidence(screen: Screen, found: Record) -> None:
    rows = [
        (
            piece["ref"],
            piece["title"],
            EvidenceState(piece["state"]).words,
            Difference(piece["shows"]).words if piece["shows"] else "not said",
        )
        for piece in found["evidence"]
    ]
    heads = ("Ref", "Title", "State", "Shows")
    _rows(screen, "Evidence", heads, rows, none="No evidence is linked.")


def _funding(screen: Screen, found: Record) -> None:
    if found["funding"]:
        rows = [
            (
                f"£{f['amount']}" if f["amount"] else "not stated",
                FundingState(f["state"]).words,
                _day(f["ends"]),
                " ".join(filter(None, (f["funder"], f["period"], f["caveat"]))),
            )
            for f in found["funding"]
        ]
        _rows(screen, "Funding", ("Amount", "State", "Until", "From"), rows, none="")


def _claims(screen: Screen, found: Record) -> None:
    if found["claims"]:
        rows = [(_day(c["occurred_on"]), c["reported_by"] or c["by"], c["note"] or "–") for c in found["claims"]]
        _rows(screen, "Claims that it is complete", ("Day", "By", "What was done"), rows, none="")


def _decisions(screen: Screen, found: Record) -> None:
    if found["decisions"]:
        rows = [(d["ref"], d["state"], d["body"], d["asked"] or d["kind"]) for d in found["decisions"]]
        _rows(screen, "Decisions", ("Ref", "State", "Body", "What is asked"), rows, none="")


def _sustainment(screen: Screen, found: Record) -> None:
    """Checks after sign-off, done and still to come; nothing where the action was never signed off."""
    rows = [
        (f"{c['months']} months", _day(c["occurred_on"]), Sustainment(c["outcome"]).words, c["note"] or "–")
        for c in found["sustainment"]
    ]
    rows += [
        (f"{d['months']} months", f"due {_day(d['due_on'])}", "not checked yet", "–") for d in found["sustainment_due"]
    ]
    if rows:
        _rows(screen, "Checks after sign-off", ("After", "Day", "Found", "Note"), rows, none="")


def _replaced(screen: Screen, found: Record) -> None:
    """Revisions that were replaced, oldest first; the present one stands above."""
    rows = [
        (
            str(r["n"]),
            EvidenceState(r["state"]).words,
            r["file_name"] or r["place"] or "–",
            r["sha256"] or "–",
            f"{_day(r['occurred_on'])}, #{r['seq']}: {r['why'] or '–'}",
        )
        for r in found["revisions"]
    ]
    if rows:
        _rows(screen, "Earlier revisions", ("No.", "Was", "File or place", "SHA-256", "Replaced"), rows, none="")


def _readings(screen: Screen, found: Record) -> None:
    rows = []
    for r in found["readings"]:
        share = f" ({r['numerator']} of {r['denominator']})" if r["denominator"] else ""
        period = f"{_day(r['starts'])} to {_day(r['ends'])}"
        rows.append((period, f"{r['value']}{share}", r["source"] or "–", r["caveat"] or "–"))
    heads = ("Period", "Value", "Source", "Caveat")
    _rows(screen, "Readings", heads, rows, none="No reading is recorded.")


def _responses(screen: Screen, found: Record) -> None:
    rows = [
        (
            Area(r["area"]).words,
            ResponseKind(r["response"]).words,
            _day(r["occurred_on"]),
            r["why"] or r["source"] or "–",
        )
        for r in found.get("responses", ())
    ]
    heads = ("Area", "Response", "Day", "Why or source")
    _rows(screen, "Responses", heads, rows, none="No response is recorded.")


def _actions(screen: Screen, found: Record) -> None:
    """Actions area by area, joint work last and apart; where nothing is named the words say so."""
    areas = [Area(found["area"])] if found["kind"] == "response" else list(Area)
    for area in areas:
        own = [action for action in found["actions"] if action["area"] == area]
        rows = [(a["ref"], a["title"], _reported(a), Rated(a["date_check"])) for a in own]
        heads = ("Ref", "Title", "Reported", "Date check")
        _rows(screen, area.words, heads, rows, none="No action named in the sources.")


def _reported(action: Record) -> Rated:
    return Rated(action["reported"], none="existing" if action["basis"] == "existing_provision" else "not reported")


def _served(screen: Screen, found: Record) -> None:
    for heading, key in (("Measures", "measures"), ("Risks", "risks")):
        if found[key]:
            rows = [(piece["ref"], piece["title"]) for piece in found[key]]
            _rows(screen, heading, ("Ref", "Title"), rows, none="")


def _links(screen: Screen, found: Record) -> None:
    rows = [(k["target"], Difference(k["shows"]).words if k["shows"] else "not said") for k in found["links"]]
    _rows(screen, "Evidence for", ("Ref", "Shows"), rows, none="Linked to nothing yet.")


def _reviews(screen: Screen, found: Record) -> None:
    rows = [(_day(r["occurred_on"]), r["by"], r["outcome"], r["why"] or "–") for r in found["reviews"]]
    _rows(screen, "Reviews", ("Day", "By", "Outcome", "Why"), rows, none="Not reviewed yet.")


Part = Callable[[Screen, Record], None]
_PARTS: dict[str, tuple[Part, ...]] = {
    "action": (_facts, _milestones, _revisions, _updates, _evidence, _funding, _claims, _sustainment, _decisions),
    "milestone": (_revisions, _evidence),
    "recommendation": (_responses, _actions, _served, _evidence),
    "response": (_responses, _actions),
    "evidence": (_links, _reviews, _replaced),
    "measure": (_readings, _evidence),
    "meeting": (_decisions,),
    "query": (query_parts.turns,),
}
