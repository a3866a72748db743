"""Sizes that everything typed or imported is held to, in characters of NFC text unless said otherwise."""

from __future__ import annotations

TITLE = 300
LINE = 500
DESCRIPTION = 4_000
NOTE = 20_000
WORDING = 65_536
FILE_NAME = 255
EVIDENCE_FILE_BYTES = 100 * 1024 * 1024
