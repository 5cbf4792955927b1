"""Who is on which shift, who is away, and the notes for the next shift, over HTTP."""

from collections.abc import AsyncIterator
from datetime import time
from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Answer, Clock, DeskWeb, Dialled
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.http.ask import DeskContext
from ticketing.shifts.patterns import Pattern, ShiftRules
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk

CHIEF = Role.DISPATCHER
TURN = "shifts/2026-12-01/day"
SHIFTS = ShiftRules((Pattern("day", time(8), time(20)), Pattern("night", time(20), time(8), people_min=2)))
AGENTS = ("王芳", "李强", "赵敏", "陈刚")


async def web_with(pool: DatabasePool, shifts: ShiftRules) -> AsyncIterator[DeskWeb]:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), shifts=shifts, trades={"plumbing": ["老周"]}))
    clock = Clock(at("2026-12-01 12:00"))
    async with web_of(desk=DeskContext(desk, pool, dict.fromkeys(AGENTS, ())), now_us=clock) as opened:
        yield DeskWeb(opened, desk, Dialled(desk, clock))


@pytest.fixture
async def web(pool: DatabasePool) -> AsyncIterator[DeskWeb]:
    async for opened in web_with(pool, SHIFTS):
        yield opened


@pytest.fixture
async def web_without_shifts(pool: DatabasePool) -> AsyncIterator[DeskWeb]:
    async for opened in web_with(pool, ShiftRules()):
        yield opened


async def put(
    web: DeskWeb, people: list[str], managers: list[str], version: int = 0, turn: str = TURN, role: Role = CHIEF
) -> Answer:
    return await web.ask("PUT", turn, {"people": people, "managers": managers}, role, If_Match=f'"{version}"')


async def add_absence(web: DeskWeb, person: str, stand_in: str | None = None, **more: str) -> Any:
    body = {"since": "2026-12-01T00:00:00Z", "until": "2026-12-03T00:00:00Z", **more}
    return await web.post("absences", {"person": person, "stand_in": stand_in, **body}, CHIEF)


async def test_the_turns_of_some_days_are_shown_with_their_shifts(web: DeskWeb) -> None:
    shown = await web.get("shifts?from=2026-12-01&to=2026-12-02")
    assert [(one["shift"], one["day"], one["begins"][:16]) for one in shown["items"]] == [
        ("day", "2026-12-01", "2026-12-01T00:00"),
        ("night", "2026-12-01", "2026-12-01T12:00"),
        ("day", "2026-12-02", "2026-12-02T00:00"),
        ("night", "2026-12-02", "2026-12-02T12:00"),
    ]
    assert shown["shifts"][1] == {
        "name": "night",
        "title": {"zh": "夜班", "en": "night shift"},
        "begins": "20:00",
        "ends": "08:00",
        "people_min": 2,
    }
    assert shown["people"] == sorted([*AGENTS, "老周"])
    assert (shown["items"][0]["version"], shown["items"][0]["is_short"]) == (0, True)


async def test_without_days_it_is_a_week_from_today_on(web: DeskWeb) -> None:
    days = [one["day"] for one in (await web.get("shifts"))["items"]]
    assert (days[0], days[-1], len(days)) == ("2026-12-01", "2026-12-07", 14)


@pytest.mark.parametrize("query", ["from=2026-12-01&to=2027-02-01", "from=2026-12-02&to=2026-12-01"])
async def test_more_than_62_days_or_none_are_refused(web: DeskWeb, query: str) -> None:
    refused = await web.ask("GET", f"shifts?{query}")
    assert (refused.status, refused.body["errors"][0]["parameter"]) == (422, "to")
    assert len((await web.get("shifts?from=2026-12-01&to=2027-01-31"))["items"]) == 124


async def test_people_are_entered_for_a_turn_and_are_on_duty_at_once(web: DeskWeb) -> None:
    entered = await put(web, ["王芳"], ["李强"])
    assert (entered.status, entered.headers["ETag"], entered.body["is_short"]) == (200, '"1"', False)
    assert entered.body["seats"] == [
        {"person": "王芳", "part": "member", "taken_by": "王芳"},
        {"person": "李强", "part": "manager", "taken_by": "李强"},
    ]
    assert web.desk.duty.on_duty(web.clock()).managers == ("李强",)
    now = await web.get("shifts/now")
    assert (now["people"], now["managers"], now["next"]["shift"]) == (["王芳"], ["李强"], "night")
    assert [turn["shift"] for turn in now["turns"]] == ["day"]
    assert now["notes"] == []


async def test_whoever_is_late_sees_what_there_is_now(web: DeskWeb) -> None:
    await put(web, ["王芳"], [])
    late = await put(web, ["赵敏"], [])
    assert (late.status, late.body["current"]["seats"][0]["person"]) == (409, "王芳")
    assert (await put(web, [], [], 1)).body["seats"] == []
    missing = await web.ask("PUT", TURN, {"people": []}, CHIEF)
    assert missing.status == 428


async def test_nobody_is_entered_twice_and_nobody_unknown(web: DeskWeb) -> None:
    twice = await put(web, ["王芳"], ["王芳"])
    assert (twice.status, twice.body["errors"][0]["parameter"]) == (422, "people")
    unknown = await put(web, ["王芳", "谁"], ["哪位"])
    assert [each["parameter"] for each in unknown.body["errors"]] == ["people.1", "managers.0"]
    assert (await put(web, ["老周"], [])).status == 200


@pytest.mark.parametrize("how", ["deactivated", "deleted"])
async def test_whoever_left_is_offered_no_more_and_nobody_puts_them_back(web: DeskWeb, how: str) -> None:
    await web.post("users", {"name": "离职", "role": "agent", "password": None}, Role.ADMIN)
    past = "shifts/2026-11-30/day"
    for turn in (past, TURN):
        assert (await put(web, ["离职", "王芳"], [], turn=turn)).status == 200
    if how == "deleted":
        assert (await web.ask("DELETE", "users/离职", None, Role.ADMIN)).status == 204
    else:
        assert (await web.ask("PATCH", "users/离职", {"active": False}, Role.ADMIN)).status == 200
    assert "离职" not in (await web.get("shifts"))["people"]
    assert (await web.get("shifts/now"))["people"] == ["王芳"]
    assert (await put(web, ["离职"], [], 1)).status == 409
    assert (await put(web, ["离职"], [], 2)).status == 422
    assert (await put(web, ["离职"], ["李强"], 1, turn=past)).status == 200, "what was may be corrected"


@pytest.mark.parametrize("turn", ["2026-12-01/evening", "2026-02-30/day", "today/day", "1999-01-01/day"])
async def test_what_is_no_turn_is_not_there(web: DeskWeb, turn: str) -> None:
    assert (await put(web, ["王芳"], [], turn=f"shifts/{turn}")).status == 404
    assert (await web.ask("GET", f"shifts/{turn}/notes")).status == 404


async def test_an_agent_reads_the_roster_and_does_not_change_it(web: DeskWeb) -> None:
    assert (await put(web, ["王芳"], [], role=Role.AGENT)).status == 403
    assert (await web.ask("GET", TURN)).status == 200
    assert (await web.ask("POST", "absences", {}, Role.AGENT)).status == 403


async def test_who_is_away_is_replaced_at_once(web: DeskWeb) -> None:
    await put(web, ["王芳", "李强"], [])
    await put(web, ["王芳"], ["陈刚"], turn="shifts/2026-12-01/night")
    absence = await add_absence(web, "王芳", "赵敏", note="年假")
    assert web.desk.duty.stands_for("王芳", web.clock()) == "赵敏"
    assert (await web.get("shifts/now"))["people"] == ["赵敏", "李强"]
    gone = await web.ask("PATCH", f"absences/{absence['id']}", {"stand_in": None}, CHIEF, If_Match='"1"')
    assert (gone.status, gone.body["stand_in"], gone.body["note"]) == (200, None, "年假")
    night = await web.get("shifts/2026-12-01/night")
    assert (night["seats"][0]["taken_by"], night["is_short"]) == (None, True)
    stale = await web.ask("PATCH", f"absences/{absence['id']}", {"note": ""}, CHIEF, If_Match='"1"')
    assert (stale.status, stale.body["current"]["version"]) == (409, 2)
    assert (await web.ask("DELETE", f"absences/{absence['id']}", None, CHIEF, If_Match='"2"')).status == 204
    assert web.desk.duty.stands_for("王芳", web.clock()) == "王芳"
    assert (await web.ask("GET", f"absences/{absence['id']}")).status == 404


async def test_people_who_would_stand_in_for_one_another_are_refused(web: DeskWeb) -> None:
    await add_absence(web, "王芳", "赵敏")
    body = {"person": "赵敏", "since": "2026-11-25T00:00:00Z", "until": "2026-12-31T00:00:00Z"}
    refused = await web.ask("POST", "absences", {**body, "stand_in": "王芳"}, CHIEF)
    assert (refused.status, refused.body["errors"][0]["parameter"]) == (422, "stand_in")
    away = await web.post("absences", body, CHIEF)
    change = {"stand_in": "王芳"}
    assert (await web.ask("PATCH", f"absences/{away['id']}", change, CHIEF, If_Match='"1"')).status == 422
    assert (await web.get(f"absences/{away['id']}"))["stand_in"] is None


async def test_absences_are_listed_from_today_on(web: DeskWeb) -> None:
    await add_absence(web, "王芳")
    await add_absence(web, "李强", since="2026-11-01T00:00:00Z", until="2026-11-30T16:00:00Z")
    assert [one["person"] for one in (await web.get("absences"))["items"]] == ["王芳"]
    assert [one["person"] for one in (await web.get("absences?from=2026-11-30"))["items"]] == ["李强", "王芳"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"stand_in": "王芳"}, "stand_in"),
        ({"stand_in": "谁"}, "stand_in"),
        ({"person": "谁"}, "person"),
        ({"until": "2026-12-01T00:00:00Z"}, "until"),
    ],
)
async def test_a_wrong_absence_is_refused_by_its_field(web: DeskWeb, said: Any, field: str) -> None:
    body = {"person": "王芳", "since": "2026-12-01T00:00:00Z", "until": "2026-12-03T00:00:00Z", **said}
    refused = await web.ask("POST", "absences", body, CHIEF)
    assert (refused.status, refused.body["errors"][0]["parameter"]) == (422, field)


async def test_absences_are_listed_page_after_page(web: DeskWeb) -> None:
    for person in AGENTS[:3]:
        await add_absence(web, person)
    first = await web.get("absences?limit=2")
    rest = await web.get(f"absences?limit=2&cursor={first['next']}")
    assert [one["person"] for one in first["items"] + rest["items"]] == list(AGENTS[:3])
    assert rest["next"] is None


async def test_nobody_is_away_twice_at_once(web: DeskWeb) -> None:
    first = await add_absence(web, "王芳", "赵敏")
    body = {"person": "王芳", "since": "2026-12-02T23:59:59Z", "until": "2026-12-05T00:00:00Z"}
    refused = await web.ask("POST", "absences", body, CHIEF)
    assert (refused.status, refused.body["errors"][0]["parameter"]) == (422, "since")
    await web.post("absences", body | {"since": "2026-12-03T00:00:00Z"}, CHIEF)
    longer = {"until": "2026-12-03T00:00:01Z"}
    at = f"absences/{first['id']}"
    assert (await web.ask("PATCH", at, longer, CHIEF, If_Match='"1"')).status == 422
    assert (await web.ask("PATCH", at, {"until": "2026-12-02T00:00:00Z"}, CHIEF, If_Match='"1"')).status == 200


async def test_changes_are_in_the_audit_log(web: DeskWeb, pool: DatabasePool) -> None:
    await put(web, ["王芳"], ["李强"])
    await add_absence(web, "王芳", "赵敏")
    async with session(pool) as connection:
        rows = await connection.fetch("select actor, action, detail from audit order by id")
    assert [(row["actor"], row["action"]) for row in rows[-2:]] == [
        ("dispatcher", "roster_changed"),
        ("dispatcher", "absence_added"),
    ]
    assert "赵敏" in rows[-1]["detail"]


async def test_a_site_without_shifts_has_none_to_show(web_without_shifts: DeskWeb) -> None:
    web = web_without_shifts
    assert await web.get("shifts") == {"items": [], "shifts": [], "people": []}
    now = await web.get("shifts/now")
    assert (now["turns"], now["people"], now["next"], now["notes"]) == ([], [], None, [])
    await add_absence(web, "王芳", "赵敏")
    assert web.desk.duty.stands_for("王芳", web.clock()) == "王芳"
