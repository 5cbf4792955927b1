"""A service that stands by tells who calls, and opens no ticket: the one in charge does."""

from pathlib import Path

from kit.database.pool import DatabasePool, session
from tests.integration.agi.site import LINKEDID, NOW
from ticketing.agi.by_key import ByKey
from ticketing.agi.desk import AgiDesk, Caller
from ticketing.agi.housekeepers import Housekeepers
from ticketing.agi.introduction import Introduction, NameForm, shown_name
from ticketing.agi.spool import Spool
from ticketing.workflows.service_desk import ServiceDesk


async def test_the_ticket_is_told_once_the_one_in_charge_has_opened_it(
    desk: ServiceDesk, pool: DatabasePool, tmp_path: Path
) -> None:
    by_key, caller = ByKey(desk, pool, Spool(tmp_path)), Caller("main", LINKEDID, "13800000001", NOW)
    standing = AgiDesk(desk, pool, by_key, Housekeepers({}, 5, desk.duty), lambda: True)
    known = await standing.introduce(caller)
    assert known.ticket == ""
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from tickets") == 0
    opened = await AgiDesk(desk, pool, by_key, Housekeepers({}, 5, desk.duty)).introduce(caller)
    assert (await standing.introduce(caller)).ticket == opened.ticket != ""


def test_a_name_without_a_ticket_has_no_mark_of_one() -> None:
    assert shown_name(Introduction(""), NameForm("caller #{ticket}")) == "caller"
