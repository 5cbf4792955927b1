from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from metrics.objectives.book import ObjectiveBook
from metrics.prometheus.sheet_keeper import SheetKeeper
from tests.integration.web_desk.conftest import DeskWeb
from tests.unit.ticketing.moments import at

FEES = {"objective": 3, "day": "2026-11-05", "series": "物业费", "met": 71500.5, "total": "80000.00", "unit": "元"}


def match(version: int) -> dict[str, str]:
    return {"If_Match": f'"{version}"'}


async def test_a_manager_tells_a_reading_and_the_sheet_shows_it_with_its_proof(site: DeskWeb) -> None:
    told = await site.post("readings", {**FEES, "evidence": "表 11"}, Role.MANAGER)
    assert (told["met"], told["total"], told["version"], told["who"]) == (71500.5, 80000, 1, "manager")
    line = await site.get("objectives/3?date=2026-11-25")
    assert (line["met"], line["eligible"], line["status"]) == (71500.5, 80000, "at_risk")
    (row,) = (await site.get("objectives/3/evidence?date=2026-11-25"))["items"]
    assert (row["kind"], row["outcome"]) == ("reading", "open")
    assert await site.get(row["link"].removeprefix("/api/v1/")) == await site.get(f"readings/{told['id']}")


async def test_the_same_words_twice_are_one_reading_and_other_words_are_refused(site: DeskWeb) -> None:
    first, again = await site.post("readings", FEES, Role.MANAGER), await site.post("readings", FEES, Role.MANAGER)
    assert first == again
    answer = await site.ask("POST", "readings", {**FEES, "met": 1})
    assert (answer.status, answer.body["current"]["id"], answer.headers["ETag"]) == (409, first["id"], '"1"')


async def test_a_correction_stands_beside_what_was_told_and_counts(site: DeskWeb, pool: DatabasePool) -> None:
    told = await site.post("readings", FEES, Role.MANAGER)
    path, right = f"readings/{told['id']}/corrections", {"met": 72000, "total": 80000, "why": "漏记一笔"}
    assert (await site.ask("POST", path, right, Role.AGENT, **match(1))).status == 403
    corrected = await site.post(path, right, Role.MANAGER, **match(1))
    assert (corrected["version"], corrected["met"], corrected["why"]) == (2, 72000, "漏记一笔")
    assert [one["met"] for one in corrected["history"]] == [71500.5, 72000]
    stale = await site.ask("POST", path, right, Role.MANAGER, **match(1))
    assert (stale.status, stale.body["current"]["version"]) == (409, 2)
    assert (await site.ask("POST", path, right, Role.MANAGER)).status == 428
    line = await site.get("objectives/3?date=2026-11-25")
    assert (line["met"], line["status"]) == (72000, "met")
    (row,) = (await site.get("objectives/3/evidence?date=2026-11-25"))["items"]
    assert row["link"].endswith(f"{told['id']}")
    async with session(pool) as connection:
        assert await connection.fetchval("select actor from audit where action = 'correct reading'") == "manager"


async def test_a_reading_corrected_to_nothing_of_nothing_no_longer_counts(site: DeskWeb) -> None:
    told = await site.post("readings", FEES, Role.MANAGER)
    nothing = {"met": 0, "total": 0, "why": "录错项目"}
    await site.post(f"readings/{told['id']}/corrections", nothing, Role.MANAGER, **match(1))
    assert (await site.get("objectives/3?date=2026-11-25"))["status"] == "no_data"


async def test_a_correction_after_a_period_is_closed_stands_beside_what_it_was(
    site: DeskWeb, pool: DatabasePool, book: ObjectiveBook
) -> None:
    told = await site.post("readings", FEES, Role.MANAGER)
    site.clock.at_us = at("2026-12-08 01:00")
    await SheetKeeper(pool, book, lambda: True, site.clock).refresh()
    right = {"met": 80000, "total": 80000, "why": "补缴"}
    await site.post(f"readings/{told['id']}/corrections", right, Role.MANAGER, **match(1))
    line = await site.get("objectives/3?date=2026-11-25")
    assert (line["status"], line["met"], line["recomputed"]["status"]) == ("missed", 71500.5, "met")


async def test_a_page_ends_where_the_next_begins(site: DeskWeb) -> None:
    for day in ("2026-11-03", "2026-11-04", "2026-11-05"):
        for series in ("attendance", "appearance"):
            await site.post("readings", {"objective": 1, "day": day, "series": series, "met": 9, "total": 9})
    path = "readings?objective=1&from=2026-11-04&limit=3"
    page = await site.get(path)
    rest = await site.get(f"{path}&cursor={page['next']}")
    assert [(one["day"][-1], one["series"]) for one in page["items"] + rest["items"]] == [
        *(("5", "appearance"), ("5", "attendance"), ("4", "appearance"), ("4", "attendance"))
    ]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"objective": 4}, "objective"),
        ({"day": "2026-11-26"}, "day"),
        ({"met": 80001}, "met"),
        ({"met": -1}, "met"),
        ({"total": "NaN"}, "total"),
        ({"total": 1.00001}, "total"),
        ({"series": "a\nb"}, "series"),
    ],
)
async def test_what_cannot_be_read_is_refused_by_its_field(
    site: DeskWeb, change: dict[str, Any], parameter: str
) -> None:
    answer = await site.ask("POST", "readings", FEES | change)
    assert answer.status == 422
    assert answer.body["errors"][0]["parameter"] == parameter


async def test_what_is_not_there_and_what_is_no_cursor_is_said(site: DeskWeb) -> None:
    assert (await site.ask("GET", "readings/1")).status == 404
    for cursor in ("x", "WzEsInRpY2tldHMiLCJ4Il0", "WzAsInJlYWRpbmdzIiwiMSJd", "Wzk5OTk5OTk5OSwicmVhZGluZ3MiLCIxIl0"):
        assert (await site.ask("GET", f"readings?cursor={cursor}")).status == 422
