"""The rows of the recommendation files as typed, frozen records, with the closed list of keys of each kind.

A field that carries a ``Key`` is a key that people write; the others (file, line, reference …) come from its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from tracker.intake import codes, values
from tracker.intake.codes import Sources
from tracker.intake.problems import quoted
from tracker.intake.values import Date, Key, Number, Text, in_commas, in_semicolons, no_repeats, word
from tracker.model.dates import WrittenDate
from tracker.model.vocabulary import (
    LOCAL_AREAS,
    Area,
    Assurance,
    Basis,
    ChildGroup,
    Direction,
    EvidenceKind,
    EvidenceState,
    FundingState,
    Marking,
    Status,
)

FIRST_STATUSES = (Status.PLANNED, Status.IN_PROGRESS, Status.PAUSED, Status.PROPOSED)
_DEFAULT_STATUS = {"existing provision": "in progress", "proposed": "proposed"}

_FUNDING = "funder; amount or -; period or -; secured, anticipated, ended or unstated; a caveat if there is one"
_READING = "period; value; source; caveat or -; numerator/denominator if known"
_SHARE = re.compile(r" *([0-9]{1,9}) */ *([0-9]{1,9}) *")

_SOURCES = Key("a source code and a place, like '003 para 2.1 item 3'", repeatable=True)
_CAVEAT = Key("text")
_Commas = BeforeValidator(in_commas)
Groups = Annotated[
    tuple[Annotated[ChildGroup, BeforeValidator(word(ChildGroup, "group of children"))], ...],
    AfterValidator(no_repeats),
]


class Strict(BaseModel):
    """A frozen record that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Strict):
    """What every row has: where it stands, its reference, its title and the paragraphs under its keys."""

    file: str
    line: int
    ref: str
    title: str
    description: str


class Funding(Strict):
    """Money for an action; ``amount`` is in pounds, None when the source gives none."""

    funder: Annotated[Text, Key("the funder's name")]
    amount: Annotated[values.Money | None, Key("an amount in pounds, or -")] = None
    period: Annotated[Text | None, Key("a period, or -")] = None
    state: Annotated[
        FundingState,
        Key("secured, anticipated, ended or unstated"),
        BeforeValidator(word(FundingState, "state of funding")),
    ]
    caveat: Annotated[Text | None, _CAVEAT] = None


def _funding(value: object) -> dict[str, str]:
    """Take a funding line apart."""
    names = ("funder", "amount", "period", "state", "caveat")
    return in_semicolons(value, names, 4, _FUNDING)


class Period(Strict):
    """A date, or a stretch from ``start`` to ``end``, as it is written in ``raw``; a single date has no start."""

    raw: str
    start: Date | None = None
    end: Date

    @field_validator("end")
    @classmethod
    def _in_order(cls, end: WrittenDate, info: ValidationInfo) -> WrittenDate:
        """Refuse a stretch that ends before it starts."""
        values.later(end, info.data.get("start"), "the end of the period", "its start")
        return end


def _period(value: object) -> dict[str, str]:
    """Take a period apart; ``March to May 2022`` is one date, due on its last day."""
    text = values.scalar(value)
    start, to, end = text.partition(" to ")
    two_dates = bool(to) and any(char.isdigit() for char in start)
    return {"raw": text, "start": start, "end": end} if two_dates else {"raw": text, "end": text}


class Reading(Strict):
    """One figure of a measure, with its source and, when known, what it was divided out of."""

    period: Annotated[Period, BeforeValidator(_period), Key("a date, or 'date to date'")]
    value: Annotated[Number, Key("a plain number")]
    source: Annotated[codes.Source, Key("a source code and a place")]
    caveat: Annotated[Text | None, _CAVEAT] = None
    numerator: values.Count | None = None
    denominator: values.Count | None = None

    @field_validator("denominator")
    @classmethod
    def _not_nought(cls, denominator: int | None) -> int | None:
        """Refuse a division by nought."""
        if denominator == 0:
            raise ValueError("a denominator of 0; expected numerator/denominator like 31/34")
        return denominator


def _reading(value: object) -> dict[str, str]:
    """Take a reading apart; what follows the last semicolon is the share when it is two numbers with a slash."""
    parts = in_semicolons(value, ("period", "value", "source", "caveat"), 4, _READING)
    caveat, semicolon, last = parts.get("caveat", "").rpartition(";")
    share = _SHARE.fullmatch(last)
    if semicolon and share:
        parts |= {"caveat": caveat.strip(), "numerator": share[1], "denominator": share[2]}
    elif caveat.strip() == "-":
        raise ValueError(f"{quoted(last.strip())} is no share; expected numerator/denominator like 31/34")
    if parts.get("caveat") == "-":
        del parts["caveat"]
    return parts


class ActionRow(Row):
    """What is done, planned, promised or proposed for one recommendation (or X) in one area.

    ``areas`` are the local areas it is for; ``status`` is the written one or the one that follows from the basis.
    """

    recommendation: str
    area: Area
    basis: Annotated[
        Basis,
        Key("agreed, public commitment, planned step, existing provision or proposed"),
        BeforeValidator(word(Basis, "basis")),
    ]
    lead: Annotated[codes.AgencyCode | None, Key("an agency code")] = None
    owner: Annotated[Text | None, Key("a role in words")] = None
    partners: Annotated[codes.AgencyCodes, Key("agency codes, with commas"), _Commas] = ()
    areas: Annotated[codes.LocalAreas, Key("area codes, with commas"), _Commas]
    locality: Annotated[Text | None, Key("text")] = None
    started: Annotated[Date | None, Key("a date")] = None
    due: Annotated[Date | None, Key("a date")] = None
    review: Annotated[Date | None, Key("a date")] = None
    status: Annotated[
        Status, Key("planned, in progress, paused or proposed"), BeforeValidator(word(Status, "status", FIRST_STATUSES))
    ]
    funding: Annotated[
        tuple[Annotated[Funding, BeforeValidator(_funding)], ...],
        Key(_FUNDING, repeatable=True),
    ] = ()
    also_serves: Annotated[
        codes.Recommendations, Key("recommendations, with commas"), _Commas, Field(alias="also serves")
    ] = ()
    depends_on: Annotated[codes.Actions, Key("action references, with commas"), _Commas, Field(alias="depends on")] = ()
    documents: Annotated[codes.EvidenceRefs, Key("evidence references, with commas"), _Commas] = ()
    difference: Annotated[Text | None, Key("what will be different for children")] = None
    expected_evidence: Annotated[
        Annotated[
            tuple[Annotated[EvidenceKind, BeforeValidator(word(EvidenceKind, "kind of evidence"))], ...],
            AfterValidator(no_repeats),
        ],
        Key("kinds of evidence, with commas"),
        _Commas,
        Field(alias="expected evidence"),
    ] = ()
    assurance: Annotated[Assurance, Key("full or light"), BeforeValidator(word(Assurance, "assurance"))] = (
        Assurance.FULL
    )
    sources: Annotated[Sources, _SOURCES, Field(alias="source")]
    caveat: Annotated[Text | None, _CAVEAT] = None
    about: Annotated[Groups, Key("groups of children, with commas"), _Commas] = ()

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """Fill in the status that follows from the basis, and the areas that follow from the section."""
        joint = data.get("area") is Area.ALL
        return {
            "status": _DEFAULT_STATUS.get(str(data.get("basis")), "planned"),
            "areas": ", ".join(LOCAL_AREAS) if joint else data.get("area"),
            **data,
        }

    @field_validator("also_serves")
    @classmethod
    def _not_its_own(cls, serves: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        """Refuse the row's own recommendation under 'also serves'."""
        if info.data.get("recommendation") in serves:
            raise ValueError(f"'also serves' names the row's own {info.data['recommendation']}; expected others only")
        return serves

    @field_validator("due")
    @classmethod
    def _after_its_start(cls, due: WrittenDate | None, info: ValidationInfo) -> WrittenDate | None:
        """Refuse an action that is due before it started."""
        return values.later(due, info.data.get("started"), "'due'", "the start")


class MilestoneRow(Row):
    """A dated step of the action with the reference ``action``."""

    action: str
    due: Annotated[Date, Key("a date")]
    critical: Annotated[values.YesNo, Key("yes or no")] = False
    sources: Annotated[Sources, _SOURCES, Field(alias="source")]
    caveat: Annotated[Text | None, _CAVEAT] = None


class MeasureRow(Row):
    """A figure that is followed over time, in ``unit``; without a stated direction it is context only."""

    serves: Annotated[codes.Served, Key("recommendations or X, with commas"), _Commas]
    areas: Annotated[codes.AnyAreas, Key("area codes, with commas"), _Commas]
    unit: Annotated[Text, Key("text")]
    definition: Annotated[Text | None, Key("text")] = None
    direction: Annotated[
        Direction,
        Key("lower is better, higher is better or context only"),
        BeforeValidator(word(Direction, "direction")),
    ] = Direction.CONTEXT
    baseline: Annotated[Number | None, Key("a plain number")] = None
    target: Annotated[Number | None, Key("a plain number")] = None
    target_date: Annotated[Date | None, Key("a date"), Field(alias="target date")] = None
    sources: Annotated[Sources, _SOURCES, Field(alias="source")]
    caveat: Annotated[Text | None, _CAVEAT] = None
    readings: Annotated[
        tuple[Annotated[Reading, BeforeValidator(_reading)], ...],
        Key(_READING, repeatable=True),
        Field(alias="reading"),
    ]
    about: Annotated[Groups, Key("groups of children, with commas"), _Commas] = ()


def _form(value: object) -> str:
    """Read the form of evidence: these files hold references only."""
    if (text := values.scalar(value)) != "reference":
        raise ValueError(f"unknown form '{text}'; expected reference (files are added in the program)")
    return text


class EvidenceRow(Row):
    """A document that the sources name; nobody here holds it yet."""

    kind: Annotated[EvidenceKind, Key("a kind of evidence"), BeforeValidator(word(EvidenceKind, "kind of evidence"))]
    form: Annotated[str, Key("reference"), BeforeValidator(_form)]
    serves: Annotated[codes.Backed, Key("references of actions or recommendations, or review, with commas"), _Commas]
    dated: Annotated[Date | None, Key("a date")] = None
    until: Annotated[Date | None, Key("a date")] = None
    custodian: Annotated[Text | None, Key("text")] = None
    place: Annotated[Text | None, Key("text")] = None
    marking: Annotated[Marking, Key("OFFICIAL or OFFICIAL-SENSITIVE"), BeforeValidator(word(Marking, "marking"))] = (
        Marking.OFFICIAL
    )
    sources: Annotated[Sources, _SOURCES, Field(alias="source")]
    caveat: Annotated[Text | None, _CAVEAT] = None
    state: EvidenceState = EvidenceState.NOT_IN_HAND

    @field_validator("until")
    @classmethod
    def _after_its_date(cls, until: WrittenDate | None, info: ValidationInfo) -> WrittenDate | None:
        """Refuse a document that ends before its date."""
        return values.later(until, info.data.get("dated"), "'until'", "its date")


class RiskRow(Row):
    """A challenge that the sources name."""

    serves: Annotated[codes.Served, Key("recommendations or X, with commas"), _Commas]
    areas: Annotated[codes.AnyAreas, Key("area codes, with commas"), _Commas]
    owner_agency: Annotated[codes.AgencyCode | None, Key("an agency code"), Field(alias="owner-agency")] = None
    sources: Annotated[Sources, _SOURCES, Field(alias="source")]
    caveat: Annotated[Text | None, _CAVEAT] = None
