"""Phrases that tell of one child: a date of birth, a name, initials.

A name by itself is not looked for: most names in a plan are those of places, posts and programmes.
"""

from __future__ import annotations

import re

from tracker.model.guard.days import DATE_IN_FULL, DAY_AND_MONTH
from tracker.model.guard.kinds import Kind, Rule, Span, before, first_group

NAME = r"[A-Z][a-z]+(?:['-][A-Z][a-z]+)?"

_S = r"\s{1,2}"
_ONE = (
    rf"(?:[Cc]hild|CHILD|[Bb]oy|[Gg]irl|[Pp]upil|[Yy]oung{_S}(?:[Pp]erson|[Mm]an|[Ww]oman)|YP|[Vv]ictim"
    r"|[Tt]een(?:ager)?)"
)
_LOWER_ONE = rf"(?:child|boy|girl|pupil|young{_S}(?:person|man|woman)|teenager|victim|youth)"
_KIN = (
    rf"(?:(?:step-?|grand|foster{_S})?(?:mother|father|mum|dad|brother|sister|son|daughter)|parents?|carers?|sibling"
    r"|nan|gran|aunt|uncle|cousin|stepparents?)"
)
_AROUND = (
    rf"(?:{_KIN}|family|school|college|class|home{_S}address|social{_S}worker|teacher|placement|friends?|phone|GP)"
)
_SAID = rf"(?:called|named|known{_S}as|nicknamed|referred{_S}to{_S}as|goes{_S}by|aka|a\.k\.a\.)"

# Capitalised words that stand where a name would, in the language of plans.
_NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        a about action adult adults after all an and annex appendix april as assessment august autumn avon barnardo
        barnardos before both boy boys bristol britain but by call carers centre chair child children childline city
        college colleges commission commissioner committee community contact core council councils councillor
        councillors court county crime december department difficult each early education educational england english
        every everyone executive exploitation families family february first for force friday from further gang girl
        girls gloucestershire government group groups he head health her here his home hospital however how i icb if
        in it its january july june key let ladies learners looked lsp many march mash may men missing monday most
        neighbourhood no none north november nobody october of ofsted officer officers on once one operation or
        organisation our out parent parents parish part partner partners partnership people person persons place plan
        police premium primary prison probation project protection provider provision public pupil pupils quarter
        recommendation referral regional report review risk safe safeguarding safer saturday school schools secondary
        section seen september service services sexual she since six social some somebody someone somerset south
        special spring st staff state street strategy student students such sunday support team that the their them
        then there these they this those thursday to today topaz trust tuesday two under unit university victim
        victims violence voice vru wales ward we wednesday week well western what when where which who women work
        worker workers working year years young youth youths
        """,
    )
)
_NO_INITIALS = frozenset(
    re.findall(
        r"\w+",
        "I AM AN AND AS AT BE BY CE CP DO EU GO HE HR ID IF IN IS IT ME MY NE NO NW OF OK ON OR PC PM SE SO SW TO TV UK"
        " UP US WE",
    )
)
"""Capital letters that are no initials."""


def _initials(found: re.Match[str]) -> Span | None:
    letters = re.sub("[^A-Z]", "", "".join(part for part in found.groupdict().values() if part))
    shouted = len(found[0]) > 5 and found[0].isupper() and found.string[found.end() : found.end() + 3].isupper()
    return None if letters in _NO_INITIALS or shouted else found.span()


def _named(found: re.Match[str]) -> Span | None:
    first = re.match("[A-Za-z]+", found["name"])
    return found.span() if first and first[0].lower() not in _NO_NAMES else None


def _first_word(found: re.Match[str]) -> Span | None:
    """The last word of a longer name is most often that of a body: Any Street Project's school."""
    longer = re.search(r"[A-Z][a-z]+ \Z", found.string[max(0, found.start() - 20) : found.start()])
    return None if longer else _named(found)


def _named_beside_a_person(found: re.Match[str]) -> Span | None:
    """A name after "known as" counts when a person was spoken of just before."""
    spoken = r"\b(?:child|boy|girl|pupil|young (?:person|man|woman)|victim|he|she|who|son|daughter)\b"
    return _named(found) if re.search(spoken, before(found, 60)) else None


def _birthday(found: re.Match[str]) -> Span | None:
    """An age on a day tells a birthday, unless it is that of a cohort."""
    cohort = r"(?:children|pupils|people|persons|those|students|boys|girls|all|everyone|learners) \Z"
    return None if re.search(cohort, before(found, 12)) else found.span()


_AGE = r"(?:1[0-9]|2[0-5]|[0-9]|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
_INITIALS = r"(?P<initials>[A-Z](?:\.?\s?[A-Z])?\b\.?)"
_LETTERS = r"(?P<initials>[A-Z]\.?(?:\s?[A-Z]\.?)?)"
_NOT_WITHIN = r"(?<![A-Za-z0-9.'/-])"
_NO_MORE = r"(?![A-Za-z0-9'&/-])"

BORN = (
    Rule(
        Kind.DATE_OF_BIRTH,
        rf"\b((?:born|d\.?o\.?b\b\.?|b\.|date{_S}of{_S}birth|birth\s?date|birthday)[^0-9\n!?;]{{0,30}}{DATE_IN_FULL})",
        first_group,
        ("born", "birth", "dob", "d.o.b", "b."),
        any_case=True,
    ),
    Rule(
        Kind.DATE_OF_BIRTH,
        rf"\b(birthday[^0-9\n.!?;]{{0,20}}{DAY_AND_MONTH})",
        first_group,
        ("birthday",),
        any_case=True,
    ),
    Rule(
        Kind.DATE_OF_BIRTH,
        rf"((?:\baged?|\bturned|\bturns|\bturning|(?:\bwill|\bwould|'ll|'d){_S}(?:be|turn)){_S}(?:only{_S})?{_AGE}"
        rf"(?:{_S}years?(?:{_S}old)?)?,?{_S}(?:on|from){_S}(?:the{_S})?{DAY_AND_MONTH})",
        _birthday,
        ("age", "turn", "will", "would", "'ll", "'d"),
        any_case=True,
    ),
)

WITH_INITIALS = (
    Rule(Kind.CHILD_NAMED, rf"\b{_ONE}{_S}{_INITIALS}{_NO_MORE}", _initials),
    Rule(Kind.CHILD_NAMED, rf"\b{_ONE}{_S}{_INITIALS}(?='s\b)", _initials, ("'s",)),
    Rule(Kind.CHILD_NAMED, rf"\b{_ONE},{_S}\(?{_LETTERS}(?=[,)])", _initials),
    Rule(Kind.CHILD_NAMED, rf"{_NOT_WITHIN}{_LETTERS}'s{_S}{_AROUND}\b", _initials, ("'s",)),
    Rule(Kind.CHILD_NAMED, rf"\b{_KIN}{_S}of{_S}{_INITIALS}{_NO_MORE}", _initials, (" of",)),
    Rule(
        Kind.CHILD_NAMED,
        rf"\b(?:[Kk]nown|[Rr]eferred{_S}to)(?:{_S}(?:here|in{_S}this{_S}[a-z]+))?{_S}as{_S}[\"']?"
        rf"(?P<initials>[A-Z])\b(?![&+/'-]|{_S}[A-Z]|\.[A-Za-z0-9])",
        _initials,
        (" as",),
    ),
    Rule(
        Kind.CHILD_NAMED,
        rf"\b[Ii]nitials?{_S}(?:are{_S}|is{_S}|of{_S}the{_S}[a-z]+{_S}(?:are{_S})?)?[\"'(]{{0,2}}"
        r"(?P<initials>[A-Z](?:\.?\s?[A-Z]){0,2}\b\.?)",
        _initials,
        ("initial",),
    ),
    Rule(
        Kind.CHILD_NAMED,
        rf"{_NOT_WITHIN}{_LETTERS},?{_S}\(?(?:aged{_S}[0-9]{{1,2}}\b|[0-9]{{1,2}}\s?(?:years?{_S}old|yrs?\b|y/?o\b))",
        _initials,
        ("age", "y"),
    ),
    Rule(Kind.CHILD_NAMED, rf"{_NOT_WITHIN}(?P<initials>[A-Z]{{2}}),{_S}(?:[5-9]|1[0-7]),", _initials),
)

WITH_A_NAME = (
    Rule(
        Kind.CHILD_NAMED,
        rf"\b(?:[Tt]he|[Aa]|[Tt]his|[Tt]hat|[Oo]ne|[Oo]ur|[Aa]nother){_S}"
        rf"(?:[A-Za-z0-9-]{{1,30}}{_S}){{0,2}}{_LOWER_ONE}"
        rf",?{_S}(?:\(\s?)?(?:{_SAID}{_S})?[\"']?(?P<name>{NAME})(?=[,)'\"]|{_S}[a-z(]|[.;:]?\s{{0,3}}\Z|[.;:]\s)",
        _named,
    ),
    Rule(
        Kind.CHILD_NAMED,
        rf"\b(?:pupil|boy|girl|child|teenager){_S}(?P<name>{NAME})"
        rf"(?={_S}(?:was|is|has|had|who|will|said|went|and{_S}h)\b|,|'s)",
        _named,
    ),
    Rule(
        Kind.CHILD_NAMED,
        rf"\b(?P<name>{NAME})'s{_S}(?:[a-z]{{1,20}}{_S})?{_KIN}\b(?!-|{_S}(?:forum|panel|group))",
        _named,
        ("'s",),
    ),
    Rule(
        Kind.CHILD_NAMED,
        rf"\b(?P<name>{NAME})'s{_S}(?:[a-z]{{1,20}}{_S})?(?:school|college|teacher|tutor|social{_S}worker|placement)\b",
        _first_word,
        ("'s",),
    ),
    Rule(Kind.CHILD_NAMED, rf"\b{_ONE},?{_S}[\"'(](?P<name>{NAME})[\"')]", _named),
    Rule(
        Kind.CHILD_NAMED,
        rf"\b(?:[Mm]other|[Ff]ather|[Mm]um|[Dd]ad|[Bb]rother|[Ss]ister|[Pp]arents){_S}of{_S}(?P<name>{NAME})\b",
        _named,
        (" of",),
    ),
    Rule(
        Kind.CHILD_NAMED,
        rf"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y|'s){_S}(?:(?:older|younger|elder|twin|half|little|baby)[ -]){{0,2}}"
        rf"(?:brother|sister|son|daughter|cousin|sibling|friend),?{_S}(?P<name>{NAME})\b",
        _named,
    ),
    Rule(Kind.CHILD_NAMED, rf"\b{_SAID}{_S}[\"']?(?P<name>{NAME})\b(?!{_S}[A-Z])", _named_beside_a_person),
    Rule(
        Kind.CHILD_NAMED,
        rf"\b(?P<name>{NAME})(?:{_S}{NAME})?,?{_S}\(?aged?{_S}(?:[0-9]|1[0-9])(?![0-9])"
        rf"(?!\s?(?:to|-|or|and{_S}(?:over|under|above)|\+)(?![a-z]))",
        _named,
        ("age",),
    ),
)

RULES = (*BORN, *WITH_INITIALS, *WITH_A_NAME)
