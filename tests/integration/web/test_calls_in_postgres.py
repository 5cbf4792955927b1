"""What is stored comes back through the API as it was: paging, filters, receipts."""

from collections.abc import Sequence

import pytest

from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens, add_token
from kit.http.auth.tokens import Token, digest, new_token
from kit.http.database import StoreAway
from kit.roles import Role
from metrics.calls.models import CallOut
from metrics.calls.queries import CallsQuery
from metrics.calls.rows import rows_of
from metrics.calls.service_level import judge
from metrics.calls.store import PostgresCalls
from metrics.calls.writer import Progress, Writer
from telephony.facts import Call, Direction, Disposition, Transfer, TransferKind
from tests.integration.web.site_in_memory import POLICY, T0, CallsInMemory, answered_call, ringing_call, web_of

E164 = "+8613800000001"


async def store(pool: DatabasePool, calls: Sequence[Call]) -> PostgresCalls:
    await Writer(pool).write([rows_of(call, judge(call, POLICY), POLICY, E164) for call in calls], Progress(9, 9))
    return PostgresCalls(pool)


def lost_call(linkedid: str, at_us: int) -> Call:
    call = answered_call(linkedid, 20_000_000, at_us)
    call.disposition, call.answered_at_us, call.agent, call.hotline = Disposition.ABANDONED, None, None, "evening"
    return call


def outbound_call(linkedid: str, at_us: int) -> Call:
    call = answered_call(linkedid, at_us=at_us, pbx="second")
    call.direction, call.hotline = Direction.OUTBOUND, None
    return call


CALLS = (
    answered_call("1.1", 15_300_000, T0),
    answered_call("1.2", 4_000_000, T0 + 1),
    lost_call("1.3", T0 + 2),
    outbound_call("1.4", T0 + 3),
    ringing_call("1.5", T0 + 4),
)


async def found(store: PostgresCalls, **query: object) -> list[str]:
    page = await store.page(CallsQuery.model_validate(query))
    return [call.linkedid for call in page.calls]


@pytest.mark.parametrize(
    ("query", "linkedids"),
    [
        ({}, ["1.5", "1.4", "1.3", "1.2", "1.1"]),
        ({"hotline": "service"}, ["1.5", "1.2", "1.1"]),
        ({"pbx": "second"}, ["1.4"]),
        ({"agent": "1001"}, ["1.4", "1.2", "1.1"]),
        ({"direction": "outbound"}, ["1.4"]),
        ({"disposition": "abandoned"}, ["1.3"]),
        ({"within_target": "true"}, ["1.2"]),
        ({"within_target": "false"}, ["1.3", "1.1"]),
        ({"excluded": "any"}, ["1.4"]),
        ({"excluded": "none"}, ["1.5", "1.3", "1.2", "1.1"]),
        ({"excluded": "outbound"}, ["1.4"]),
        ({"live": "true"}, ["1.5"]),
        ({"live": "false"}, ["1.4", "1.3", "1.2", "1.1"]),
        ({"from": "2025-11-25T02:00:00.000001Z", "to": "2025-11-25T10:00:00.000003+08:00"}, ["1.3", "1.2"]),
        ({"hotline": "service", "agent": "1001", "within_target": "false"}, ["1.1"]),
        ({"hotline": "'; drop table calls; --"}, []),
    ],
)
async def test_each_filter_finds_its_calls_newest_first(
    pool: DatabasePool, query: dict[str, object], linkedids: list[str]
) -> None:
    assert await found(await store(pool, CALLS), **query) == linkedids


def settled(call: CallOut) -> CallOut:
    """Figures of what still lasts differ: a row is as of its last change."""
    if call.ended_at is not None:
        return call
    attempts = [attempt.model_copy(update={"ring_seconds": 0.0}) for attempt in call.attempts]
    return call.model_copy(update={"attempts": attempts, "ring_seconds": 0.0, "wait_seconds": 0.0})


async def test_a_stored_call_is_told_as_the_live_one_was(pool: DatabasePool) -> None:
    call = answered_call("1.6", 7_654_321)
    call.transfers.append(Transfer(T0 + 20_000_000, TransferKind.ATTENDED, "1001", None))
    calls = [*CALLS, call]
    kept, live = await store(pool, calls), CallsInMemory(calls)
    for each in calls:
        stored = await kept.one(each.pbx, each.linkedid)
        shown = await live.one(each.pbx, each.linkedid)
        assert stored is not None
        assert shown is not None
        assert settled(stored).model_dump_json() == settled(shown).model_dump_json()


async def test_pages_of_calls_that_arrived_in_the_same_instant_lose_and_double_none(pool: DatabasePool) -> None:
    calls = [answered_call(f"{number}.{pbx}", pbx=pbx) for number in range(10) for pbx in ("main", "second")]
    seen: list[tuple[str, str]] = []
    async with web_of(await store(pool, calls)) as web:
        path: str | None = "/api/v1/calls?limit=3"
        while path:
            async with web.get(path) as response:
                page = await response.json()
            seen += [(call["pbx"], call["linkedid"]) for call in page["items"]]
            path = page["next"] and f"/api/v1/calls?limit=3&cursor={page['next']}"
    assert sorted(seen) == sorted((call.pbx, call.linkedid) for call in calls)
    assert seen == sorted(seen, reverse=True)


async def test_the_receipt_has_the_events_and_the_rule_that_were_stored(pool: DatabasePool) -> None:
    receipt = await (await store(pool, CALLS)).receipt("main", "1.1")
    assert receipt is not None
    assert receipt.rule == ("before_next_ring", 2, "cn", 3)
    assert list(receipt.lines) == CALLS[0].receipt


async def test_a_receipt_whose_events_were_purged_still_has_its_verdict(pool: DatabasePool) -> None:
    calls = await store(pool, CALLS)
    async with pool.acquire() as connection:
        await connection.execute("delete from receipts")
    async with web_of(calls) as web, web.get("/api/v1/calls/main/1.1/receipt") as response:
        receipt = await response.json()
        assert (receipt["events"], receipt["within_target"]) == ([], False)
        assert receipt["sentence"].startswith("answered at 15.3 s, in the 4th ring, 0.3 s late")


async def test_a_call_made_for_a_callback_names_the_ticket_that_it_was_about(pool: DatabasePool) -> None:
    calls = await store(pool, [outbound_call("1.4", T0), outbound_call("1.6", T0)])
    async with pool.acquire() as connection:
        await connection.execute("""
            insert into tickets (number, source, category, priority, opened_at)
            values ('20251125-0001', 'call', 'enquiry', 'normal', now());
            insert into callbacks (reason, phone, ticket, born_at, due_at, not_before)
            values ('resolved_ticket', '13800000001', '20251125-0001', now(), now(), now());
            insert into callback_attempts values (1, 1, now(), '1001', 'reached', 'second', '1.4', 12);
        """)
    [named, nameless] = [await calls.one("second", linkedid) for linkedid in ("1.4", "1.6")]
    assert named is not None
    assert nameless is not None
    assert (named.ticket, nameless.ticket) == ("20251125-0001", None)


async def test_the_calls_of_a_household_are_those_about_its_tickets_and_the_callbacks_to_it(pool: DatabasePool) -> None:
    calls = await store(pool, CALLS)
    async with pool.acquire() as connection:
        await connection.execute("""
            insert into households (building, room) values ('3', '1201'), ('3', '1202');
            insert into tickets (number, source, category, priority, opened_at, household)
            values ('20251125-0001', 'call', 'enquiry', 'normal', now(), 1),
                ('20251125-0002', 'call', 'enquiry', 'normal', now(), 2);
            insert into ticket_calls values ('main', '1.1', '20251125-0001'), ('main', '1.2', '20251125-0002');
            insert into callbacks (reason, phone, ticket, born_at, due_at, not_before)
            values ('resolved_ticket', '13800000001', '20251125-0001', now(), now(), now());
            insert into callback_attempts values (1, 1, now(), '1001', 'reached', 'second', '1.4', 12);
        """)
    found = {
        household: [call.linkedid for call in (await calls.page(CallsQuery(household=household))).calls]
        for household in ("1", "2", "3")
    }
    assert found == {"1": ["1.4", "1.1"], "2": ["1.2"], "3": []}


async def test_an_unknown_call_is_none(pool: DatabasePool) -> None:
    calls = PostgresCalls(pool)
    assert await calls.one("main", "1.1") is None
    assert await calls.receipt("main", "1.1") is None


async def test_a_token_is_found_by_its_hash_until_it_is_revoked_or_expires(pool: DatabasePool) -> None:
    tokens, text = PostgresTokens(pool), new_token()
    key = digest(text)
    async with pool.acquire() as connection:
        number = await add_token(connection, text, Role.AGENT, "the front desk")
        assert await tokens.find([key]) == {key: Token(number, Role.AGENT, "the front desk")}
        assert await tokens.find([digest(new_token())]) == {}
        assert text not in str(await connection.fetch("select * from tokens"))
        await connection.execute("update tokens set expires_at = now()")
        assert await tokens.find([key]) == {}
        await connection.execute("update tokens set expires_at = null, revoked_at = now()")
        assert await TokenBook(tokens).find(text, 0.0) is None


async def test_a_closed_database_or_one_without_tables_is_away(pool: DatabasePool) -> None:
    calls = PostgresCalls(pool)
    async with pool.acquire() as connection:
        await connection.execute("drop table calls cascade")
    with pytest.raises(StoreAway):
        await calls.one("main", "1.1")
    await pool.close()
    with pytest.raises(StoreAway):
        await calls.one("main", "1.1")
