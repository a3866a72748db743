"""Keeping the plan itself, on the keyboard alone: adopting, mapping, reassigning, adding, pausing, undoing."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.tui.driving import Person, sitting
from tracker.desk import actions, delivery
from tracker.model.vocabulary import Rating


async def test_existing_provision_is_adopted(person: Person) -> None:
    await person.go("R4.BRI.1")
    await person.press("t")
    await person.fill(lead="BCC", owner="head of inclusion", due="March 2023", why="Executive, minute 5.")
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.act, entry.facts["basis"]) == ("action.adopted", {"from": "existing_provision", "to": "agreed"})
    assert (entry.facts["due"]["to"], entry.facts["precision"]["to"]) == ("2023-03-31", "month")
    assert texts == {"owner": "head of inclusion", "why": "Executive, minute 5."}
    await person.press("t")
    assert person.told[-1] == "R4.BRI.1 is an agreed action already; nothing to adopt."


async def test_tab_takes_what_was_typed_in_a_pick_list(person: Person) -> None:
    await person.go("R4.BRI.1")
    await person.press("t")
    person.field("lead").go_in()
    await person.settle()
    await person.paste("ASP")
    await person.press("tab")
    await person.fill(owner="chief inspector", due="March 2023", why="Executive, minute 5.")
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.facts["lead"]["to"], texts["owner"]) == ("ASP", "chief inspector")


async def test_what_is_in_no_pick_list_is_said_and_not_taken(person: Person) -> None:
    await person.go("R4.BRI.1")
    await person.press("t")
    person.field("lead").go_in()
    await person.settle()
    await person.paste("zzzz")
    await person.press("tab")
    assert person.told[-1] == "Nothing is called 'zzzz'; the field is as it was."


async def test_a_link_is_confirmed_as_it_stands_or_mapped_elsewhere(person: Person) -> None:
    await person.go("R1.BRI.2")
    await person.press("f")
    await person.fill(why="The executive confirmed it.")
    await person.press("f2")
    assert person.recorded[0].entry.facts == {"mapping": {"from": "unconfirmed", "to": "confirmed"}}
    await person.go("X.BRI.88")
    await person.press("f")
    await person.fill(recommendation="R5", why="It is about coordination.")
    await person.press("f2")
    assert person.recorded[1].entry.facts["recommendation"] == {"from": "X", "to": "R5"}
    assert "serves R5 (link confirmed)" in person.text


async def test_an_action_is_reassigned(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("w")
    await person.fill(lead="ASP", person="P3", why="The police took it over.")
    await person.press("f2")
    entry, _ = person.only()
    assert (entry.facts["lead"], entry.facts["owner_person"]) == (
        {"from": "BCC", "to": "ASP"},
        {"from": None, "to": "P3"},
    )
    assert "owner" not in entry.facts, "the role was left as it stood"


async def test_an_action_is_added_where_one_looks(person: Person) -> None:
    await person.go("R5")
    await person.press("A")
    assert person.field("recommendation").raw == "R5"
    await person.fill(title="One worker for as long as it takes", lead="SGC", due="Q4 2022/23", expects="audit|voice")
    await person.press("f2")
    assert "Area is missing." in person.text
    person.field("area").raw = "SGL"
    await person.press("f2")
    entry, texts = person.only()
    assert (entry.act, entry.subject, entry.facts["expects"]) == ("action.added", "R5.SGL.1", ["audit", "voice"])
    assert texts == {"title": "One worker for as long as it takes"}


async def test_an_action_is_paused_and_resumed(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.type("pause")
    await person.press("enter")
    await person.fill(why="The panel waits for funding.", review_on="1 October 2022")
    await person.press("f2", "m")
    await person.type("resume")
    await person.press("enter")
    await person.fill(why="Funded.")
    await person.press("f2")
    assert person.acts == [("action.paused", "R4.BRI.7"), ("action.resumed", "R4.BRI.7")]


@pytest.mark.parametrize(
    ("words", "fields", "acts"),
    [
        ("withdraw", {"why": "Taken up elsewhere."}, ["action.withdrawn"]),
        ("supersede", {"by": "R1.BRI.1", "why": "One piece of work."}, ["action.superseded"]),
        ("split", {"titles": "First part\nSecond part", "why": "Two owners."}, ["action.added"] * 2 + ["action.split"]),
        ("edit", {"locality": "East", "why": "Named at last."}, ["action.edited"]),
    ],
)
async def test_acts_from_the_list_of_what_can_be_done(
    person: Person, words: str, fields: dict[str, str], acts: list[str]
) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.type(words)
    await person.press("enter")
    await person.fill(**fields)
    await person.press("f2")
    assert [act for act, _ in person.acts] == acts


async def test_an_edit_changes_only_what_was_edited(person: Person) -> None:
    await person.go("R4.BRI.7")
    await person.press("m")
    await person.type("edit the")
    await person.press("enter")
    await person.fill(difference_wanted="Fewer moves.")
    await person.press("f2")
    entry, texts = person.only()
    assert (list(entry.facts), texts) == (["difference_wanted"], {"difference_wanted": "Fewer moves."})


async def test_ones_own_last_act_is_undone_and_stays_in_the_trail(house: House) -> None:
    async with sitting(house) as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        await person.paste("Typed on the wrong action.")
        await person.press("tab", "r", "f2", "z")
        shown = " ".join(person.text.split())
        assert f"#{house.size + 1} 4 Jul 22 P1 recorded progress on R4.BRI.7" in shown
        await person.fill(why="Wrong action.")
        await person.press("f2")
        assert person.acts == [("progress.recorded", "R4.BRI.7"), ("entry.undone", "R4.BRI.7")]
        assert f"undone by #{house.size + 2}" in person.page
        assert "Reported         no rating" in person.text


async def test_with_nothing_to_undo_no_form_opens(house: House) -> None:
    async with sitting(house, who="P2") as person:
        await person.press("z")
        assert person.told == ["You have recorded nothing that could be undone."]


async def test_risks_and_measures_are_kept(person: Person) -> None:
    await person.press("6", "A")
    await person.fill(title="Posts stay vacant", areas="BRI|SGL", serves="R4", review_on="1 October 2022")
    await person.press("f2", "7", "A")
    await person.fill(title="Suspensions", unit="pupils", direction="l", areas="BRI")
    await person.press("f2")
    (risk, _), (measure, _) = person.acts
    assert (risk, measure) == ("risk.added", "measure.added")
    await person.go(person.acts[0][1])
    await person.press("s", "a")
    await person.fill(why="Accepted by the executive.")
    await person.press("f2")
    await person.go(person.acts[1][1])
    await person.press("u")
    await person.fill(value="34", period="Q1 2022/23", numerator="34", denominator="900")
    await person.press("f2")
    reading = person.recorded[-1].entry
    assert (reading.act, reading.facts["starts"], reading.facts["ends"]) == (
        "reading.added",
        "2022-04-01",
        "2022-06-30",
    )


async def test_the_official_wording_and_number_are_loaded(person: Person) -> None:
    await person.go("R7")
    assert "not held: neither the wording nor the subject is in the sources" in " ".join(person.text.split())
    await person.press("m")
    await person.type("official wording")
    await person.press("enter")
    await person.fill(wording="The partnerships should…\n\nand so on.", source="the report, page 3")
    await person.press("f2", "m")
    await person.type("official number")
    await person.press("enter")
    await person.fill(numbers="4", source="the report, page 3")
    await person.press("f2")
    assert person.acts == [("recommendation.worded", "R7"), ("recommendation.numbered", "R7")]
    assert "Recommendation 4 (working R7)" in person.text
    assert "the official wording, verbatim" in person.text


async def test_a_response_is_recorded(person: Person) -> None:
    await person.go("R4")
    await person.press("m")
    await person.type("response")
    await person.press("enter", "p")
    person.field("area").raw = "NSO"
    await person.fill(why="Schools outside the area.")
    await person.press("f2")
    entry, _ = person.only()
    assert (entry.act, entry.subject, entry.facts["response"]) == ("response.recorded", "R4.NSO", "partly")


async def test_a_contributor_acts_on_their_own_actions_only(house: House) -> None:
    async with sitting(house, who="P3") as person:
        await person.go("R4.BRI.7")
        await person.press("u")
        assert person.told[-1].startswith("R4.BRI.7 is not an action of P3 or their agency")
        await person.go("R4.SGL.1")
        await person.press("u")
        await person.paste("On course.")
        await person.press("tab", "g", "f2")
        assert person.acts == [("progress.recorded", "R4.SGL.1")]


async def test_a_stranger_may_read_and_is_told_why_not_more(house: House) -> None:
    async with sitting(house, via="stranger") as person:
        assert "you may read only" in person.text
        await person.go("R4.BRI.7")
        await person.press("u")
        assert "is not a person of this register" in person.told[-1]
        assert person.recorded == []


async def test_an_auditor_notes_the_trail_as_reviewed(house: House) -> None:
    delivery.record_progress(house.at(), "R4.BRI.7", note="On course.", rating=Rating.GREEN)
    async with sitting(house, who="P6") as person:
        await person.press("3", "v", "f2")
        last = person.recorded[-1].entry
        assert (last.act, last.by, last.facts["upto"]) == ("trail.reviewed", "P6", house.size + 1)


async def test_what_would_be_undone_is_shown_with_what_it_changed_and_refused_once_somebody_acted_since(
    house: House,
) -> None:
    actions.reassign(house.at(), "R4.BRI.7", lead="ICB", why="New structure.")
    async with sitting(house) as person:
        await person.press("z")
        words = " ".join(person.text.split())
        assert f"#{house.size + 1}" in words
        assert "reassigned R4.BRI.7" in words
        assert "lead: BCC → ICB" in words.replace("lead agency", "lead")
        await person.press("escape")
        house.on("2022-07-05")
        delivery.record_progress(house.at("P2"), "R4.SGL.1", note="Elsewhere.")
        actions.reassign(house.at("P1"), "R4.SGL.1", lead="ICB", why="Here too.")
        delivery.record_progress(house.at("P2"), "R4.SGL.1", note="On top of it.")
        await person.press("z")
        assert "R4.SGL.1 was changed since" in person.told[-1]
        assert person.acts[-1] == ("progress.recorded", "R4.SGL.1")
