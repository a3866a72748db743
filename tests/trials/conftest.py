"""What of the trials needs a pseudo-terminal is not collected on Windows, which has none."""

from __future__ import annotations

import sys

collect_ignore = ["test_rounds.py"] if sys.platform == "win32" else []
