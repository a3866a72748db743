"""Counts of fewer than five children or families, and percentages from which such a count can be worked out.

Only people are counted: three areas, two partnerships and four meetings give nobody away.
"""

from __future__ import annotations

import re

from tracker.model.guard.kinds import Kind, Rule, Span, before, first_group

_S = r"\s{1,3}"
_MANY = (
    r"(?:children|YPs?\b|females|males|young\s{1,3}(?:people|persons|men|women|adults|carers|offenders)|boys|girls"
    r"|pupils|students|learners|teenagers|teens|adolescents|youths|youngsters|minors|infants|babies|toddlers|siblings"
    r"|brothers|sisters|families|victims|survivors|suspects|perpetrators|offenders|care\s{1,3}leavers|cases"
    r"|referrals|exclusions|suspensions"
    r"|arrests|households|daughters|sons|under-18s)"
)
_SINGLE = (
    r"(?:child|YP\b|female|male|young\s{1,3}(?:person|man|woman|adult|carer|offender)|boy|girl|pupil|student|learner"
    r"|teenager|adolescent|youth|youngster|minor|infant|baby|sibling|family|victim|survivor|suspect|perpetrator"
    r"|offender"
    r"|care\s{1,3}leaver|case|referral|exclusion|suspension|arrest|household)"
)
_SORT = (
    r"(?:of|the|our|these|those|its|their|all|other|more|new|further|additional|same|different|local|vulnerable|younger"
    r"|older|young|teenage|male|female|white|black|asian|mixed-heritage|disabled|autistic|deaf|looked-after"
    r"|looked\s{1,3}after|adopted|fostered|unaccompanied|asylum-seeking|refugee|homeless|missing|named|known"
    r"|identified|referred|excluded"
    r"|suspended|exploited|trafficked|harmed|injured|affected|supported|involved|arrested|high-risk|at-risk|individual"
    r"|open|live|confirmed|reported|suspected|serious|permanent|fixed-term|primary|secondary|school-age"
    r"|care-experienced|[0-9]{1,2}-year-old|year\s{1,3}[0-9]{1,2}|bristol|north\s{1,3}somerset"
    r"|south\s{1,3}gloucestershire|bame)"
)
_FORE = rf"(?:{_S}{_SORT}){{0,4}}{_S}"
_NOT_DIGIT = r"(?<![0-9A-Za-z£$€#§.,/:+-])"
_NUMBER = r"[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,6}"

# What makes a small number something else than a count: a place in a list, a capacity, a rate.
_ORDER = (
    r"(?:years?|stage|tier|level|band|phase|cohort|group|ward|table|figure|annex|appendix|paragraph|para|section|wave"
    r"|round|type|category|step|priority|recommendation|objective|theme|chapter|part|page|no|no\.|number|ks|quarter"
    r"|aged?|ages|item|action|option|strand|pillar|outcome|up to|at most|maximum of|max|groups? of|classes of"
    r"|pairs? of|every|each|per|at least|more than|over|any|where|when|if|least|ratio of|sets? of|about|with|under)"
    r"[ (]{1,2}\Z"
)
_BEFORE_WORDS_TOO = ("number", "part", "with", "about", "under", "year", "years", "no", "over")
"""Words that stand before a number in figures only: "with two boys" is a count, "part 2" is none."""
_MODIFIES = (
    r"(?:'|-|/)|\s{1,3}(?:and\s{1,3}(?:family|families)|protection|sexual|criminal|centred?|safeguarding|exploitation"
    r"|benefit|poverty|abuse|care|hubs?|support|stud(?:y|ies)|files?|reviews?|notes?|workers?|conferences?|plans?"
    r"|premium|referral\s{1,3}unit|voice|council|practice|impact|work|group|meeting|intervention|network|liaison"
    r"|welfare|house|home|advocate|panel|form|pathway|officer|management|criteria|route|process|scheme|programme"
    r"|project|at\s{1,3}a\s{1,3}time|for\s{1,3}each|or\s{1,3}(?:more|another)|harms?|hurts?|abuses?"
    r"|in\s{1,3}(?:every|each|[0-9]|two|three|four|five|six|seven|eight|nine|ten|need))\b"
)
"""What makes the word before it describe a thing: a child protection conference is no child."""


def _describes(found: re.Match[str]) -> bool:
    return re.compile(_MODIFIES, re.IGNORECASE).match(found.string, found.end()) is not None


def _small(found: re.Match[str]) -> Span | None:
    start, in_figures = found.start(), found["n"][0].isdigit()
    ordered = re.search(_ORDER, before(found, 16))
    if _describes(found) or (ordered and (in_figures or ordered[0].strip(" (") not in _BEFORE_WORDS_TOO)):
        return None
    heading = in_figures and found["who"][0].isupper() and (start == 0 or found.string[start - 1] == "\n")
    return None if heading else found.span()


def _remainder(found: re.Match[str]) -> Span | None:
    """38 of 41 children: the three who are left are a small number too."""
    part, size = _whole(found["part"]), _whole(found["size"])
    if part > size or _describes(found):
        return None
    return found.span() if discloses(part, size) else None


def discloses(part: int, size: int) -> bool:
    """Tell whether *part* of *size* people, or those who remain, are one to four."""
    return 0 < part < 5 or 0 < size - part < 5


def _whole(digits: str) -> int:
    return int(digits.replace(",", ""))


def _percentage(found: re.Match[str]) -> Span | None:
    share, size = float(found["share"]), _whole(found["size"])
    if share > 100 or not size:
        return None
    return found.span() if discloses(round(share * size / 100), size) else None


def _percentage_beside_part(found: re.Match[str]) -> Span | None:
    """16 children (94 %): the whole can be worked out, and so can the one who is left."""
    share, part = float(found["share"]), _whole(found["part"])
    if not 0 < share <= 100:
        return None
    return found.span() if discloses(part, round(part * 100 / share)) else None


_SHARE = r"(?<![0-9.,])(?P<share>[0-9]{1,3}(?:\.[0-9]{1,3})?)\s?(?:%|per\s?cent\b|pc\b)"
# More people than are counted above: whoever a share is given of may be a child.
_OF_PEOPLE = (
    rf"(?:{_MANY}|people|participants|respondents|attendees|service{_S}users|contacts|individuals|members|cohort)"
)
_GOES_ON = (
    r"(?:\s{1,3}(?:were|was|are|is|had|have|has|did|do|in|at|who|said|from|and|or|but|with|during|by|on|for|reported"
    r"|felt|showed|stayed|attended|completed|remained|achieved|could|would|then|since|after|before|last|this|now|told"
    r"|left|moved|went)\b|[^\sA-Za-z0-9]|\s{0,3}\Z)"
)
"""What follows a bare number: no noun, so that whoever is counted was named before."""

_OUT_OF = rf"(?:of|out{_S}of)"
_OF_A_NUMBER = rf"(?:{_S}{_OUT_OF}(?:{_S}the)?{_S}(?:{_NUMBER}))?"
_BOTH = (
    rf"(?:children|boys|girls|pupils|students|young{_S}(?:people|men|women)|victims|families|siblings|brothers|sisters"
    r"|teenagers)"
)

COUNTS = (
    Rule(
        Kind.SMALL_NUMBER,
        rf"{_NOT_DIGIT}(?P<n>[2-4](?:\s?x)?|(?:two|three|four)(?:{_S}\([2-4]\))?|a{_S}couple{_S}of)"
        rf"{_OF_A_NUMBER}{_FORE}(?P<who>{_MANY})\b",
        _small,
        any_case=True,
    ),
    Rule(
        Kind.SMALL_NUMBER,
        rf"{_NOT_DIGIT}(?P<n>1(?:\s?x)?|one(?:{_S}\(1\))?|a{_S}single|single)"
        rf"{_OF_A_NUMBER}{_FORE}(?P<who>{_SINGLE}|{_MANY})\b",
        _small,
        any_case=True,
    ),
    Rule(
        Kind.SMALL_NUMBER,
        rf"{_NOT_DIGIT}(?P<part>{_NUMBER}){_S}{_OUT_OF}(?:{_S}(?:the|our|all))?{_S}(?P<size>{_NUMBER})"
        rf"{_FORE}{_OF_PEOPLE}\b",
        _remainder,
        any_case=True,
    ),
    Rule(
        Kind.SMALL_NUMBER,
        rf"\b(both(?:{_S}(?:the|these|of{_S}the))?{_S}{_BOTH})\b(?!'|-)",
        first_group,
        ("both",),
        any_case=True,
    ),
    Rule(
        Kind.SMALL_NUMBER,
        rf"\b({_MANY}\s{{0,3}}[:=|]\s{{0,3}}[1-4])(?=\s{{0,3}}(?:[;|)\n]|,(?![0-9])|\.(?![0-9])|\Z))",
        first_group,
        any_case=True,
    ),
    Rule(Kind.SMALL_NUMBER, r"(?<![A-Za-z0-9])([Nn]\s?=\s?[1-4])(?![0-9.,/%])", first_group, ("=",)),
)

PERCENTAGES = (
    Rule(
        Kind.DISCLOSING_PERCENTAGE,
        rf"{_SHARE}\s{{0,3}}\(?{_OUT_OF}(?:{_S}(?:the|our|all|these|those))?{_S}(?P<size>{_NUMBER})"
        rf"(?![0-9.,/%-][0-9]|%)(?:{_FORE}{_OF_PEOPLE}\b|(?={_GOES_ON}))",
        _percentage,
        ("%", "cent", "pc"),
        any_case=True,
    ),
    Rule(
        Kind.DISCLOSING_PERCENTAGE,
        rf"{_SHARE}(?:{_S}of{_FORE}{_OF_PEOPLE}\b[^.%\n(]{{0,30}})?\s{{0,3}}\(?\s?n\s?=\s?(?P<size>{_NUMBER})(?![0-9])",
        _percentage,
        ("=",),
        any_case=True,
    ),
    Rule(
        Kind.DISCLOSING_PERCENTAGE,
        rf"\bof(?:{_S}(?:the|our|all|these))?{_S}(?P<size>{_NUMBER}){_FORE}{_OF_PEOPLE}\b[^.%\n]{{0,80}}?{_SHARE}",
        _percentage,
        ("%", "cent", "pc"),
        any_case=True,
    ),
    Rule(
        Kind.DISCLOSING_PERCENTAGE,
        rf"{_NOT_DIGIT}(?P<size>{_NUMBER}){_FORE}{_OF_PEOPLE}\b"
        rf"[^.%\n]{{0,80}}?{_SHARE}{_S}of{_S}(?:them|these|those|whom)\b",
        _percentage,
        ("%", "cent", "pc"),
        any_case=True,
    ),
    Rule(
        Kind.DISCLOSING_PERCENTAGE,
        rf"{_NOT_DIGIT}(?P<part>{_NUMBER}){_FORE}{_OF_PEOPLE}\s{{0,3}}[(,]\s?{_SHARE}",
        _percentage_beside_part,
        ("%", "cent", "pc"),
        any_case=True,
    ),
)

RULES = (*COUNTS, *PERCENTAGES)
