"""Web pages: one file that loads nothing and runs nothing, whose structure serves those who cannot see it.

What only a browser can tell is asked in tests/reports/browsing.py.
"""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.reports.webpage import Element, Webpage, webpage
from tracker import reports
from tracker.desk.session import Session
from tracker.model.vocabulary import Rating
from tracker.reports import formats
from tracker.reports.document import document

CSS = (Path(formats.__file__).parent / "page.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def text(example: Session) -> str:
    draft = reports.preview(example, "assurance", since="30 June 2022")
    return formats.made("html", document(draft, "draft.md")).decode("utf-8")


@pytest.fixture(scope="module")
def page(text: str) -> Webpage:
    return webpage(text)


def only(page: Webpage, name: str) -> Element:
    (found,) = page.root.all(name)
    return found


def test_every_tag_is_closed_where_it_should_be(page: Webpage) -> None:
    assert page.faults == []
    assert page.declared == "DOCTYPE html"


def test_nothing_runs_and_nothing_is_loaded(page: Webpage, text: str) -> None:
    names = {element.name for element in page.root.all()}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "audio", "video"}
    for element in page.root.all():
        for attribute, value in element.attributes.items():
            assert not attribute.startswith("on"), element.name
            assert attribute not in ("src", "style", "action"), element.name
            assert attribute != "href" or value.startswith("#"), value
    assert "@import" not in text
    assert set(re.findall(r"url\(([^)]{2})", text)) <= {"#c"}  # the patterns of the charts, within the page


def test_the_policy_allows_the_one_style_sheet_and_nothing_else(page: Webpage) -> None:
    (policy,) = [
        element.attributes["content"]
        for element in page.root.all("meta")
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = base64.b64encode(hashlib.sha256(only(page, "style").text.encode("utf-8")).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    head = only(page, "head").children
    assert [element.name for element in head if element.attributes.get("charset") or "content" in element.attributes][
        :2
    ] == ["meta", "meta"]
    assert head.index(next(e for e in head if "http-equiv" in e.attributes)) < head.index(only(page, "style"))


def test_language_title_and_landmarks(page: Webpage) -> None:
    assert only(page, "html").attributes["lang"] == "en-GB"
    assert [each.text for each in only(page, "head").all("title")] == [only(page, "h1").text]
    for landmark in ("header", "nav", "main", "footer"):
        only(page, landmark)
    body = only(page, "body")
    assert [child.name for child in body.children] == ["div", "a", "header", "nav", "main", "footer", "div"]
    skip = next(child for child in body.children if child.name == "a")
    assert skip.attributes["href"] == f"#{only(page, 'main').attributes['id']}"
    assert only(page, "main").attributes["tabindex"] == "-1"


def test_the_marking_stands_first_and_last_and_on_each_printed_page(page: Webpage) -> None:
    marking = "OFFICIAL-SENSITIVE · ILLUSTRATIVE: progress, owners and dates here are made up"
    assert next(only(page, "header").all("p")).text == marking
    assert next(only(page, "footer").all("p")).text == marking
    style = only(page, "style").text
    printed = style[style.index("@media print") :]
    read = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), printed)
    # Head and foot of a table, which every browser repeats; not the margins, or some would print the marking twice.
    running = [
        child for child in only(page, "body").children if child.attributes.get("class", "").startswith("running")
    ]
    assert [each.attributes["class"] for each in running] == ["running", "running last"]
    assert [each.text.strip() for each in running] == ["", ""], "what a screen reader reads has the marking once"
    assert f'.running::before{{content:"{marking}"' in read
    assert ".running{display:table-header-group;" in printed
    assert ".running.last{display:table-footer-group}" in printed
    assert ".running{display:none}" in style[: style.index("@media print")]
    assert marking not in read[read.index("@page") : read.index("body{")]
    assert 'content:"Page " counter(page) " of " counter(pages)' in printed


def test_headings_go_down_one_step_at_a_time(page: Webpage) -> None:
    levels = [int(element.name[1]) for element in only(page, "main").all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_link_and_every_name_leads_somewhere_and_names_are_given_once(page: Webpage) -> None:
    names = [element.attributes["id"] for element in page.root.all() if "id" in element.attributes]
    assert len(names) == len(set(names))
    wanted = [element.attributes["href"].removeprefix("#") for element in page.root.all("a")]
    wanted += [
        name
        for element in page.root.all()
        if "aria-labelledby" in element.attributes
        for name in element.attributes["aria-labelledby"].split()
    ]
    assert len(wanted) > 40
    assert set(wanted) <= set(names)


def test_the_contents_name_every_part(page: Webpage) -> None:
    parts = [element.text for element in only(page, "main").all("h2")]
    assert [element.text for element in only(page, "nav").all("a")] == parts
    assert len(parts) > 10


def test_every_table_has_a_caption_and_every_head_a_scope(page: Webpage) -> None:
    tables = list(page.root.all("table"))
    assert len(tables) > 30
    for table in tables:
        assert table.children[0].name == "caption"
        assert table.children[0].text.strip()
        assert {each.attributes["scope"] for each in table.children[1].all("th")} == {"col"}
        for row in table.children[2].all("tr"):
            assert row.children[0].attributes == {"scope": "row"}
            assert {cell.name for cell in row.children[1:]} <= {"td"}
        box = table.parent
        assert box is not None
        assert box.attributes["tabindex"] == "0"  # it scrolls, so the keyboard must reach it
        assert box.attributes["aria-labelledby"] == table.children[0].attributes["id"]


def test_every_chart_has_a_title_a_description_and_its_figures_as_the_table_that_follows(page: Webpage) -> None:
    charts = list(page.root.all("svg"))
    assert len(charts) >= 3
    for chart in charts:
        assert chart.attributes["role"] == "img"
        title, description = chart.children[:2]
        assert (title.name, description.name) == ("title", "desc")
        named = chart.attributes["aria-labelledby"].split()
        assert named == [title.attributes["id"], description.attributes["id"]]
        assert description.text.endswith("The figures stand in the table.")
        figure = chart.parent
        assert figure is not None
        assert figure.parent is not None
        siblings = figure.parent.children
        after = siblings[siblings.index(figure) + 1]
        assert next(after.all("caption")).text == title.text


def test_a_rating_is_never_colour_alone(page: Webpage) -> None:
    spans = [element for element in page.root.all("span") if element.attributes.get("class", "").startswith("rated")]
    assert len(spans) > 100
    for span in spans:
        rating = Rating(span.attributes["class"].split()[1])
        assert span.text == f"{rating.letter} {rating.words} {rating.symbol}"


# --- colours ----------------------------------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    full = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_that_of_the_standard() -> None:
    assert contrast("000", "fff") == pytest.approx(21)
    assert contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("place", range(3), ids=["light", "dark", "print"])
def test_text_can_be_read_on_every_ground(place: int) -> None:
    colours = dict(re.findall(r"--(\w+):#([0-9a-f]+)", CSS))
    blocks = re.findall(r":root\{([^}]*)\}", CSS)
    assert len(blocks) == 3
    base = dict(re.findall(r"--(\w+):#([0-9a-f]+)", blocks[0]))
    here = base | dict(re.findall(r"--(\w+):#([0-9a-f]+)", blocks[place]))
    assert set(here) == set(colours)
    for ground in ("paper", "band", "red", "amber", "grey", "green", "blue"):
        assert contrast(here["ink"], here[ground]) >= 7, ground
    for mark in ("soft", "link", "mark"):
        assert contrast(here[mark], here["paper"]) >= 4.5, mark
        assert contrast(here[mark], here["band"]) >= 4.5, mark
    assert contrast(here["line"], here["paper"]) >= 3


# --- hostile text -----------------------------------------------------------------------------------------------------


def test_hostile_text_stays_text() -> None:
    hostile = "<script>alert(1)</script> \"quoted\" & 'single' </style><b>x</b>"
    from tracker.model.text import md_cell, md_inline

    markdown = (
        f"{md_inline(hostile)}\n\n# {md_inline(hostile)}\n\n## Part {md_inline(hostile)}\n\n## Other\n\n"
        f"| {md_cell(hostile)} | B |\n| --- | --- |\n| {md_cell(hostile)} | 2 |\n"
    )
    found = webpage(formats.made("html", document(markdown, "x.md")).decode("utf-8"))
    assert found.faults == []
    assert not {element.name for element in found.root.all()} & {"script", "b"}
    assert only(found, "h1").text == hostile
    assert found.tables == [[[hostile, "B"], [hostile, "2"]]]
    assert len(list(found.root.all("style"))) == 1
