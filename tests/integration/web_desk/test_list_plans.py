"""A page of a list reads about as many rows as it shows, however long the list is."""

import json
from collections.abc import Mapping
from typing import Any

import asyncpg
import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from lab.bench.scale import FILL, NEWEST
from metrics.calls.queries import CallsQuery
from metrics.calls.store import PostgresCalls
from tests.integration.web_desk.conftest import DeskWeb

Statement = tuple[str, tuple[Any, ...]]
ROWS = 3_000
LIMIT = 10
READ_MOST = 20 * LIMIT
"""What stands around each item is read as well, such as the callbacks of a ticket."""
DESK = """
insert into households (building, room) select (n / 100)::text, n::text from generate_series(1, {rows}) as n;
insert into residents (household, name, part) select id, 'resident', 'owner' from households;
insert into resident_phones (resident, number, raw) select id, '+86138' || id, '138' || id from residents;
update tickets set household = 1 + split_part(number, '-', 2)::integer;
insert into ticket_calls (pbx, linkedid, ticket)
select 'main', '1764057600.' || split_part(number, '-', 2), number from tickets;
insert into audit (actor, action) select '1001', 'sign_in' from generate_series(1, {rows});
insert into duties (kind, first_day, number, since, until)
select 'patrol', date '2025-01-01' + n / 10, n, timestamptz '2025-01-01' + n * interval '2 h',
    timestamptz '2025-01-01' + (n + 12) * interval '2 h'
from generate_series(1, {rows}) as n;
insert into inspections (form, day, who, at, duty)
select 'daily', first_day, '1001', since, id from duties;
insert into inspection_items (inspection, place, item, zh, en, result)
select id, 1, 'item', 'item', 'item', 'minor' from inspections;
insert into findings (inspection, place, severity, state) select id, 1, 'minor', 'closed' from inspections
"""

PAGES = (
    "tickets?",
    "tickets?active=true",
    "tickets?category=repair",
    "callbacks?",
    "callbacks?open=true",
    "callbacks?state=reached",
    "households?",
    "residents?",
    "duties?from=2025-01-01",
    "inspections?",
    "findings?",
    "audit?",
    *(
        f"tickets?{wanted}sort={sort}"
        for sort in ("opened", "due", "-due", "priority", "-priority", "place", "-place", "resolved", "-resolved")
        for wanted in ("", "active=true&", "category=repair&")
    ),
    *(f"callbacks?{wanted}sort={sort}" for sort in ("-due", "born", "-born") for wanted in ("", "open=true&")),
)
SORTED_CALLS: tuple[dict[str, str], ...] = (
    {"sort": "arrived"},
    {"sort": "rang"},
    {"sort": "-rang"},
    {"sort": "-rang", "within_target": "false"},
)


@pytest.fixture
async def filled(pool: DatabasePool) -> None:
    desk = DESK.format(rows=ROWS)
    calls = ";".join(FILL).format(first=0, last=ROWS - 1, newest=NEWEST)
    async with session(pool) as connection:
        await connection.execute(f"{calls};{desk};")
        await connection.execute("analyze")


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> list[Statement]:
    """The statements that pages were read with, and their values."""
    read, fetch = [], asyncpg.Connection.fetch

    async def noted(self: Any, query: str, *values: Any, **options: Any) -> Any:
        if "limit $" in query:
            read.append((query, values))
        return await fetch(self, query, *values, **options)

    monkeypatch.setattr(asyncpg.Connection, "fetch", noted)
    return read


async def rows_read(pool: DatabasePool, statement: Statement) -> int:
    sql, values = statement
    async with session(pool) as connection:
        [plan] = json.loads(await connection.fetchval(f"explain (analyze, format json) {sql}", *values))
    return scanned(plan["Plan"])


def scanned(node: Mapping[str, Any]) -> int:
    """Rows that its scans looked at, those that a filter removed included."""
    below = sum(map(scanned, node.get("Plans", ())))
    if "Relation Name" not in node:
        return below
    each: float = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    loops: int = node["Actual Loops"]
    return below + round(each * loops)


@pytest.mark.usefixtures("filled")
async def test_a_page_reads_about_as_many_rows_as_it_shows(
    desk_web: DeskWeb, pool: DatabasePool, lists: list[Statement]
) -> None:
    for path in PAGES:
        shown = await desk_web.get(f"{path}&limit={LIMIT}", Role.ADMIN)
        assert len(shown["items"]) == LIMIT, path
        await desk_web.get(f"{path}&limit={LIMIT}&cursor={shown['next']}", Role.ADMIN)
        for page in lists:
            assert await rows_read(pool, page) <= READ_MOST, page
        most = 4 if "sort=" in path else 2  # what is sorted by may be empty: such rows are read by a second statement
        assert 2 <= len(lists) <= most, path
        lists.clear()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "wanted", [{}, {"hotline": "hotline-1"}, {"within_target": "false"}, {"excluded": "any"}, *SORTED_CALLS]
)
async def test_a_page_of_calls_reads_about_as_many_rows_as_it_shows(
    pool: DatabasePool, lists: list[Statement], wanted: dict[str, str]
) -> None:
    store = PostgresCalls(pool)
    first = await store.page(CallsQuery(limit=str(LIMIT), **wanted))
    await store.page(CallsQuery(limit=str(LIMIT), cursor=first.next, **wanted))
    assert [await rows_read(pool, page) <= READ_MOST for page in lists] == [True, True]


@pytest.mark.usefixtures("filled")
async def test_the_last_calls_of_a_household_are_found_without_reading_those_of_others(
    pool: DatabasePool, lists: list[Statement]
) -> None:
    found = await PostgresCalls(pool).page(CallsQuery(limit="4", household="77"))
    assert len(found.calls) == 1
    assert [await rows_read(pool, page) <= READ_MOST for page in lists] == [True]
