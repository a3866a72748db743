"""Sizes that everything typed or imported is held to, in characters of NFC text unless said otherwise.

Refusing what is longer is the business of the desk and of tracker.intake.
"""

from __future__ import annotations

TITLE = 300
LINE = 500
DESCRIPTION = 4_000
NOTE = 20_000
WORDING = 65_536
FILE_NAME = 255
LOGIN = 64
AGENCY_CODE = 16
EVIDENCE_FILE_BYTES = 100 * 1024 * 1024

_LINES = (
    "advice asked_by custodian funder ground locality minute name owner period place post received received_from"
    " recipient reported_by source source_of_number unit"
)
TEXTS = {
    **dict.fromkeys(_LINES.split(), LINE),
    "title": TITLE,
    "agency_name": TITLE,
    "official_wording": WORDING,
    "guard_why": DESCRIPTION,
    "file_name": FILE_NAME,
    "login": LOGIN,
    "agency_code": AGENCY_CODE,
}
"""Text → how many characters of it fit; the desk refuses what is longer, and fields of the screens say so before."""


def most(text: str) -> int:
    """Return how many characters fit into a text of that name; a note where it has no size of its own."""
    return TEXTS.get(text, NOTE)
