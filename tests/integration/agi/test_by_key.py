"""What a caller said by key is carried out once, whatever happens to PostgreSQL, the disk or this process."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from kit.database.pool import DatabasePool, open_pool, session
from kit.instants import MINUTE_US
from tests.integration.agi.site import LINKEDID, Hotline
from tests.unit.ticketing.calls import facts, inbound
from tests.unit.ticketing.moments import at
from thirdring.settings import Settings
from ticketing.agi import by_key as by_key_module
from ticketing.agi.by_key import ByKey, Said, Taken
from ticketing.agi.spool import Spool
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.states import State
from ticketing.notices import Arrived, notice
from ticketing.tickets.ticket import Asked
from ticketing.workflows.service_desk import ServiceDesk

Makes = Callable[..., Hotline]
NOON = at("2026-11-25 12:00")
MOBILE, NUMBER = "13800000001", "+8613800000001"
WISH = Said("main", LINKEDID, NUMBER, NOON + 1)
RATING = Said("main", LINKEDID, MOBILE, NOON + 2, 4)
NOWHERE = "postgresql://nobody@/none?host=/nowhere"

KILLED = """
import asyncio, json, os, signal, sys
from pathlib import Path
from kit.database.pool import open_pool
from ticketing.agi.by_key import ByKey, Said
from ticketing.workflows.service_desk import ServiceDesk
from thirdring.settings.site_rules import site_rules
from ticketing.agi.spool import Spool
from thirdring.settings import Settings

class Killed(Spool):
    def remove(self, name):
        os.kill(os.getpid(), signal.SIGKILL)

async def main(url, folder, said):
    pool = await open_pool(url)
    desk = ServiceDesk(pool, site_rules(Settings()))
    await ByKey(desk, pool, Killed(Path(folder))).take(Said(**json.loads(said)))
    os.kill(os.getpid(), signal.SIGKILL)  # where it was only kept

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "said")


@pytest.fixture
def by_key(desk: ServiceDesk, pool: DatabasePool, spool: Spool) -> ByKey:
    return ByKey(desk, pool, spool)


@pytest.fixture
async def away(desk: ServiceDesk, spool: Spool) -> AsyncIterator[ByKey]:
    """While PostgreSQL is away; on the same disk."""
    nowhere = await open_pool(NOWHERE)
    yield ByKey(ServiceDesk(nowhere, desk.rules), nowhere, spool)
    await nowhere.close()


@pytest.fixture
async def ticket(desk: ServiceDesk) -> str:
    """Of the call."""
    return (await desk.notices.arrived(Arrived("main", LINKEDID, NOON, NUMBER)))[0]


async def callbacks(desk: ServiceDesk, pool: DatabasePool) -> list[Callback]:
    async with session(pool) as connection:
        rows = await connection.fetch("select id from callbacks order by id")
    return [await desk.callbacks.get(row["id"]) for row in rows]


async def tell(
    desk: ServiceDesk, linkedid: str = LINKEDID, at_us: int = NOON, talk_seconds: float | None = None
) -> None:
    """A call to the hotline, from its arrival to its end."""
    for fact in facts(inbound(linkedid, at_us, MOBILE, talk_seconds)):
        news = notice(fact, desk.rules.numbering)
        assert news is not None
        await desk.notices.carry_out(news)


# ---- A caller who presses the key and leaves


async def test_who_presses_the_key_and_leaves_the_queue_has_one_callback(
    hotline: Makes, desk: ServiceDesk, pool: DatabasePool
) -> None:
    heard = await hotline().call("callback?pbx=main")
    await tell(desk)
    (only,) = await callbacks(desk, pool)
    assert heard.variables == {"TR_RESULT": "callback"}
    assert (only.reason, only.state, only.missed_count) == (Reason.REQUESTED, State.PENDING, 1)


async def test_where_the_end_of_the_call_is_told_first_it_is_the_same_one(
    desk: ServiceDesk, pool: DatabasePool, by_key: ByKey
) -> None:
    await tell(desk)
    (missed,) = await callbacks(desk, pool)
    await by_key.take(WISH)
    (only,) = await callbacks(desk, pool)
    assert (missed.reason, only.reason, only.id) == (Reason.MISSED_CALL, Reason.REQUESTED, missed.id)


async def test_of_many_calls_asked_and_missed_at_once_each_has_one_callback(
    desk: ServiceDesk, pool: DatabasePool, by_key: ByKey
) -> None:
    async def ask(number: int) -> None:
        await by_key.take(Said("main", f"8.{number}", f"+86139000000{number:02}", NOON + 1))

    async def leave(number: int) -> None:
        for fact in facts(inbound(f"8.{number}", NOON, f"139000000{number:02}", None)):
            news = notice(fact, desk.rules.numbering)
            assert news is not None
            await desk.notices.carry_out(news)

    await asyncio.gather(*(work(number) for number in range(30) for work in (ask, leave)))
    await by_key.look_through()  # a caller waits for a second alone: on a slow machine some are kept for later
    assert [each.reason for each in await callbacks(desk, pool)] == [Reason.REQUESTED] * 30


async def test_a_call_missed_before_and_another_one_asked_for_are_two(
    desk: ServiceDesk, pool: DatabasePool, by_key: ByKey
) -> None:
    await tell(desk, "1.1", NOON - MINUTE_US)
    await by_key.take(WISH)
    await tell(desk)
    earlier, asked = await callbacks(desk, pool)
    assert (earlier.reason, earlier.missed_count) == (Reason.MISSED_CALL, 2)
    assert (asked.reason, asked.missed_count) == (Reason.REQUESTED, 0)


async def test_who_was_called_back_before_leaving_the_queue_is_not_called_again(
    desk: ServiceDesk, pool: DatabasePool, by_key: ByKey
) -> None:
    await by_key.take(WISH)
    await tell(desk, "1.2", NOON + MINUTE_US, talk_seconds=30)  # from a second phone line, say
    await tell(desk)
    assert [each.state for each in await callbacks(desk, pool)] == [State.REACHED]


# ---- Carried out once


@pytest.mark.parametrize("reached", [False, True])
async def test_a_wish_that_is_told_again_is_not_born_again(
    desk: ServiceDesk, pool: DatabasePool, by_key: ByKey, reached: bool
) -> None:
    await by_key.take(WISH)
    if reached:
        await tell(desk, "1.2", NOON + MINUTE_US, talk_seconds=30)
    before = await callbacks(desk, pool)
    assert await by_key.carry_out(WISH)
    assert await callbacks(desk, pool) == before


async def test_who_was_spoken_to_after_the_wish_is_not_called_when_it_is_told_late(
    desk: ServiceDesk, pool: DatabasePool, by_key: ByKey
) -> None:
    await tell(desk)
    await tell(desk, "1.2", NOON + MINUTE_US, talk_seconds=30)
    await by_key.carry_out(WISH)
    assert [each.state for each in await callbacks(desk, pool)] == [State.REACHED]


async def test_a_rating_told_again_does_not_replace_what_was_decided_since(
    desk: ServiceDesk, by_key: ByKey, ticket: str
) -> None:
    await by_key.take(RATING)
    await by_key.take(RATING._replace(at_us=NOON + 3, rating=2))
    assert await by_key.carry_out(RATING)
    assert (await desk.tickets.get(ticket)).rating == 2


async def test_a_rating_and_an_agent_who_writes_at_the_same_moment_are_both_there(
    desk: ServiceDesk, by_key: ByKey, ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = desk.tickets.history

    async def overtaken(number: str) -> Any:
        monkeypatch.setattr(desk.tickets, "history", real)
        history = await real(number)
        await desk.tickets.amend(number, Asked("li", NOON + 3, history[-1].version), {"title": "lift"})
        return history

    monkeypatch.setattr(desk.tickets, "history", overtaken)
    assert await by_key.take(RATING) is Taken.DONE
    found = await desk.tickets.get(ticket)
    assert (found.rating, found.title) == (4, "lift")


# ---- While PostgreSQL, the disk or the ticket is away


async def test_what_is_said_while_postgresql_is_away_is_carried_out_when_it_is_back(
    desk: ServiceDesk, pool: DatabasePool, spool: Spool, away: ByKey, by_key: ByKey
) -> None:
    assert [await away.take(said) for said in (WISH, RATING)] == [Taken.KEPT, Taken.KEPT]
    assert len(spool.names()) == 2
    running = asyncio.create_task(by_key.run())
    async with asyncio.timeout(60):
        while spool.names():
            await asyncio.sleep(0.01)
    running.cancel()
    (wish,) = await callbacks(desk, pool)
    assert (wish.reason, wish.phone) == (Reason.REQUESTED, NUMBER)
    assert (await desk.tickets.get(wish.ticket or "")).rating == 4


@pytest.mark.alone
async def test_the_caller_hears_thanks_while_postgresql_is_away_and_soon(desk: ServiceDesk, tmp_path: Path) -> None:
    nowhere = await open_pool(NOWHERE)
    settings = Settings(agi={"listen": "127.0.0.1:0"}, pbx=[{"name": "main", "secret": "none"}])
    site = Hotline(settings, ServiceDesk(nowhere, desk.rules), nowhere, tmp_path)
    heard = await site.call("rate", answers={"WAIT": "200 result=53"})
    assert heard.variables == {"TR_RESULT": "rated"}
    assert heard.seconds < 1.5
    assert (await site.call("callback")).variables == {"TR_RESULT": "callback"}
    assert len(site.spool.names()) == 2
    await site.stop()
    await nowhere.close()


async def test_what_was_left_is_tried_again_until_postgresql_is_back(
    spool: Spool, away: ByKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_key_module, "RETRY_SECONDS", 0.01)
    tries = asyncio.Semaphore(0)

    async def refused(said: Said) -> bool:
        tries.release()
        raise ConnectionRefusedError

    monkeypatch.setattr(away, "carry_out", refused)
    spool.put(1, "{" + '"pbx": "main", "linkedid": "1", "number": "", "at_us": 1, "rating": 3' + "}")
    running = asyncio.create_task(away.run())
    async with asyncio.timeout(60):
        for _ in range(3):
            await tries.acquire()
    running.cancel()
    assert len(spool.names()) == 1


async def test_a_rating_waits_for_the_ticket_of_its_call(desk: ServiceDesk, spool: Spool, by_key: ByKey) -> None:
    assert await by_key.take(RATING) is Taken.NO_TICKET
    assert await by_key.look_through() == 1
    number, _ = await desk.notices.arrived(Arrived("main", LINKEDID, NOON, NUMBER))
    assert await by_key.look_through() == 0
    assert ((await desk.tickets.get(number)).rating, spool.names()) == (4, [])


async def test_the_time_that_postgresql_was_away_does_not_count_for_giving_up(
    desk: ServiceDesk, spool: Spool, by_key: ByKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(said: Said) -> bool:
        raise ConnectionRefusedError

    monkeypatch.setattr(by_key_module, "ROUNDS_MAX", 3)
    assert await by_key.take(RATING) is Taken.NO_TICKET
    with monkeypatch.context() as away:
        away.setattr(by_key, "carry_out", refused)
        for _ in range(5):
            with pytest.raises(ConnectionRefusedError):
                await by_key.look_through()
    assert await by_key.look_through() == 1
    assert len(spool.names()) == 1


async def test_what_can_never_be_carried_out_is_given_up_and_holds_up_nothing(
    desk: ServiceDesk, spool: Spool, by_key: ByKey, ticket: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_key_module, "ROUNDS_MAX", 2)
    spool.put(1, "no such words")
    spool.put(2, '{"pbx": "main", "linkedid": "none", "number": "", "at_us": 1, "rating": 3}')
    spool.put(3, f'{{"pbx": "main", "linkedid": "{LINKEDID}", "number": "", "at_us": 1, "rating": 3}}')
    assert [await by_key.look_through() for _ in range(2)] == [2, 0]
    assert ((await desk.tickets.get(ticket)).rating, spool.names()) == (3, [])


async def test_with_a_full_disk_a_rating_is_carried_out_all_the_same(
    desk: ServiceDesk, pool: DatabasePool, tmp_path: Path, ticket: str
) -> None:
    (tmp_path / "full").write_text("no folder can be made here")
    assert await ByKey(desk, pool, Spool(tmp_path / "full")).take(RATING) is Taken.DONE
    assert (await desk.tickets.get(ticket)).rating == 4


async def test_with_neither_disk_nor_postgresql_the_script_fails_and_the_call_goes_on(
    desk: ServiceDesk, tmp_path: Path
) -> None:
    (tmp_path / "full").write_text("no folder can be made here")
    nowhere = await open_pool(NOWHERE)
    settings = Settings(agi={"listen": "127.0.0.1:0"}, pbx=[{"name": "main", "secret": "none"}])
    site = Hotline(settings, ServiceDesk(nowhere, desk.rules), nowhere, tmp_path / "full")
    assert (await site.call("callback")).variables == {}
    assert await site.ended("callback", "failed")
    await site.stop()
    await nowhere.close()


# ---- kill -9


@pytest.mark.parametrize("reachable", [True, False], ids=["carried out", "only kept"])
@pytest.mark.parametrize("said", [WISH, RATING], ids=["wish", "rating"])
async def test_a_process_killed_before_it_was_done_leaves_it_to_the_next_one(
    desk: ServiceDesk, pool: DatabasePool, database_url: str, spool: Spool, by_key: ByKey, ticket: str, said: Said,
    reachable: bool, tmp_path: Path,
) -> None:  # fmt: skip
    url = database_url if reachable else NOWHERE
    words = [sys.executable, "-c", KILLED, url, str(tmp_path / "said"), by_key_module.text_of(said)]
    killed = await asyncio.to_thread(subprocess.run, words, check=False)
    assert killed.returncode == -signal.SIGKILL
    history = await desk.tickets.history(ticket)
    assert len(history) - 1 + len(await callbacks(desk, pool)) == reachable  # it had done it, or not
    assert len(spool.names()) == 1
    assert await by_key.look_through() == 0
    assert spool.names() == []
    if said is RATING:
        assert [change.what for change in await desk.tickets.history(ticket)] == ["opened", "amended: rating"]
    else:
        assert [each.reason for each in await callbacks(desk, pool)] == [Reason.REQUESTED]
