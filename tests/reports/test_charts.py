"""Charts: which tables are drawn, that lengths are true to the figures, and that nothing rests on colour."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from tracker.model.vocabulary import Rating
from tracker.reports import charts
from tracker.reports.charts import bars, heat, targets, timeline
from tracker.reports.charts.drawing import FILLS
from tracker.reports.document import Table, document

SVG = "{http://www.w3.org/2000/svg}"


def table(*rows: str, caption: str = "Caption") -> Table:
    """A table from its rows, cells parted by |, the first row its head."""
    head, *others = rows
    lines = [f"| {head} |", "|" + " --- |" * (head.count("|") + 1), *(f"| {row} |" for row in others)]
    found = document(f"# T\n\n{caption}:\n\n" + "\n".join(lines), "x.md").main[-1]
    assert isinstance(found, Table)
    return found


QUARTERS = table(
    "At the end of | R Red ▲ | A Amber ◆ | N Grey ○ | G Green ● | B Blue ■ | Together",
    "31 March 2022 | 2 | 0 | 4 | 4 | 0 | 10",
    "30 June 2022 (now) | 5 | 10 | 1 | 3 | 1 | 20",
)
MAP = table(
    "Recommendation | Bristol | North Somerset",
    "R1: Long-term funding | R Red ▲: 1 of 9 | not recorded here",
    "R10: Other | none in the plan | B Blue ■: 1 of 1",
)
DATES = table(
    "Reference | What | Original date | Agreed date | Where it stands",
    "R1.BRI.1.m1 | Chosen | 1 January 2022 | not moved | in time",
    "R1.ALL.1 | Statement | 1 February 2022 | 31 March 2022 | late",
    "R2.BRI.1 | Nothing set | no date | not moved | no date",
)
GOALS = table(
    "Measure | Baseline | Last reading | Target | Against the target",
    "M47: Suspensions | 60 | 52 | 40 by 31 December 2022 | not reached",
    "M3: Hours | none | 24 | 24 | reached",
    "M9: Share | 10 | 12.5 | 20 | not reached",
    "M8: Without | none | none | none set | no reading yet",
)
ALL = {"bars": QUARTERS, "heat": MAP, "timeline": DATES, "targets": GOALS}


def picture(of: Table) -> ElementTree.Element:
    found = charts.chart(of)
    assert found is not None
    return ElementTree.fromstring(found.svg)


def boxes(svg: ElementTree.Element, rating: Rating) -> list[tuple[int, int]]:
    """Where each box of a rating begins and how wide it is."""
    return [
        (int(box.attrib["x"]), int(box.attrib["width"]))
        for box in svg.iter(f"{SVG}rect")
        if box.attrib["fill"] == FILLS[rating] and box.attrib.get("stroke")
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_chart_names_itself_and_keeps_within_its_frame(name: str) -> None:
    svg = picture(ALL[name])
    across, down = (int(svg.attrib[side]) for side in ("width", "height"))
    title, description = svg[0], svg[1]
    assert (title.tag, title.text) == (f"{SVG}title", "Caption")
    assert description.text
    for element in svg.iter():
        for side, most in (("x", across), ("y", down), ("x1", across), ("x2", across), ("y1", down), ("y2", down)):
            assert 0 <= int(element.attrib.get(side, 0)) <= most, ElementTree.tostring(element)
    assert not [key for element in svg.iter() for key in element.attrib if key == "style" or key.startswith("on")]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("width", [40, 78, 120])
def test_lines_for_a_terminal_keep_to_its_width(name: str, width: int) -> None:
    lines = charts.lines(ALL[name], width)
    assert lines
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize(
    "other",
    [
        table("Area | R Red ▲ | A Amber ◆", "Bristol | 1 | 2"),
        table("At the end of | R Red ▲ | A Amber ◆", "31 March 2022 | none | 2"),
        table("Recommendation | Bristol | North Somerset", "R1 | not recorded here | none in the plan"),
        table("Reference | What | Original date | Agreed date", "R1 | x | no date | not moved"),
        table("Measure | Baseline | Last reading | Target", "M1 | none | none | none set"),
    ],
    ids=["another table", "no number", "no rating", "no date", "no reading"],
)
def test_what_cannot_be_drawn_is_not(other: Table) -> None:
    assert charts.chart(other) is None
    assert charts.lines(other) == []


# --- bars -------------------------------------------------------------------------------------------------------------


def test_bars_are_as_long_as_their_numbers() -> None:
    svg = picture(QUARTERS)
    unit = (bars.RIGHT - bars.LEFT) / 20  # the fuller of the two days has twenty actions
    assert boxes(svg, Rating.RED) == [(bars.LEFT, round(2 * unit)), (bars.LEFT, round(5 * unit))]
    assert [width for _, width in boxes(svg, Rating.AMBER)] == [pytest.approx(10 * unit, abs=1)]
    (first, last) = boxes(svg, Rating.GREEN)
    assert first[1] == pytest.approx(4 * unit, abs=1)
    assert last[0] == pytest.approx(bars.LEFT + 16 * unit, abs=1)


def test_each_rating_but_grey_has_a_pattern_of_its_own() -> None:
    svg = picture(QUARTERS)
    patterns = {pattern.attrib["id"]: pattern[0].attrib["d"] for pattern in svg.iter(f"{SVG}pattern")}
    assert {name.rsplit("-", 1)[1] for name in patterns} == {"red", "amber", "green", "blue"}
    assert len(set(patterns.values())) == 4


def test_the_numbers_stand_beside_each_bar_and_in_the_description() -> None:
    svg = picture(QUARTERS)
    said = [text.text for text in svg.iter(f"{SVG}text")]
    assert "R 5  A 10  N 1  G 3  B 1" in said
    found = bars.model(QUARTERS)
    assert found is not None
    assert "At 31 March 2022: red 2, grey 4, green 4. At 30 June 2022 (now): red 5, amber 10" in found.describe()


def test_bars_in_a_terminal_have_a_letter_for_each_action() -> None:
    first, last = charts.lines(QUARTERS, 78)
    assert re.search(r" RRNNNNGGGG +R2 N4 G4$", first)
    assert re.search(r" RRRRRAAAAAAAAAANGGGB  R5 A10 N1 G3 B1$", last)


# --- map --------------------------------------------------------------------------------------------------------------


def test_the_map_has_a_cell_for_each_area_with_its_words() -> None:
    svg = picture(MAP)
    said = [text.text for text in svg.iter(f"{SVG}text")]
    assert said == [
        "Bristol", "North Somerset",
        "R1", "R Red ▲: 1 of 9", "not recorded here",
        "R10", "none in the plan", "B Blue ■: 1 of 1",
    ]  # fmt: skip
    assert len(boxes(svg, Rating.RED)) == len(boxes(svg, Rating.BLUE)) == 1
    found = heat.model(MAP)
    assert found is not None
    assert "R10: Bristol none in the plan, North Somerset B Blue ■: 1 of 1." in found.describe()


def test_the_map_in_a_terminal_has_letter_and_symbol_and_count() -> None:
    heads, first, tenth = charts.lines(MAP, 50)
    assert heads.split() == ["Bristol", "North", "Somerset"]
    assert re.fullmatch(r"R1 +R ▲: 1 of 9 +not recorded here", first)
    assert re.fullmatch(r"R10 +none in the plan +B ■: 1 of 1", tenth)


# --- timeline ---------------------------------------------------------------------------------------------------------


def test_dates_stand_where_their_days_are() -> None:
    found = timeline.model(DATES)
    assert found is not None
    assert [day.isoformat() for day in found.span] == ["2022-01-01", "2022-04-01"]  # ninety days
    svg = picture(DATES)
    middles = [tuple(map(int, re.findall(r"[0-9]+", path.attrib["d"])[:1])) for path in svg.iter(f"{SVG}path")]
    across = timeline.END - timeline.SCALE
    assert [x for (x,) in middles] == [
        timeline.SCALE,
        timeline.SCALE + across * 31 // 90,
        timeline.SCALE + across * 89 // 90,
    ]
    filled = [path.attrib["fill"] == "#1b1b1b" for path in svg.iter(f"{SVG}path")]
    assert filled == [True, False, True]  # the one that was moved has a hollow diamond where it was


def test_a_date_that_cannot_be_drawn_is_counted() -> None:
    found = timeline.model(DATES)
    assert found is not None
    assert found.describe().endswith("1 without a day to draw are left out.")
    assert "2 dates between January 2022 and April 2022, of which 1 were moved" in found.describe()


def test_a_moved_date_in_a_terminal_is_a_line_from_o_to_star() -> None:
    scale, still, moved = charts.lines(DATES, 121)
    assert scale.split() == ["Jan", "2022", "Apr", "2022"]
    assert still[31:] == "*"
    assert re.fullmatch(r" +o-+\*", moved[31:])
    assert moved.index("o", 31) - 31 == 31 * 89 // 90


# --- targets ----------------------------------------------------------------------------------------------------------


def test_a_measure_stands_as_far_along_as_it_has_come() -> None:
    found = targets.model(GOALS)
    assert found is not None
    down, reached, up = found.measures
    assert [down.part(value, 100) for value in (down.target, down.reading)] == [100, 40]  # 60 → 40, now 52
    assert reached.part(reached.reading, 100) == reached.part(reached.target, 100) == 100
    assert up.part(up.reading, 100) == 25  # 10 → 20, now 12.5
    assert found.describe().endswith("1 without a reading or a target in numbers are left out.")


def test_a_measure_that_went_the_wrong_way_stands_behind_its_beginning() -> None:
    found = targets.model(table("Measure | Baseline | Last reading | Target", "M1 | 60 | 80 | 40"))
    assert found is not None
    (measure,) = found.measures
    assert measure.began is not None
    assert [measure.part(value, 100) for value in (measure.reading, measure.began, measure.target)] == [0, 50, 100]
