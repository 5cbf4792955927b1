"""Where a matter is, is found by a few letters: in the forms of a ticket, and on the card of a call."""

from collections.abc import Callable
from typing import Any

import pytest

from kit.roles import READERS, Role
from tests.integration.console.browser import Browser
from tests.integration.web.site_in_memory import answered_call
from tests.integration.web_desk.conftest import DeskWeb

CARD = "/desk/calls/main/1764036000.1"


@pytest.fixture
async def lift(desk_web: DeskWeb) -> int:
    made = await desk_web.post("places", {"kind": "lift", "name": "3号梯", "building": "2"}, Role.MANAGER)
    return int(made["id"])


async def now(desk_web: DeskWeb, number: str) -> Any:
    return await desk_web.get(f"tickets/{number}")


def moved(was: str, to: str, version: int = 1) -> dict[str, str]:
    return {"version": str(version), "drawn": "where", "was-where": was, "where": to}


async def a_call_with(desk_web: DeskWeb, number: str) -> None:
    desk_web.web.site.calls.calls.append(answered_call())  # type: ignore[attr-defined]
    desk_web.web.site.calls.tickets["1764036000.1"] = number  # type: ignore[attr-defined]


async def test_flats_and_other_places_are_found_by_readers_alone(
    desk_web: DeskWeb, browse: Callable[..., Browser], home: int, lift: int
) -> None:
    for role in READERS:
        flat = await browse(role).get("/tickets/where?q=3-2-1201", part=True)
        assert (flat.status, f'value="household {home}"' in flat.text) == (200, True)
        place = await browse(role).get("/tickets/where?q=3%E5%8F%B7%E6%A2%AF", part=True)
        assert (f'value="place {lift}"' in place.text, "household" in place.text) == (True, False)
    assert "Nothing was found" in (await browse().get("/tickets/where?q=zzz", part=True)).words
    for role in (Role.METRICS, Role.WORKMAN):
        assert (await browse(role).get("/tickets/where?q=3", part=True)).status == 403


async def test_a_ticket_is_given_a_flat_then_a_place_then_none(
    desk_web: DeskWeb, browse: Callable[..., Browser], home: int, lift: int
) -> None:
    made = await desk_web.opened()
    at = f"/tickets/{made['number']}/amend"
    flat, place = f"household {home}", f"place {lift}"
    assert "3-2-1201" in (await browse().send(at, part=True, **moved("none", flat))).words
    assert "3号梯" in (await browse().send(at, part=True, **moved(flat, place, 2))).words
    found = await now(desk_web, made["number"])
    assert (found["household"], found["place_id"]) == (home, lift)
    assert (await browse().send(at, part=True, **moved(place, "none", 3))).status == 200
    found = await now(desk_web, made["number"])
    assert (found["household"], found["place_id"]) == (None, None)
    said = [each["what"] for each in found["history"]]
    assert said[1:] == ["amended: household", "amended: place_id", "amended: household, place_id"]


@pytest.mark.parametrize("where", ["household 999", "place 999", "household x", "nonsense", "place -1"])
async def test_a_place_that_is_none_is_refused(desk_web: DeskWeb, browse: Callable[..., Browser], where: str) -> None:
    made = await desk_web.opened()
    got = await browse().send(f"/tickets/{made['number']}/amend", part=True, **moved("none", where))
    assert got.status == 422


async def test_places_stand_side_by_side_in_words_after_a_conflict(
    desk_web: DeskWeb, browse: Callable[..., Browser], home: int, lift: int
) -> None:
    made = await desk_web.opened()
    at = f"/tickets/{made['number']}/amend"
    assert (await browse().send(at, part=True, **moved("none", f"household {home}"))).status == 200
    late = await browse().send(at, part=True, **moved("none", f"place {lift}"))
    assert (late.status, "Place – 3-2-1201 3号梯" in late.words) == (409, True)


async def test_a_new_ticket_is_opened_for_a_flat_that_was_found(
    desk_web: DeskWeb, browse: Callable[..., Browser], home: int, lift: int
) -> None:
    got = await browse().send("/tickets", category="repair", title="漏水", where=f"household {home}")
    opened = await now(desk_web, got.headers["HX-Redirect"].rpartition("/")[2])
    assert (opened["household"], opened["place"]) == (home, "3-2-1201")
    assert f'value="place {lift}" checked' in (await browse().get(f"/tickets/new?place_id={lift}")).text
    assert f'value="household {home}" checked' in (await browse().get(f"/tickets/new?household={home}")).text


async def test_the_card_of_a_call_says_where_it_is_and_keeps_what_others_changed(
    desk_web: DeskWeb, browse: Callable[..., Browser], home: int
) -> None:
    made = await desk_web.opened(title="")
    await a_call_with(desk_web, made["number"])
    assert (await browse().send(f"/tickets/{made['number']}/amend", version="1", title="别人写的")).status == 200
    drawn = {"drawn": "title category where", "was-category": "repair", "was-where": "none", "category": "repair"}
    typed = {**drawn, "where": f"household {home}"}
    late = await browse(Role.AGENT).send(f"{CARD}/ticket", part=True, version="1", **typed)
    assert (late.status, f'id="version-{made["number"]}"' in late.text, "别人写的" in late.words) == (409, True, True)
    again = await browse(Role.AGENT).send(f"{CARD}/ticket", part=True, version="2", **typed)
    assert (again.status, "3-2-1201" in again.words) == (200, True)
    nothing = await browse(Role.AGENT).send(f"{CARD}/ticket", part=True, version="3", **drawn)
    assert nothing.status == 422
    solved = await browse(Role.AGENT).send(f"{CARD}/ticket", part=True, version="3", do="solve", **drawn)
    assert solved.status == 200
    found = await now(desk_web, made["number"])
    assert (found["status"], found["title"], found["household"]) == ("resolved", "别人写的", home)


async def test_the_card_of_a_call_finds_the_ticket_that_goes_on_by_words(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    known, made = await desk_web.opened(title="电梯异响"), await desk_web.opened(title="电梯又响了")
    await a_call_with(desk_web, made["number"])
    card = await browse(Role.AGENT).get(CARD, part=True)
    assert f'hx-get="/tickets/{made["number"]}/same"' in card.text
    found = await browse(Role.AGENT).get(
        f"/tickets/{made['number']}/same?q=%E7%94%B5%E6%A2%AF&call=main/1764036000.1", part=True
    )
    assert f'hx-post="{CARD}/same"' in found.text
    assert known["number"] in found.words
    joined = await browse(Role.AGENT).send(f"{CARD}/same", version="1", into=known["number"])
    assert (joined.status, (await now(desk_web, made["number"]))["merged_into"]) == (200, known["number"])
