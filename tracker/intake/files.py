"""The recommendation files as typed, frozen records: the review, its recommendations, other work, and all together.

A field that carries a ``Key`` is a key of the front matter that people write; the others come from the file's body.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from tracker.intake import codes, values
from tracker.intake.problems import unknown
from tracker.intake.rows import ActionRow, EvidenceRow, MeasureRow, MilestoneRow, RiskRow, Strict
from tracker.intake.values import Date, Key, Text, Title, whole, word
from tracker.model import limits
from tracker.model.dates import YEAR_STARTS, WrittenDate
from tracker.model.vocabulary import AgencyKind, Area, BodyKind, Marking, ResponseKind, Wording
from tracker.register.naming import CUT_OFF_DAYS
from tracker.register.rules import DEFAULT_SETTINGS, LONGEST_DAYS

KINDS = ("review", "recommendation", "other")
FORMAT = "1"


class PlanArea(Strict):
    """One of the three local areas and its partnership."""

    code: Annotated[codes.LocalArea, Key("BRI, SGL or NSO")]
    name: Annotated[Title, Key("text")]
    partnership: Annotated[Title, Key("the partnership's name")]


class Body(Strict):
    """A meeting body or role that decides or advises; ``areas`` is (ALL,) for a joint one."""

    code: Annotated[codes.BodyCode, Key("a code of its own, like BRI-EXEC")]
    name: Annotated[Title, Key("text")]
    kind: Annotated[
        BodyKind, Key("executive, group, scrutineer or chair"), BeforeValidator(word(BodyKind, "kind of body"))
    ]
    areas: Annotated[codes.AnyAreas, Key("a list of area codes, or [ALL]")]
    agencies: Annotated[codes.AgencyCodes, Key("a list of agency codes")] = ()
    source: Annotated[codes.Origin | None, Key("a source code and a place, or 'not in the sources: ' and why")] = None


class Agency(Strict):
    """An agency with the dates between which it existed; ``areas`` are local ones (ALL is written out)."""

    code: Annotated[codes.NewCode, Key("a code of its own, at most 16 characters")]
    name: Annotated[Title, Key("text")]
    kind: Annotated[
        AgencyKind,
        Key("council, police, health, education, provider, university, government, partnership or community"),
        BeforeValidator(word(AgencyKind, "kind of agency")),
    ]
    areas: Annotated[codes.WrittenOutAreas, Key("a list of area codes, or [ALL]")]
    since: Annotated[Date | None, Key("a date"), Field(alias="from")] = None
    until: Annotated[Date | None, Key("a date")] = None
    successor: Annotated[codes.AgencyCode | None, Key("an agency code")] = None
    part_of: Annotated[codes.AgencyCode | None, Key("an agency code")] = None
    source: Annotated[codes.Origin | None, Key("a source code and a place, or 'not in the sources: ' and why")] = None

    @field_validator("until")
    @classmethod
    def _after_its_start(cls, until: WrittenDate | None, info: ValidationInfo) -> WrittenDate | None:
        """Refuse an agency that ends before it begins."""
        return values.later(until, info.data.get("since"), "'until'", "'from'")

    @field_validator("successor")
    @classmethod
    def _another(cls, successor: str | None, info: ValidationInfo) -> str | None:
        """Refuse an agency that succeeds itself."""
        if successor is not None and successor == info.data.get("code"):
            raise ValueError(f"{successor} is its own successor; expected another agency")
        return successor

    @field_validator("part_of")
    @classmethod
    def _of_another(cls, part_of: str | None, info: ValidationInfo) -> str | None:
        """Refuse an agency that is part of itself."""
        if part_of is not None and part_of == info.data.get("code"):
            raise ValueError(f"{part_of} is part of itself; expected another agency")
        return part_of


class SourceDocument(Strict):
    """A document that rows cite by its short code."""

    code: Annotated[codes.SourceCode, Key("a short code like 003")]
    file: Annotated[Title, Key("the document's file name")]
    title: Annotated[Title, Key("text")]
    dated: Annotated[Date, Key("a date")]
    note: Annotated[Text | None, Key("text")] = None


class Calendar(Strict):
    """The month in which the reporting year starts, how often meetings are, and how long before one updates are due."""

    year_starts: Annotated[int, Key("a month number, 1 to 12"), BeforeValidator(whole(1, 12))] = YEAR_STARTS
    meeting_interval_months: Annotated[int, Key("a number of months"), BeforeValidator(whole(1, 24))] = 3
    cut_off_days: Annotated[int, Key("a number of days"), BeforeValidator(whole(0, 366))] = CUT_OFF_DAYS


Days = Annotated[int, Key("a number of days"), BeforeValidator(whole(0, LONGEST_DAYS))]


class Rules(Strict):
    """The settings of the date check, in days."""

    milestone_red_days: Days = DEFAULT_SETTINGS["milestone_red_days"]
    slip_amber_days: Days = DEFAULT_SETTINGS["slip_amber_days"]
    sign_off_wait_days: Days = DEFAULT_SETTINGS["sign_off_wait_days"]


class AreaStatement(Strict):
    """What a file says in prose under one area's heading."""

    area: Area
    line: int
    words: str


class PlanFile(Strict):
    """What every file has: its name, its ``# Title``, and the prose under it."""

    file: str
    heading: str
    prose: Annotated[str, Field(max_length=limits.WORDING)]
    format: Annotated[str, Key("1")]
    kind: Annotated[str, Key("review, recommendation or other")]

    @field_validator("format", mode="before")
    @classmethod
    def _known_format(cls, value: object) -> str:
        """Refuse a format that this program does not read."""
        if (text := values.scalar(value)) != FORMAT:
            raise ValueError(f"format '{text}' is not known; expected format: {FORMAT}")
        return text

    @field_validator("kind", mode="before")
    @classmethod
    def _known_kind(cls, value: object) -> str:
        """Refuse a kind of file that there is not."""
        if (text := values.scalar(value)) not in KINDS:
            raise ValueError(unknown("kind", text, KINDS))
        return text


class ReviewFile(PlanFile):
    """The review: its names and dates, the areas, bodies, agencies and sources, and the plan's settings."""

    title: Annotated[Title, Key("text")]
    aliases: Annotated[tuple[Title, ...], Key("a list of other names"), Field(alias="alias")] = ()
    published: Annotated[Date, Key("a date")]
    commissioned_from: Annotated[Text | None, Key("text")] = None
    marking: Annotated[Marking, Key("OFFICIAL or OFFICIAL-SENSITIVE"), BeforeValidator(word(Marking, "marking"))] = (
        Marking.OFFICIAL
    )
    areas: Annotated[tuple[PlanArea, ...], Key("a list of areas")]
    bodies: Annotated[tuple[Body, ...], Key("a list of bodies")]
    agencies: Annotated[tuple[Agency, ...], Key("a list of agencies")]
    sources: Annotated[tuple[SourceDocument, ...], Key("a list of source documents")]
    calendar: Annotated[Calendar, Key("year_starts, meeting_interval_months and cut_off_days")] = Calendar()
    rules: Annotated[Rules, Key("names and numbers of days")] = Rules()


class RecommendationFile(PlanFile):
    """One recommendation: what is held of its wording, and how the partnerships answered it."""

    ref: Annotated[str, Key("R1 to R9"), BeforeValidator(codes.recommendation)]
    title: Annotated[Title, Key("a working title")]
    wording: Annotated[Wording, Key("paraphrase, not_held or verbatim"), BeforeValidator(word(Wording, "wording"))]
    source: Annotated[codes.Source | None, Key("a source code and a place"), Field(validate_default=True)] = None
    official_number: Annotated[Title | None, Key("the official number")] = None
    response: Annotated[
        ResponseKind | None, Key("accepted, partly or not_accepted"), BeforeValidator(word(ResponseKind, "response"))
    ] = None
    response_source: Annotated[codes.Source | None, Key("a source code and a place"), Field(validate_default=True)] = (
        None
    )
    verbatim: Annotated[values.Verbatim | None, Key("the official wording"), Field(validate_default=True)] = None
    statements: tuple[AreaStatement, ...]

    @field_validator("source")
    @classmethod
    def _source_of_wording(cls, source: str | None, info: ValidationInfo) -> str | None:
        """Ask for a source of every wording that is held."""
        wording = info.data.get("wording")
        if source is None and wording in (Wording.PARAPHRASE, Wording.VERBATIM):
            raise ValueError(f"no 'source' for wording: {wording}; expected a source code and a place")
        return source

    @field_validator("response_source")
    @classmethod
    def _source_of_response(cls, source: str | None, info: ValidationInfo) -> str | None:
        """Ask for a source of a response."""
        if source is None and info.data.get("response") is not None:
            raise ValueError("no 'response_source' for the response; expected a source code and a place")
        return source

    @field_validator("verbatim")
    @classmethod
    def _only_when_verbatim(cls, verbatim: str | None, info: ValidationInfo) -> str | None:
        """Hold the official wording and the word for it together."""
        wording = info.data.get("wording")
        if verbatim is not None and wording in (Wording.PARAPHRASE, Wording.NOT_HELD):
            raise ValueError(f"'verbatim' beside wording: {wording}; expected wording: verbatim, or no 'verbatim'")
        if verbatim is None and wording is Wording.VERBATIM:
            raise ValueError("wording: verbatim without 'verbatim'; expected the official wording as a block text")
        return verbatim


class OtherFile(PlanFile):
    """The rows under X: work that the sources name and that serves none of the recommendations held."""

    statements: tuple[AreaStatement, ...]


class PlanFiles(Strict):
    """Everything that the recommendation files hold, in natural order of reference."""

    review: ReviewFile
    recommendations: list[RecommendationFile]
    other: OtherFile | None
    actions: list[ActionRow]
    milestones: list[MilestoneRow]
    measures: list[MeasureRow]
    evidence: list[EvidenceRow]
    risks: list[RiskRow]
