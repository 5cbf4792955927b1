"""Codes at the points of a form: made and replaced by a manager, scanned on the way, and what is noticed about that."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.quality.kept import Kept
from tests.integration.quality.test_inspections_over_http import form
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.test_impossible_moments import IMPOSSIBLE, STORED, refused, stored

WALK = "walk-of-this-test"
NOON = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


async def codes(site: DeskWeb, *items: str) -> dict[str, str]:
    made = await site.post("patrol-codes", {"form": "daily", "items": list(items)}, Role.MANAGER)
    return {one["item"]: one["path"].rpartition(".")[2] for one in made["items"] if one["path"]}


async def scanned(site: DeskWeb, item: str, code: str, seconds: float = 0, **of: Any) -> Any:
    body = {"key": f"key-{item}-{seconds}", "walk": WALK, "form": "daily", "item": item, "code": code}
    body |= {"device": "telephone", "at": (NOON + timedelta(seconds=seconds)).isoformat(), **of}
    return await site.ask("POST", "patrol-scans", body, Role.DISPATCHER)


async def scans(site: DeskWeb, walk: str | None = WALK, **more: Any) -> list[Any]:
    made = await site.post("inspections", {**form(), **({"walk": walk} if walk else {}), **more}, Role.DISPATCHER)
    return [(one["item"], one["strength"], one["marks"]) for one in made["scans"]]


async def test_a_round_shows_where_it_was_by_both_clocks(kept: Kept) -> None:
    site = kept.site
    known = await codes(site)
    assert len(known) == 11
    for at, item in enumerate(("lobbies", "grounds", "safety")):
        assert (await scanned(site, item, known[item], 120 * at)).status == 204
        assert (await scanned(site, item, known[item], 120 * at)).status == 204  # the same key: once
    made = await site.post("inspections", {**form(), "walk": WALK}, Role.DISPATCHER)
    assert [one["item"] for one in made["scans"]] == ["lobbies", "grounds", "safety"]
    assert made["scans"][1]["device_at"] == "2026-11-25T02:02:00.000000Z"
    assert made["scans"][1]["at"] == made["at"]
    assert {one["strength"] for one in made["scans"]} == {"static_code"}
    listed = (await site.get("inspections", Role.MANAGER))["items"][0]
    assert listed["scans"] == []


async def test_what_is_odd_is_kept_and_marked_and_the_form_is_taken_all_the_same(kept: Kept) -> None:
    site = kept.site
    old = await codes(site)
    new = await codes(site, "lobbies")
    assert new["lobbies"] != old["lobbies"]
    assert new["grounds"] == old["grounds"]
    await scanned(site, "lobbies", old["lobbies"])
    await scanned(site, "grounds", new["grounds"], 5)
    await scanned(site, "safety", "a-code-from-nowhere", 400)
    found = await scans(site)
    assert found == [
        ("lobbies", "static_code", ["in_seconds", "old_code", "sent_together"]),
        ("grounds", "static_code", ["in_seconds", "sent_together"]),
        ("safety", "no_code", ["unknown_code", "clock_ahead", "sent_together"]),
    ]


async def test_a_tag_has_an_address_of_its_own_and_is_told_from_the_printed_code(kept: Kept) -> None:
    site = kept.site
    paper = await codes(site)
    asked = {"form": "daily", "items": ["lobbies"], "carrier": "tag"}
    made = await site.post("patrol-codes", asked, Role.MANAGER)
    point = next(one for one in made["items"] if one["item"] == "lobbies")
    tag = point["tag_path"].rpartition(".")[2]
    assert (point["path"].rpartition(".")[2], [one["tag_path"] for one in made["items"]].count(None)) == (
        paper["lobbies"],
        10,
    )
    assert tag != paper["lobbies"]
    await scanned(site, "lobbies", tag)
    await scanned(site, "grounds", paper["grounds"], 120)
    assert await scans(site) == [("lobbies", "tag", []), ("grounds", "static_code", ["clock_ahead"])]
    again = await site.post("patrol-codes", asked, Role.MANAGER)
    assert next(one for one in again["items"] if one["item"] == "lobbies")["tag_path"] != point["tag_path"]


async def test_one_code_on_two_telephones_is_marked_for_both_rounds(kept: Kept) -> None:
    site = kept.site
    known = await codes(site)
    await scanned(site, "lobbies", known["lobbies"])
    await scanned(site, "lobbies", known["lobbies"], 60, device="another", walk="walk-of-another")
    assert await scans(site) == [("lobbies", "static_code", ["two_telephones"])]
    assert await scans(site, "walk-of-another", department="工程部") == [("lobbies", "static_code", ["two_telephones"])]


async def test_a_scan_that_arrives_after_the_form_stands_at_it_and_another_persons_does_not(
    kept: Kept, pool: DatabasePool
) -> None:
    site = kept.site
    known = await codes(site)
    made = await site.post("inspections", {**form(), "walk": WALK}, Role.DISPATCHER)
    assert made["scans"] == []
    await scanned(site, "lobbies", known["lobbies"])
    body = {"key": "of-a-manager", "walk": WALK, "form": "daily", "item": "lobbies", "code": known["lobbies"]}
    body |= {"device": "telephone", "at": NOON.isoformat()}
    assert (await site.ask("POST", "patrol-scans", body, Role.MANAGER)).status == 204
    assert len((await site.get(f"inspections/{made['id']}"))["scans"]) == 1
    async with session(pool) as connection:
        assert "telephone" not in [row["device"] for row in await connection.fetch("select device from patrol_scans")]


async def test_a_round_proves_one_inspection_and_the_next_one_says_whose_its_scans_are(kept: Kept) -> None:
    site = kept.site
    known = await codes(site)
    await scanned(site, "lobbies", known["lobbies"])
    first = await site.post("inspections", {**form(), "walk": WALK}, Role.DISPATCHER)
    again = await site.post("inspections", {**form(), "walk": WALK, "department": "工程部"}, Role.DISPATCHER)
    assert ([one["item"] for one in first["scans"]], first["scans_of"]) == (["lobbies"], None)
    assert (again["scans"], again["scans_of"]) == ([], first["id"])
    assert len((await site.get(f"inspections/{first['id']}"))["scans"]) == 1


async def test_a_scan_after_the_form_and_one_after_the_signature_are_marked(kept: Kept) -> None:
    site = kept.site
    known = await codes(site)
    made = await site.post("inspections", {**form(), "walk": WALK}, Role.DISPATCHER)
    site.clock.at_us += 1_000_000
    await scanned(site, "lobbies", known["lobbies"])
    duty = await site.get(f"duties/{made['duty']}", Role.MANAGER)
    signed = await site.ask(
        "POST", f"duties/{made['duty']}/actions", {"action": "sign"}, Role.MANAGER, If_Match=f'"{duty["version"]}"'
    )
    assert signed.status == 200
    site.clock.at_us += 1_000_000
    await scanned(site, "grounds", known["grounds"], 90)
    shown = (await site.get(f"inspections/{made['id']}"))["scans"]
    assert [[mark for mark in one["marks"] if mark in ("late", "after_signature")] for one in shown] == [
        ["late"],
        ["late", "after_signature"],
    ]


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER, Role.WORKMAN])
async def test_codes_are_for_managers_alone(kept: Kept, role: Role) -> None:
    assert (await kept.site.ask("GET", "patrol-codes?form=daily", role=role)).status == 403
    assert (await kept.site.ask("POST", "patrol-codes", {"form": "daily"}, role)).status == 403


async def test_a_round_is_bounded_and_points_are_those_of_the_form(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ticketing.inspections.patrol_store.SCANS_MAX", 2)
    answers = [(await scanned(kept.site, "lobbies", "x", at)).status for at in range(3)]
    assert answers == [204, 204, 422]
    assert (await scanned(kept.site, "nowhere", "x", 9)).status == 422
    nowhere = {"form": "daily", "items": ["nowhere"]}
    assert (await kept.site.ask("POST", "patrol-codes", nowhere, Role.MANAGER)).status == 422


async def test_a_scan_of_no_possible_year_is_refused_and_so_is_such_a_bound_of_a_list(kept: Kept) -> None:
    known = await codes(kept.site)
    for at in IMPOSSIBLE:
        assert refused(await scanned(kept.site, "lobbies", known["lobbies"], at=at), "at"), at
        listed = await kept.site.ask("GET", f"tickets?from={at.replace('+', '%2B')}", role=Role.MANAGER)
        assert refused(listed, "from"), at


@pytest.mark.parametrize("at", STORED)
async def test_what_a_scan_once_stored_breaks_no_inspection(kept: Kept, pool: DatabasePool, at: str) -> None:
    known = await codes(kept.site)
    await scanned(kept.site, "lobbies", known["lobbies"])
    await stored(pool, "update patrol_scans set device_at = ?", at)
    made = await kept.site.post("inspections", {**form(), "walk": WALK}, Role.DISPATCHER)
    [scan] = (await kept.site.get(f"inspections/{made['id']}", Role.MANAGER))["scans"]
    assert scan["device_at"][:4] in ("1970", "2099")
