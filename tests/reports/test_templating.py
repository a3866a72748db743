"""Templates as functions say what Jinja says, and need Jinja only where they were never translated before."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tracker import reports
from tracker.desk.session import Session
from tracker.reports import rendering, templating
from tracker.reports.kinds import KINDS
from tracker.reports.templating import TEMPLATES, Template, Values, environment

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = {"recommendation": "R4", "agency": "ASP", "meeting": "G5"}


def by_jinja(name: str, values: dict[str, Any]) -> str:
    jinja = environment()
    jinja.finalize = rendering.escaped
    jinja.filters.update(rendering.FILTERS)
    return jinja.get_template(name).render(**values)


@pytest.fixture
def own_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Callable[..., str]]:
    """Writes a template and returns what fills it in."""
    monkeypatch.setattr(templating, "TEMPLATES", tmp_path)

    def write(source: str) -> Callable[..., str]:
        (tmp_path / "x.md.j2").write_text(source, encoding="utf-8")
        templating.template.cache_clear()
        return partial(rendering.rendered, "x.md.j2")

    return write


def test_every_report_is_filled_in_as_jinja_fills_it_in(
    own_example: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}

    def compared(name: str) -> Template:
        made = templating.template(name)

        def fill(values: Values, put: Callable[[str], None], *others: Any) -> None:
            parts: list[str] = []
            made(values, parts.append, *others)
            seen[name] = "".join(parts)
            assert seen[name] == by_jinja(name, dict(values))
            put(seen[name])

        return fill

    monkeypatch.setattr(rendering, "template", compared)
    for kind in KINDS:
        since = "30 June 2022" if kind.compares else None
        reports.preview(own_example, kind.name, subject=SUBJECTS.get(kind.name), since=since)
    reports.run(own_example, "agency", subject="ICB", folder=tmp_path)
    assert {f"{kind.name}.md.j2" for kind in KINDS} <= set(seen)
    assert {"issue.md.j2", "draft.md.j2"} <= set(seen)


def test_every_template_can_be_translated() -> None:
    for file in sorted(TEMPLATES.glob("*.j2")):
        assert callable(templating.template(file.name))


def test_loops_conditions_and_values_within_them(own_templates: Callable[[str], Callable[..., str]]) -> None:
    source = (
        "{% for name, each in things.items() if each.n != 4 %}"
        "{% if each.n == 1 and not each.hidden %}{{ name }}: {{ each.n + 1 }}"
        "{% elif each.words or other %}{{ each.words ~ '|' ~ name }}"
        "{% else %}-{% endif %};"
        "{% endfor %} {{ 'none' if not things else others[0] }} {{ name }}"
    )
    things: dict[str, dict[str, object]] = {
        "a": {"n": 1, "hidden": False, "words": ""},
        "b_": {"n": 2, "hidden": True, "words": "w*"},
        "c": {"n": 3, "hidden": True, "words": ""},
    }
    with pytest.raises(ValueError, match="line 1 of a template: Compare is not translated"):
        own_templates(source)()
    fill = own_templates(source.replace("each.n != 4", "each.n == 4 or things"))
    said = fill(things=things, others=["first"], other="", name="outside")
    assert said == "a: 2;w\\*\\|b\\_;-; first outside\n"


def test_what_is_missing_or_not_translated_is_said(own_templates: Callable[[str], Callable[..., str]]) -> None:
    with pytest.raises(LookupError, match="'lacking' is undefined"):
        own_templates("{{ lacking }}")()
    with pytest.raises(LookupError, match="str has no 'lacking'"):
        own_templates("{{ a.lacking }}")(a="text")
    with pytest.raises(ValueError, match="line 2 of a template: Macro is not translated"):
        own_templates("x\n{% macro m() %}{% endmacro %}")()
    with pytest.raises(ValueError, match="line 1 of a template: Mul is not translated"):
        own_templates("{{ 2 * 3 }}")()


def test_jinja_is_loaded_once_and_again_when_a_template_changes(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tracker.reports import rendering, templating\n"
        f"templating.TEMPLATES = Path({str(tmp_path)!r})\n"
        "print(rendering.rendered('x.md.j2', n=4).strip(), 'jinja2' in sys.modules)"
    )
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            encoding="utf-8",
            env={**inherited, "PYTHONPATH": str(ROOT)},
            check=True,
        )
        return done.stdout.strip()

    template = tmp_path / "x.md.j2"
    template.write_text("n is {{ n }}", encoding="utf-8")
    assert [run(), run()] == ["n is 4 True", "n is 4 False"]
    template.write_text("n was {{ n }}", encoding="utf-8")
    assert [run(), run()] == ["n was 4 True", "n was 4 False"]
