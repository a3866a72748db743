"""Codes and references as they stand in the recommendation files, checked against what all files together define.

Each type reads a text and raises ValueError with one sentence for people; plain texts, numbers and dates stand in
``values``.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from tracker.intake.problems import listed, quoted, unknown
from tracker.intake.values import at_most, known, no_repeats, scalar
from tracker.model import limits, references
from tracker.model.vocabulary import LOCAL_AREAS, Area

RECOMMENDATIONS = tuple(f"R{number}" for number in range(1, 10))
CODE = limits.AGENCY_CODE

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]*")
_SOURCE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_NOT_IN_SOURCES = "not in the sources"


def code(value: object) -> str:
    """Return a new code of an agency or body."""
    text = scalar(value)
    if not _CODE.fullmatch(text):
        raise ValueError(f"code {quoted(text)} is not well formed; expected upper-case letters, digits and hyphens")
    return text


def source_code(value: object) -> str:
    """Return a new code of a source document."""
    text = scalar(value)
    if not _SOURCE_CODE.fullmatch(text) or len(text) > CODE:
        raise ValueError(f"source code {quoted(text)} is not well formed; expected a short one like 003")
    return text


def agency(value: object, info: ValidationInfo) -> str:
    """Return the code of an agency of the review file."""
    text = scalar(value)
    codes = known(info).agencies
    if codes is not None and text not in codes:
        raise ValueError(unknown("agency", text, sorted(codes), "a code from 'agencies' in review.md"))
    return text


def area(value: object) -> Area:
    """Return the area of a code."""
    text = scalar(value)
    if text not in tuple(Area):
        raise ValueError(unknown("area", text, [member.value for member in Area]))
    return Area(text)


def local_area(value: object) -> Area:
    """Return the local area of a code; ALL is none."""
    text = scalar(value)
    if text not in LOCAL_AREAS:
        raise ValueError(unknown("area", text, [member.value for member in LOCAL_AREAS]))
    return Area(text)


def all_alone(areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """Refuse ALL beside other codes."""
    if Area.ALL in areas and len(areas) > 1:
        raise ValueError(
            f"ALL beside {listed(a.value for a in areas if a is not Area.ALL)}; "
            "expected ALL alone, or the areas one by one"
        )
    return areas


def three_areas(areas: tuple[Area, ...]) -> tuple[Area, ...]:
    """Write ALL out as the three areas."""
    return LOCAL_AREAS if areas == (Area.ALL,) else areas


def recommendation(value: object) -> str:
    """Return the reference of one of the nine recommendations."""
    text = scalar(value)
    if text not in RECOMMENDATIONS:
        raise ValueError(f"unknown recommendation {quoted(text)}; expected R1 to R9")
    return text


def served(value: object) -> str:
    """Return the reference of a recommendation, or X for other work."""
    text = scalar(value)
    if text != references.OTHER and text not in RECOMMENDATIONS:
        raise ValueError(f"unknown recommendation {quoted(text)}; expected R1 to R9, or X for other work")
    return text


def action(value: object, info: ValidationInfo) -> str:
    """Return the reference of an action that stands in the files."""
    text = scalar(value)
    if text not in known(info).actions:
        raise ValueError(f"unknown action {quoted(text)}; expected the reference of a row in these files")
    return text


def evidence(value: object, info: ValidationInfo) -> str:
    """Return the reference of a cited document that stands in the files."""
    text = scalar(value)
    if text not in known(info).evidence:
        raise ValueError(
            f"unknown evidence {quoted(text)}; expected the reference of a row under 'Evidence' in these files"
        )
    return text


def backed(value: object, info: ValidationInfo) -> str:
    """Return what evidence serves: an action, a recommendation, X, or the review."""
    text = scalar(value)
    if text == "review" or text == references.OTHER or text in RECOMMENDATIONS or text in known(info).actions:
        return text
    if references.is_reference(text) and references.parse(text).kind == "action":
        return action(text, info)
    raise ValueError(
        f"{quoted(text)} is nothing that evidence serves; expected references like R4 or R4.BRI.1, or review"
    )


def source(value: object, info: ValidationInfo) -> str:
    """Return a source: the code of a source document, then the place in it."""
    text = scalar(value)
    first, _, place = text.partition(" ")
    codes = known(info).sources
    if codes is not None and first not in codes:
        raise ValueError(
            f"source {quoted(text)} begins with no code of 'sources' in review.md; "
            f"expected {listed(sorted(codes))}, then the place"
        )
    if not place:
        raise ValueError(f"source {quoted(text)} names no place; expected one like '{first} para 2.1 item 3'")
    return text


def origin(value: object, info: ValidationInfo) -> str:
    """Return a source, or the words that say that the sources do not hold it."""
    text = scalar(value)
    return text if text.startswith(f"{_NOT_IN_SOURCES}: ") else source(text, info)


NewCode = Annotated[str, BeforeValidator(code), AfterValidator(at_most(CODE))]
BodyCode = Annotated[str, BeforeValidator(code), AfterValidator(at_most(2 * CODE))]
SourceCode = Annotated[str, BeforeValidator(source_code)]
AgencyCode = Annotated[str, BeforeValidator(agency)]
LocalArea = Annotated[Area, BeforeValidator(local_area)]
AnyArea = Annotated[Area, BeforeValidator(area)]
Source = Annotated[str, BeforeValidator(source), AfterValidator(at_most(limits.LINE))]
Origin = Annotated[str, BeforeValidator(origin), AfterValidator(at_most(limits.LINE))]
AgencyCodes = Annotated[tuple[AgencyCode, ...], AfterValidator(no_repeats)]
AnyAreas = Annotated[tuple[AnyArea, ...], AfterValidator(no_repeats), AfterValidator(all_alone)]
WrittenOutAreas = Annotated[AnyAreas, AfterValidator(three_areas)]
LocalAreas = Annotated[tuple[LocalArea, ...], AfterValidator(no_repeats)]
Recommendations = Annotated[tuple[Annotated[str, BeforeValidator(recommendation)], ...], AfterValidator(no_repeats)]
Served = Annotated[tuple[Annotated[str, BeforeValidator(served)], ...], AfterValidator(no_repeats)]
Backed = Annotated[tuple[Annotated[str, BeforeValidator(backed)], ...], AfterValidator(no_repeats)]
Actions = Annotated[tuple[Annotated[str, BeforeValidator(action)], ...], AfterValidator(no_repeats)]
EvidenceRefs = Annotated[tuple[Annotated[str, BeforeValidator(evidence)], ...], AfterValidator(no_repeats)]
Sources = Annotated[tuple[Source, ...], AfterValidator(no_repeats)]
