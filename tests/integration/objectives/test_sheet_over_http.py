"""The quality sheet over HTTP: 21 lines, each with where its proof is."""

import asyncio
from datetime import date
from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import DAY_US
from kit.roles import Role
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.store import PostgresObjectives
from metrics.prometheus.sheet_keeper import SheetKeeper
from tests.integration.web.site_in_memory import T0, SheetInMemory, Web, answered_call, web_of
from tests.integration.web.test_calls_in_postgres import CALLS, store

BOOK = SheetInMemory().book
DAY = "2025-11-25"


async def read(web: Web, path: str, role: Role = Role.MANAGER) -> Any:
    async with web.get(path, role) as response:
        assert response.status == 200, await response.text()
        return await response.json()


async def test_the_sheet_has_21_lines_in_both_languages_and_nothing_is_not_all_of_it() -> None:
    async with web_of() as web:
        sheet = await read(web, f"/api/v1/objectives?date={DAY}", Role.AGENT)
    assert (sheet["date"], sheet["next"], len(sheet["items"])) == (DAY, None, 21)
    line = sheet["items"][15]
    assert (line["id"], line["title"]) == (16, {"zh": "公共区域巡视、巡查", "en": "patrols"})
    assert (line["ratio"], line["status"], line["needs"], line["closed_at"]) == (None, "no_data", None, None)
    assert (line["from"], line["to"], line["target_text"]["zh"]) == (DAY, DAY, "每工作日 2 次")


async def test_from_a_figure_one_clicks_to_the_calls_that_prove_it(pool: DatabasePool) -> None:
    calls = await store(pool, CALLS)
    async with web_of(calls, objectives=PostgresObjectives(pool, BOOK)) as web:
        line = (await read(web, f"/api/v1/objectives?date={DAY}"))["items"][9]
        assert (line["met"], line["eligible"], line["status"]) == (1, 3, "missed")
        page = await read(web, line["evidence"] + "&limit=2")
        rest = await read(web, f"{line['evidence']}&limit=2&cursor={page['next']}")
        rows = page["items"] + rest["items"]
        assert (sum(row["met"] for row in rows), sum(row["eligible"] for row in rows)) == (1, 3)
        assert rest["next"] is None
        for row in rows:
            call = await read(web, row["link"])
            assert call["within_target"] == (row["outcome"] == "met")


async def test_a_closed_period_shows_what_it_was_and_beside_it_what_it_would_be(pool: DatabasePool) -> None:
    calls = await store(pool, [answered_call("1.2", 4_000_000)])
    keeper = SheetKeeper(pool, BOOK, lambda: True, lambda: T0 + DAY_US)
    await keeper.refresh()
    shown = next(line for line in keeper.lines() if line.objective.id == 10)
    assert shown.closed is not None
    assert (shown.closed.standing.status, shown.closed.closed_at_us) == ("met", T0 + DAY_US)
    await store(pool, [answered_call("1.1", 15_300_000)])
    async with web_of(calls, objectives=PostgresObjectives(pool, BOOK)) as web:
        one = await read(web, f"/api/v1/objectives/10?date={DAY}")
        assert (one["status"], one["met"], one["eligible"], one["rule_version"]) == ("met", 1, 1, 2)
        assert one["closed_at"] == "2025-11-26T02:00:00.000000Z"
        assert (one["recomputed"]["status"], one["recomputed"]["eligible"]) == ("missed", 2)
        later = await read(web, "/api/v1/objectives/10?date=2025-11-27")
        assert [(past["from"], past["status"]) for past in later["history"]] == [(DAY, "met")]
        assert later["recomputed"] is None


async def test_no_period_is_closed_while_the_store_is_behind(pool: DatabasePool) -> None:
    await store(pool, [answered_call("1.2", 4_000_000)])
    keeper = SheetKeeper(pool, BOOK, lambda: False, lambda: T0 + DAY_US)
    await keeper.refresh()
    assert len(keeper.shown) == 21
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from objective_periods") == 0


async def test_the_keeper_outlives_a_database_that_is_away(database_url: str, pool: DatabasePool) -> None:
    keeper = SheetKeeper(pool, BOOK, lambda: True, lambda: T0)
    await pool.close()
    task = asyncio.create_task(keeper.run())
    await asyncio.sleep(0.05)
    assert not task.done()
    task.cancel()


@pytest.mark.parametrize("number", ["0", "22", "ten", "9999", "-1"])
async def test_an_objective_that_is_on_no_sheet_is_not_found(number: str) -> None:
    async with web_of() as web:
        for path in (f"/api/v1/objectives/{number}", f"/api/v1/objectives/{number}/evidence"):
            async with web.get(path) as response:
                assert response.status == 404


@pytest.mark.parametrize("wrong", ["date=yesterday", "date=2026-02-30", "date=1999-12-31", "day=2026-01-01"])
async def test_a_wrong_day_is_refused_with_what_would_be_right(wrong: str) -> None:
    async with web_of() as web, web.get(f"/api/v1/objectives?{wrong}") as response:
        assert response.status == 422
        assert (await response.json())["errors"][0]["parameter"] in ("date", "day")


async def test_a_cursor_of_something_else_is_refused(pool: DatabasePool) -> None:
    async with web_of(objectives=PostgresObjectives(pool, BOOK)) as web:
        for other in ("x", "WzEsImR1dHkiLCJ4Il0"):
            async with web.get(f"/api/v1/objectives/16/evidence?cursor={other}") as response:
                assert response.status == 422
        for number in range(1, 22):
            assert (await read(web, f"/api/v1/objectives/{number}/evidence?cursor=WyJldmlkZW5jZSIsMSwieCJd"))[
                "items"
            ] == []


async def test_the_metrics_role_sees_no_sheet() -> None:
    async with web_of() as web, web.get("/api/v1/objectives", Role.METRICS) as response:
        assert response.status == 403


def test_the_book_knows_the_day_of_the_site(book: ObjectiveBook) -> None:
    assert book.today(T0) == date(2025, 11, 25)
