import asyncio

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.quality.kept import Kept, match, of
from tests.integration.quality.test_inspections_over_http import form


async def test_a_patrol_is_done_by_an_agent_and_the_sheet_shows_it_with_its_proof(kept: Kept) -> None:
    site = kept.site
    first, second = await of(site, "patrol")
    assert (first["state"], first["title"]["zh"], first["possible"]) == ("open", "公共区域巡查", ["done", "call_off"])
    told = {"findings": "3 号楼大堂灯不亮", "evidence": "photos/1125-1.jpg"}
    done = await site.post(f"duties/{first['id']}/done", told)
    assert (done["state"], done["done_by"], done["findings"]) == ("done", "agent", told["findings"])
    assert [row["what"] for row in done["history"]] == ["done"]
    line = await site.get("objectives/16")
    assert (line["met"], line["eligible"], line["status"]) == (1, 2, "at_risk")
    rows = (await site.get("objectives/16/evidence"))["items"]
    assert [row["outcome"] for row in rows] == ["met", "open"]
    assert (await site.get(rows[1]["link"].removeprefix("/api/v1/")))["id"] == second["id"]


async def test_what_nobody_did_is_missed_once_by_history_and_news_and_late_when_it_is_done(kept: Kept) -> None:
    site = kept.site
    await site.post(f"duties/{(await of(site, 'patrol'))[0]['id']}/done", {})
    soon = await kept.at("2026-11-25 23:30")
    assert sorted(soon) == [("daily_inspection", "due_soon"), ("patrol", "due_soon")]
    missed = await kept.at("2026-11-26 00:00")
    assert sorted(missed) == [("daily_inspection", "missed"), ("patrol", "missed")]
    assert await kept.at("2026-11-26 08:00") == []
    (duty,) = await of(site, "patrol", "&date=2026-11-25&state=missed")
    assert (await site.get("objectives/16?date=2026-11-25"))["status"] == "missed"
    late = await site.post(f"duties/{duty['id']}/done", {})
    assert (late["state"], [row["what"] for row in late["history"]]) == ("late", ["missed", "done"])
    assert (await site.get("objectives/16?date=2026-11-25"))["met"] == 1
    rows = (await site.get("objectives/16/evidence?date=2026-11-25&outcome=missed"))["items"]
    assert [row["why"] for row in rows] == ["done_late"]


async def test_what_was_done_is_signed_by_a_manager_alone_and_once(kept: Kept, pool: DatabasePool) -> None:
    site = kept.site
    async with session(pool) as connection:
        await connection.execute("update duties set sign_off = true, owner = 'dispatcher' where kind = 'training'")
    (duty,) = await of(site, "training")
    path = f"duties/{duty['id']}"
    assert (await site.ask("POST", f"{path}/done", {}, Role.AGENT)).status == 403
    done = await site.post(f"{path}/done", {"findings": "消防器材使用", "attendees": "李、王"}, Role.DISPATCHER)
    assert [one["id"] for one in await of(site, "training", "&unsigned=true")] == [duty["id"]]
    sign = {"action": "sign"}
    assert (await site.ask("POST", f"{path}/actions", sign, Role.DISPATCHER, "", **match(done))).status == 403
    stale = await site.ask("POST", f"{path}/actions", sign, Role.MANAGER, "", **match(duty))
    assert (stale.status, stale.body["current"]["version"]) == (409, 2)
    signed = await site.post(f"{path}/actions", sign, Role.MANAGER, **match(done))
    assert (signed["signed_by"], signed["possible"]) == ("manager", [])
    again = await site.ask("POST", f"{path}/actions", sign, Role.MANAGER, "", **match(signed))
    assert (again.status, again.body["possible"]) == (422, [])
    async with session(pool) as connection:
        assert await connection.fetchval("select actor from audit where action = 'sign duty'") == "manager"


async def test_a_duty_that_is_called_off_counts_for_nobody(kept: Kept) -> None:
    site = kept.site
    (meeting,) = await of(site, "meeting")
    why = {"action": "call_off", "why": "全员培训"}
    await site.post(f"duties/{meeting['id']}/actions", why, Role.MANAGER, **match(meeting))
    assert (await site.get("objectives/21"))["status"] == "no_data"


async def test_two_who_do_it_at_once_did_it_once(kept: Kept) -> None:
    path = f"duties/{(await of(kept.site, 'meeting'))[0]['id']}/done"
    told = {"findings": "本周工作", "attendees": "全体"}
    answers = await asyncio.gather(*(kept.site.ask("POST", path, told) for _ in range(5)))
    assert [answer.status for answer in answers].count(200) == 1
    assert {answer.status for answer in answers} <= {200, 409, 422}


async def test_what_was_due_by_a_guess_is_called_off_when_the_calendar_knows_better(
    kept: Kept, pool: DatabasePool
) -> None:
    async with session(pool) as connection:
        await connection.execute("update duties set provisional = true where kind = 'patrol'")
        await connection.execute(
            "insert into duties (kind, first_day, number, since, until, provisional) values"
            " ('patrol', '2026-11-22', 1, '2026-11-22 00:00+08', '2026-11-23 00:00+08', true)"
        )
        await connection.execute("update desk set born_at = '2026-11-20 00:00+08'")
    await kept.at("2026-11-25 11:00")
    (guess,) = await of(kept.site, "patrol", "&date=2026-11-22")
    assert (guess["state"], guess["called_off_by"]) == ("called_off", "calendar")
    assert [(one["state"], one["provisional"]) for one in await of(kept.site, "patrol")] == [("open", False)] * 2


async def test_a_page_ends_where_the_next_begins(kept: Kept) -> None:
    page = await kept.site.get("duties?limit=4")
    rest = await kept.site.get(f"duties?limit=4&cursor={page['next']}")
    names = [one["name"] for one in page["items"] + rest["items"]]
    assert sorted(names) == sorted(["training", "patrol", "patrol", "meeting", "daily_inspection", "weekly_inspection"])
    assert rest["next"] is None


async def test_two_patrols_at_once_are_one_and_an_hour_later_there_are_two(kept: Kept) -> None:
    first, second = (f"duties/{one['id']}/done" for one in await of(kept.site, "patrol"))
    answers = await asyncio.gather(*(kept.site.ask("POST", path, {}) for path in (first, second)))
    assert sorted(answer.status for answer in answers) == [200, 422]
    await kept.at("2026-11-25 11:00")
    left = first if answers[0].status == 422 else second
    assert (await kept.site.ask("POST", left, {})).status == 200


async def test_the_same_form_of_a_day_and_department_is_filled_in_once(kept: Kept) -> None:
    told = form(lobbies="minor")
    answers = await asyncio.gather(*(kept.site.ask("POST", "inspections", told, Role.DISPATCHER) for _ in range(3)))
    assert sorted(answer.status for answer in answers) == [201, 422, 422]
    other = await kept.site.ask("POST", "inspections", told | {"department": "工程部"}, Role.DISPATCHER)
    assert other.status == 201
