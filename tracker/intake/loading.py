"""Recommendation files → the drafts of a register's first entries.  Reading and checking the files stands beside this.

What the files state counts from the day of the source that states it, so that looking back finds it; it was recorded
on the day the register was opened, and the reports say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from tracker.intake.files import Agency, PlanFiles, RecommendationFile
from tracker.intake.rows import ActionRow, EvidenceRow, MeasureRow, MilestoneRow, RiskRow
from tracker.ledger.entry import Draft
from tracker.model.dates import WrittenDate, parse
from tracker.model.vocabulary import Area, Basis, ChildGroup, Mapping, RiskState

Make = Callable[..., Draft]


class _Loader:
    """Makes drafts from files; nothing that begins after *today* is drafted, because it has not happened yet."""

    def __init__(self, plan: PlanFiles, make: Make, today: date) -> None:
        self.plan = plan
        self.make = make
        self.today = today
        self.dated = {source.code: source.dated.day for source in plan.review.sources}
        self.published = min(plan.review.published.day, today)

    def day(self, sources: Iterable[str]) -> date:
        """The day of the oldest source among *sources*; that of the review when none is dated."""
        days = [self.dated[code] for source in sources if (code := source.split(" ", 1)[0]) in self.dated]
        return min([*days, self.today]) if days else self.published

    def drafts(self) -> Iterator[Draft]:
        """Yield the whole plan in an order in which nothing names what is not there yet."""
        yield from self.review()
        for recommendation in self.plan.recommendations:
            yield from self.recommendation(recommendation)
        yield from map(self.evidence, self.plan.evidence)
        for action in self.plan.actions:
            yield from self.action(action)
        yield from map(self.milestone, self.plan.milestones)
        for measure in self.plan.measures:
            yield from self.measure(measure)
        yield from map(self.risk, self.plan.risks)
        yield from self.links()

    def review(self) -> Iterator[Draft]:
        """The review, its settings, areas, sources, agencies and bodies."""
        review, at = self.plan.review, self.published
        yield self.make(
            "review.opened",
            "review",
            occurred_on=at,
            facts={
                "published": review.published.day.isoformat(),
                "precision": review.published.precision.value,
                "marking": review.marking.value,
                **review.calendar.model_dump(),
            },
            texts={
                "title": review.title,
                "aliases": "; ".join(review.aliases),
                "commissioned_from": review.commissioned_from,
                "prose": review.prose,
            },
        )
        settings = {name: {"from": None, "to": value} for name, value in review.rules.model_dump().items()}
        yield self.make("settings.changed", "settings", occurred_on=at, facts=settings)
        for area in review.areas:
            texts = {"name": area.name, "partnership": area.partnership}
            yield self.make("area.added", area.code, area=area.code, occurred_on=at, texts=texts)
        for source in review.sources:
            facts = {"dated": source.dated.day.isoformat(), "precision": source.dated.precision.value}
            texts = {"file": source.file, "title": source.title, "note": source.note or ""}
            yield self.make("source.added", f"source {source.code}", occurred_on=at, facts=facts, texts=texts)
        for agency in review.agencies:
            if agency.since is None or agency.since.day <= self.today:
                yield self.agency(agency)
        for agency in review.agencies:
            if agency.until is not None and agency.until.day < self.today:
                yield ending(self.make, agency)
        for body in review.bodies:
            yield self.make(
                "body.added",
                body.code,
                occurred_on=at,
                facts={"kind": body.kind.value, "areas": _codes(body.areas), "agencies": list(body.agencies)},
                texts={"name": body.name, "source": body.source},
            )

    def agency(self, agency: Agency) -> Draft:
        """An agency as it was when it began; its end is an entry of its own."""
        return self.make(
            "agency.added",
            agency.code,
            occurred_on=agency.since.day if agency.since else self.published,
            facts={
                "kind": agency.kind.value,
                "areas": _codes(agency.areas),
                "begins": agency.since.day.isoformat() if agency.since else None,
                "part_of": agency.part_of,
            },
            texts={"name": agency.name, "source": agency.source},
        )

    def recommendation(self, row: RecommendationFile) -> Iterator[Draft]:
        """A recommendation, its official number where one is bound, and the joint response."""
        at = self.day([row.source] if row.source else [])
        yield self.make(
            "recommendation.added",
            row.ref,
            occurred_on=min(at, self.published),
            facts={"wording": row.wording.value},
            texts={"title": row.title, "prose": row.prose, "source": row.source, "official_wording": row.verbatim},
        )
        if row.official_number:
            facts = {"official_number": {"from": [], "to": [row.official_number]}}
            yield self.make("recommendation.numbered", row.ref, occurred_on=at, facts=facts)
        if row.response and row.response_source:
            yield self.make(
                "response.recorded",
                f"{row.ref}.{Area.ALL}",
                occurred_on=self.day([row.response_source]),
                facts={"recommendation": row.ref, "area": Area.ALL.value, "response": row.response.value},
                texts={"source": row.response_source},
            )

    def action(self, row: ActionRow) -> Iterator[Draft]:
        """An action with its money; its link to a recommendation is ours and unconfirmed."""
        number = int(row.ref.rsplit(".", 1)[1])
        at = self.day(row.sources)
        yield self.make(
            "action.added",
            row.ref,
            area=row.area.value,
            occurred_on=at,
            facts={
                "recommendation": row.recommendation,
                "area": row.area.value,
                "n": number,
                "areas": _codes(row.areas),
                "basis": row.basis.value,
                "status": row.status.value,
                "mapping": (Mapping.CONFIRMED if row.basis is Basis.AGREED else Mapping.UNCONFIRMED).value,
                "lead": row.lead,
                "partners": [code for code in row.partners if code != row.lead],
                **_written("started", "started_precision", row.started),
                **_written("due", "precision", row.due),
                "review_on": row.review.day.isoformat() if row.review else None,
                "assurance": row.assurance.value,
                "expects": [kind.value for kind in row.expected_evidence],
                "serves": list(row.also_serves),
                "groups": ChildGroup.in_order(row.about),
                "depends": list(row.depends_on),
                "documents": list(row.documents),
            },
            texts={
                "title": row.title,
                "description": row.description,
                "owner": row.owner,
                "locality": row.locality,
                "difference_wanted": row.difference,
                "source": _cited(row.sources),
                "caveat": row.caveat,
            },
        )
        for money in row.funding:
            yield self.make(
                "funding.added",
                row.ref,
                area=row.area.value,
                occurred_on=at,
                facts={
                    "state": money.state.value,
                    "amount": str(money.amount) if money.amount is not None else None,
                    "ends": _last_day(money.period),
                },
                texts={"funder": money.funder, "period": money.period, "caveat": money.caveat},
            )

    def milestone(self, row: MilestoneRow) -> Draft:
        """A dated step."""
        return self.make(
            "milestone.added",
            row.ref,
            area=row.action.split(".")[1],
            occurred_on=self.day(row.sources),
            facts={"action": row.action, "critical": int(row.critical), **_written("due", "precision", row.due)},
            texts={
                "title": row.title,
                "description": row.description,
                "source": _cited(row.sources),
                "caveat": row.caveat,
            },
        )

    def measure(self, row: MeasureRow) -> Iterator[Draft]:
        """A measure and its readings."""
        at = self.day(row.sources)
        yield self.make(
            "measure.added",
            row.ref,
            area=_place(row.areas),
            occurred_on=at,
            facts={
                "direction": row.direction.value,
                "baseline": str(row.baseline) if row.baseline is not None else None,
                "target": str(row.target) if row.target is not None else None,
                "target_date": row.target_date.day.isoformat() if row.target_date else None,
                "areas": _codes(row.areas),
                "serves": list(row.serves),
                "groups": ChildGroup.in_order(row.about),
            },
            texts={
                "title": row.title,
                "description": row.description,
                "unit": row.unit,
                "definition": row.definition,
                "source": _cited(row.sources),
                "caveat": row.caveat,
            },
        )
        for reading in row.readings:
            starts = reading.period.start.first if reading.period.start else reading.period.end.first
            yield self.make(
                "reading.added",
                row.ref,
                area=_place(row.areas),
                occurred_on=max(at, self.day([reading.source])),
                facts={
                    "starts": starts.isoformat(),
                    "ends": reading.period.end.day.isoformat(),
                    "value": str(reading.value),
                    "numerator": reading.numerator,
                    "denominator": reading.denominator,
                },
                texts={"period": reading.period.raw, "source": reading.source, "caveat": reading.caveat},
            )

    def evidence(self, row: EvidenceRow) -> Draft:
        """A document that the sources name and nobody here holds yet."""
        return self.make(
            "evidence.added",
            row.ref,
            occurred_on=self.day(row.sources),
            facts={
                "kind": row.kind.value,
                "form": "cited",
                "state": row.state.value,
                **_written("dated", "precision", row.dated),
                "until": row.until.day.isoformat() if row.until else None,
                "marking": row.marking.value,
            },
            texts={
                "title": row.title,
                "description": row.description,
                "custodian": row.custodian,
                "place": row.place,
                "source": _cited(row.sources),
                "caveat": row.caveat,
            },
        )

    def links(self) -> Iterator[Draft]:
        """What each cited document is named for; it shows nothing yet, because nobody has seen it."""
        since = {row.ref: self.day(row.sources) for row in self.plan.actions}
        since.update({row.ref: self.day(row.sources) for row in self.plan.measures})
        for row in self.plan.evidence:
            for target in row.serves:
                if target == "review":
                    continue
                at = max(self.day(row.sources), since.get(target, self.published))
                yield self.make("evidence.linked", (row.ref, target), occurred_on=at, facts={"target": target})

    def risk(self, row: RiskRow) -> Draft:
        """A challenge that the sources name, carried as an open risk."""
        return self.make(
            "risk.added",
            row.ref,
            area=_place(row.areas),
            occurred_on=self.day(row.sources),
            facts={
                "state": RiskState.OPEN.value,
                "areas": _codes(row.areas),
                "serves": list(row.serves),
                "agency": row.owner_agency,
            },
            texts={
                "title": row.title,
                "description": row.description,
                "source": _cited(row.sources),
                "caveat": row.caveat,
            },
        )


def drafts(plan: PlanFiles, make: Make, *, today: date) -> list[Draft]:
    """Return the first entries of a register from *plan*; *make* drafts one entry by the person who opens it."""
    return list(_Loader(plan, make, today).drafts())


def ending(make: Make, agency: Agency) -> Draft:
    """Draft that an agency ended, on the day its successor begins, which is the day after its last."""
    assert agency.until is not None
    last = agency.until.day
    return make(
        "agency.changed",
        agency.code,
        occurred_on=date.fromordinal(last.toordinal() + 1),
        facts={
            "until": {"from": None, "to": last.isoformat()},
            "successor": {"from": None, "to": agency.successor},
        },
        texts={"why": agency.source},
    )


def _codes(areas: Iterable[Area]) -> list[str]:
    return [area.value for area in areas]


def _place(areas: tuple[Area, ...]) -> str:
    """The area that an entry is filed under: the only one, else joint."""
    return str(areas[0] if len(areas) == 1 else Area.ALL)


def _cited(sources: Iterable[str]) -> str:
    return "; ".join(sources)


def _written(name: str, precision: str, when: WrittenDate | None) -> dict[str, Any]:
    return {name: when.day.isoformat(), precision: when.precision.value} if when else {}


def _last_day(period: str | None) -> str | None:
    """The last day of a funding period that is written as a date; None when it is words only."""
    if period is None:
        return None
    try:
        return parse(period.rpartition(" to ")[2]).day.isoformat()
    except ValueError:
        return None
