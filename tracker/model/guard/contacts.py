"""Where a person can be reached: postcode, telephone, e-mail address.

Telephone numbers of services (03, 08, short numbers) and addresses of public bodies are no personal data of a child.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.model.guard.kinds import Kind, Rule, Span, before

PUBLIC_BODIES = ("gov.uk", "police.uk", "nhs.uk", "nhs.net", "ac.uk", "sch.uk", "mod.uk", "parliament.uk")
"""Domains that only public bodies are given; an address there belongs to somebody at work."""

# The postcode areas of Royal Mail: a pattern without them takes too many references for postcodes.
_AREAS = re.findall(
    "[A-Z]+",
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY"
    " G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP"
    " NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB"
    " W WA WC WD WF WN WR WS WV YO ZE",
)
_TWO = "|".join(area.lower() for area in _AREAS if len(area) == 2)
_OUT = f"(?:{'|'.join(sorted(_AREAS, key=len, reverse=True))})[0-9][0-9A-HJKMNP-Y]?"
_LETTER = "ABD-HJLNP-UW-Z"
_AREA_CODE = r"\(?0[0-9]{2,5}\)?"
_NOT_PHONE = (
    r"(?:ref(?:erence)?|invoice|order|contract|minute|case|account|isbn|id)(?:\s{1,2}(?:no|number|nr))?[ .:#]{0,3}\Z"
)
_ENDS = r"(?![0-9A-Za-z]|[-/.,:][0-9])"
_SERVICE = ("03", "08", "09")


def _postcode(found: re.Match[str]) -> Span | None:
    """Upper case stands alone; a lower-case ordinal (1st, 2nd) after a sheet or cell name is no postcode."""
    inward = found[0][-3:]
    return None if inward in ("1st", "2nd", "3rd") or re.fullmatch("[0-9]th", inward) else found.span()


def _national(found: re.Match[str]) -> Span | None:
    digits = re.sub("[^0-9]", "", found[0])
    named = re.search(_NOT_PHONE, before(found, 24))
    return found.span() if len(digits) == 11 and not digits.startswith(_SERVICE) and not named else None


def _international(found: re.Match[str]) -> Span | None:
    digits = re.sub("[^0-9]", "", found[0].replace("(0)", ""))
    own = digits.removeprefix("00").removeprefix("44").removeprefix("0")
    return found.span() if len(own) in (9, 10) and own[0] in "127" else None


def _labelled(found: re.Match[str]) -> Span | None:
    digits = re.sub("[^0-9]", "", found[1])
    if not 6 <= len(digits) <= 13 or digits.startswith(_SERVICE) or digits.startswith(("116", "443", "448")):
        return None
    return found.span(1)


def outside(domains: frozenset[str]) -> Callable[[re.Match[str]], Span | None]:
    """Return a judge that lets addresses pass whose domain is one of *domains* or stands under it."""

    def judge(found: re.Match[str]) -> Span | None:
        domain = found["domain"].lower().rstrip(".-")
        inside = any(domain == own or domain.endswith(f".{own}") for own in domains)
        return None if inside else found.span()

    return judge


RULES = (
    Rule(Kind.POSTCODE, rf"(?<![0-9A-Za-z+]){_OUT}\s{{0,2}}[0-9][{_LETTER}]{{2}}(?![0-9A-Za-z])", _postcode),
    Rule(
        Kind.POSTCODE,
        rf"(?<![0-9A-Za-z])(?:(?:{_TWO})[0-9][0-9a-hjkmnp-y]?)\s{{1,2}}[0-9][{_LETTER.lower()}]{{2}}(?![0-9A-Za-z])",
        _postcode,
    ),
    Rule(
        Kind.PHONE,
        rf"(?<![0-9A-Za-z£#./+-])(?:0[0-9]{{10}}|{_AREA_CODE}(?:(?:[ -]{{1,2}}|\.)[0-9]{{2,8}}){{1,4}}){_ENDS}",
        _national,
        hints=("0",),
    ),
    Rule(
        Kind.PHONE,
        r"(?<![0-9A-Za-z£#./-])(?:\+ ?44|0044)[ -]?(?:\(0\))?[ -]?"
        rf"[0-9]{{2,10}}(?:[ -]{{1,2}}[0-9]{{2,8}}){{0,4}}{_ENDS}",
        _international,
        hints=("44",),
    ),
    Rule(
        Kind.PHONE,
        r"\b(?:telephone|tel|phone|mobile|mob|whatsapp|ring|call)\b(?:\s{1,2}(?:number|no|her|him|them|on|is)\b){0,2}"
        rf"[ :.()]{{0,4}}((?:\+ ?)?\(?[0-9][0-9]{{1,10}}\)?(?:[ -]{{1,2}}[0-9]{{2,8}}){{0,4}}){_ENDS}",
        _labelled,
        hints=("tel", "phone", "mob", "whatsapp", "ring", "call"),
        any_case=True,
    ),
)


def email_rule(domains: frozenset[str]) -> Rule:
    """Return the rule for addresses outside public bodies and *domains*."""
    allowed = frozenset(PUBLIC_BODIES) | {domain.lower().lstrip("@.") for domain in domains}
    return Rule(
        Kind.EMAIL,
        r"(?<![0-9A-Za-z_.+'%-])[0-9A-Za-z_.+'%-]++@(?P<domain>[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){1,8})",
        outside(allowed),
        hints=("@",),
    )
