"""Numbers that the state gives a person: NHS number, unique pupil number, National Insurance number.

Check digits by the published rules of each (NHS Data Dictionary; DfE, Unique pupil numbers; HMRC manual NIM39110).
"""

from __future__ import annotations

import re

from tracker.model.guard.kinds import Kind, Rule, Span, after, before, first_group, whole

_ALONE = r"(?<![0-9A-Za-z£#.,/-])"
_ENDS = r"(?![0-9A-Za-z]|[-/.,:][0-9])"
_PUPIL_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def nhs_check(digits: str) -> bool:
    """Tell whether ten digits pass the NHS number's check: weights 10 to 2, eleven less the remainder of eleven."""
    if len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest % 11 == int(digits[9])


def pupil_check(number: str) -> bool:
    """Tell whether a unique pupil number's letter is the right one for its twelve characters, weighted 2 to 13."""
    values = [int(char) if char.isdigit() else _PUPIL_LETTERS.index(char) for char in number[1:]]
    return _PUPIL_LETTERS[sum(value * weight for weight, value in enumerate(values, 2)) % 23] == number[0]


def _only(text: str) -> str:
    return re.sub("[^0-9A-Z]", "", text.upper())


def _nhs_spaced(found: re.Match[str]) -> Span | None:
    return found.span() if nhs_check(_only(found[0])) else None


def _nhs_plain(found: re.Match[str]) -> Span | None:
    """Ten digits in a row are most often a reference; they count beside the letters NHS."""
    near = "nhs" in before(found, 40) or "nhs" in after(found, 25)
    return found.span() if near and nhs_check(found[0]) else None


def _pupil(found: re.Match[str]) -> Span | None:
    return found.span() if pupil_check(_only(found[0])) else None


_NINO = "[A-CEGHJ-TW-Z][A-CEGHJ-NP-TW-Z]"
"""The letters that a number may begin with, and Q, with which specimens of forms begin."""

RULES = (
    Rule(Kind.NHS_NUMBER, rf"{_ALONE}[0-9]{{3}}([ -])[0-9]{{3}}\1[0-9]{{4}}{_ENDS}", _nhs_spaced),
    Rule(Kind.NHS_NUMBER, rf"{_ALONE}[0-9]{{10}}{_ENDS}", _nhs_plain, hints=("nhs",)),
    Rule(
        Kind.NHS_NUMBER,
        r"\bNHS\s{0,2}(?:number|num\b\.?|no\b\.?|nr\b\.?|id\b|#)[^0-9\n]{0,24}((?:[0-9][ -]?){9}[0-9])(?![0-9])",
        first_group,
        hints=("nhs",),
        any_case=True,
    ),
    Rule(
        Kind.UPN,
        r"(?<![0-9A-Za-z])[A-HJ-NP-RT-Z][ -]?[0-9]{3}[ -]?[0-9]{4}[ -]?[0-9]{2}[ -]?[0-9]{2}[0-9A-HJ-NP-RT-Z]"
        r"(?![0-9A-Za-z])",
        _pupil,
    ),
    Rule(
        Kind.UPN,
        r"\b(?:UPN|unique\s{1,2}pupil\s{1,2}(?:number|no\b\.?))[^\n0-9]{0,16}?"
        r"\b([A-Z][ -]?(?:[0-9][ -]?){11}[0-9A-Z])\b",
        first_group,
        hints=("upn", "pupil"),
        any_case=True,
    ),
    Rule(
        Kind.NATIONAL_INSURANCE,
        rf"(?<![0-9A-Za-z]){_NINO}([ -]?)[0-9]{{2}}\1[0-9]{{2}}\1[0-9]{{2}}[ -]?[A-D](?![0-9A-Za-z])",
        whole,
    ),
    Rule(
        Kind.NATIONAL_INSURANCE,
        r"\b(?:NI(?:\s{0,2}(?:number|no\b\.?))|NINO|national\s{1,2}insurance(?:\s{1,2}(?:number|no\b\.?))?)"
        r"[^0-9\n]{0,20}?\b([A-Z]{2}[ -]?(?:[0-9]{2}[ -]?){3}[A-DFM]?)(?![0-9A-Za-z])",
        first_group,
        hints=("ni", "national"),
        any_case=True,
    ),
)
