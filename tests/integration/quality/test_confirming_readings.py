"""A reading that an agent tells counts once a manager has confirmed it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from metrics.objectives.book import ObjectiveBook
from tests.integration.web_desk.conftest import DeskWeb
from thirdring.commands.readings import WHO
from ticketing.readings.reading import Figures, Key
from ticketing.readings.sheet import Row
from ticketing.readings.store import Imported, ReadingStore

DAY = date(2026, 11, 5)
FEES = {"objective": 3, "day": DAY.isoformat(), "series": "property", "met": 9, "total": 10}
LINE = "objectives/3?date=2026-11-25"


def match(version: int) -> dict[str, str]:
    return {"If_Match": f'"{version}"'}


async def act(site: DeskWeb, reading: dict[str, Any], action: str, why: str = "") -> Any:
    body = {"action": action, "why": why}
    path = f"readings/{reading['id']}/actions"
    return await site.post(path, body, Role.MANAGER, **match(reading["version"]))


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
async def test_what_others_tell_waits_and_counts_once_a_manager_confirms_it(site: DeskWeb, role: Role) -> None:
    told = await site.post("readings", FEES, role)
    assert (told["state"], told["possible"], told["told_by"]) == ("told", ["confirm", "reject"], role)
    assert (await site.get(LINE))["status"] == "no_data"
    (waiting,) = (await site.get("readings?state=told"))["items"]
    assert waiting["id"] == told["id"]
    confirmed = await act(site, told, "confirm")
    assert (confirmed["state"], confirmed["who"], confirmed["told_by"]) == ("confirmed", "manager", role)
    assert [(one["state"], one["who"]) for one in confirmed["history"]] == [("told", role), ("confirmed", "manager")]
    assert (await site.get(LINE))["met"] == 9
    assert (await site.get("readings?state=told"))["items"] == []


async def test_only_a_manager_confirms_and_the_audit_log_says_so(site: DeskWeb, pool: DatabasePool) -> None:
    told = await site.post("readings", FEES)
    path, confirm = f"readings/{told['id']}/actions", {"action": "confirm"}
    assert (await site.ask("POST", path, confirm, Role.DISPATCHER, **match(1))).status == 403
    assert (await site.ask("POST", path, confirm, Role.MANAGER)).status == 428
    await act(site, told, "confirm")
    stale = await site.ask("POST", path, confirm, Role.MANAGER, **match(1))
    assert (stale.status, stale.body["current"]["state"]) == (409, "confirmed")
    again = await site.ask("POST", path, confirm, Role.MANAGER, **match(2))
    assert (again.status, again.body["possible"]) == (422, [])
    async with session(pool) as connection:
        assert await connection.fetchval("select actor from audit where action = 'confirm reading'") == "manager"


async def test_what_is_rejected_never_counts_and_may_be_told_again(site: DeskWeb) -> None:
    told = await site.post("readings", FEES)
    lacking = await site.ask("POST", f"readings/{told['id']}/actions", {"action": "reject"}, Role.MANAGER, **match(1))
    assert (lacking.status, lacking.body["errors"][0]["parameter"]) == (422, "why")
    rejected = await act(site, told, "reject", "no ledger")
    assert (rejected["state"], rejected["why"], rejected["possible"]) == ("rejected", "no ledger", [])
    assert (await site.get(LINE))["status"] == "no_data"
    again = await site.post("readings", {**FEES, "met": 8})
    assert (again["id"], again["version"], again["state"], again["met"]) == (told["id"], 3, "told", 8)


async def test_a_manager_who_corrects_what_waits_has_seen_it(site: DeskWeb) -> None:
    told = await site.post("readings", FEES)
    right = {"met": 8, "total": 10, "why": "counted twice"}
    corrected = await site.post(f"readings/{told['id']}/corrections", right, Role.MANAGER, **match(1))
    assert (corrected["state"], corrected["told_by"]) == ("confirmed", "manager")
    assert (await site.get(LINE))["met"] == 8


async def test_an_import_confirms_what_waits(site: DeskWeb, pool: DatabasePool) -> None:
    told = await site.post("readings", FEES)
    rows = [Row(2, Key(3, DAY, "property"), Figures(Decimal(9), Decimal(10)))]
    store = ReadingStore(pool)
    assert await store.put(rows, WHO, site.clock(), "sheet.csv") == Imported(0, 0, 1, 0)
    assert await store.put(rows, WHO, site.clock(), "sheet.csv") == Imported(0, 0, 0, 1)
    confirmed = await site.get(f"readings/{told['id']}")
    assert (confirmed["state"], confirmed["who"], confirmed["told_by"]) == ("confirmed", WHO, "agent")


async def test_the_sheet_says_how_many_readings_wait(site: DeskWeb, pool: DatabasePool, book: ObjectiveBook) -> None:
    await site.post("readings", FEES, Role.MANAGER)
    await site.post("readings", {**FEES, "series": "parking"})
    async with session(pool) as connection:
        found = await book.honesty(connection, DAY, site.clock())
    assert (found.readings, found.readings_unproven, found.readings_waiting) == (1, 1, 1)
