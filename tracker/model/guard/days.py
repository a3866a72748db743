"""How a day is written in a text, as patterns: a whole date, or a day and its month.

A pattern holds either of them once only, because they name a group.
"""

from __future__ import annotations

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"[0-3]?[0-9](?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)[0-9]{2}"

DATE_IN_FULL = (
    rf"(?:[0-3]?[0-9](?P<mark>[/.-])[01]?[0-9](?P=mark)(?:{_YEAR}|[0-9]{{2}})|{_YEAR}-[01][0-9]-[0-3][0-9]"
    rf"|{_DAY}\s{{1,2}}(?:of\s{{1,2}})?{_MONTH},?\s{{1,2}}(?:{_YEAR}|'?[0-9]{{2}}\b)"
    rf"|{_MONTH}\s{{1,2}}{_DAY},?\s{{1,2}}{_YEAR})(?![0-9])"
)
DAY_AND_MONTH = rf"(?:{DATE_IN_FULL}|{_DAY}\s{{1,2}}(?:of\s{{1,2}})?{_MONTH}|{_MONTH}\s{{1,2}}{_DAY}(?![0-9]))"
