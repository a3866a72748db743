"""Pages made from the program's tables are up to date, and every rule and act stands in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.make_tables import PAGES

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_what_the_program_says(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run: python docs/make_tables.py"
