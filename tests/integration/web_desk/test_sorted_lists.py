"""Lists in the order that is asked for, page by page: each row once, and what has nothing to be sorted by last."""

from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.http.cursor import Cursor, encode
from kit.roles import Role
from metrics.calls.queries import CallsQuery
from metrics.calls.store import PostgresCalls
from tests.integration.web_desk.conftest import DeskWeb

TICKETS = """
insert into households (building, unit, room)
values ('3', '2', '201'), ('12', '1', '101'), ('3', '12', '101'), ('', '', 'A1');
insert into places (kind, building, name, searched, pinyin, same_as) values ('lift', '3', '电梯', '', '', 'a');
insert into tickets (number, status, source, category, priority, opened_at, resolved_at, due_at, household, place_id)
values
    ('1', 'open', 'hand', 'repair', 'normal', '2026-11-01', null, '2026-11-05', 2, null),
    ('2', 'closed', 'hand', 'repair', 'critical', '2026-11-02', '2026-11-03', '2026-11-04', 1, null),
    ('3', 'open', 'hand', 'repair', 'urgent', '2026-11-03', null, null, null, null),
    ('4', 'in_progress', 'hand', 'repair', 'critical', '2026-11-04', null, '2026-11-04', 3, null),
    ('5', 'resolved', 'hand', 'repair', 'normal', '2026-11-05', '2026-11-06', '2026-11-01', null, 1),
    ('6', 'open', 'hand', 'repair', 'normal', '2026-11-06', null, null, 4, null);
"""


async def paged(web: DeskWeb, path: str, shown: str = "number") -> list[Any]:
    """Every row of the list, one a page."""
    rows: list[Any] = []
    cursor = ""
    while True:
        page = await web.get(f"{path}&limit=1{cursor}", Role.ADMIN)
        rows += [row[shown] for row in page["items"]]
        if page["next"] is None:
            return rows
        cursor = f"&cursor={page['next']}"


@pytest.fixture
async def tickets(pool: DatabasePool) -> None:
    async with session(pool) as connection:
        await connection.execute(TICKETS)


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        ("opened", "123456"),
        ("-opened", "654321"),
        ("due", "41" + "2356"),
        ("-due", "14" + "6532"),
        ("priority", "243156"),
        ("-priority", "651342"),
        ("place", "24516" + "3"),  # building 3 before 12: unit 2 before 12 before the lift; a flat of no building last
        ("-place", "61542" + "3"),
        ("resolved", "25" + "1346"),
        ("-resolved", "52" + "6431"),
    ],
)
async def test_tickets_come_in_the_order_that_is_asked_for(sort: str, numbers: str, desk_web: DeskWeb) -> None:
    whole = await desk_web.get(f"tickets?sort={sort}", Role.ADMIN)
    assert "".join(row["number"] for row in whole["items"]) == numbers
    assert "".join(await paged(desk_web, f"tickets?sort={sort}")) == numbers


@pytest.mark.usefixtures("tickets")
async def test_an_order_obeys_the_filter(desk_web: DeskWeb) -> None:
    assert await paged(desk_web, "tickets?active=true&sort=due") == ["4", "1", "3", "6"]
    assert await paged(desk_web, "tickets?active=true&sort=-place") == ["6", "1", "4", "3"]


@pytest.mark.usefixtures("tickets")
async def test_a_cursor_belongs_to_its_order(desk_web: DeskWeb) -> None:
    first = await desk_web.get("tickets?sort=due&limit=1", Role.ADMIN)
    for other in ("sort=-due&", "sort=opened&", ""):
        answer = await desk_web.ask("GET", f"tickets?{other}cursor={first['next']}", role=Role.ADMIN)
        assert answer.status == 422, other
        assert answer.body["errors"][0]["parameter"] == "cursor"


async def test_a_cursor_that_no_page_gave_is_refused_where_its_number_has_no_place(desk_web: DeskWeb) -> None:
    for rank in (2**31, -(2**31) - 1, 2**62):
        cursor = encode(Cursor("tickets priority", (rank, 1, "x")))
        answer = await desk_web.ask("GET", f"tickets?sort=priority&cursor={cursor}", role=Role.ADMIN)
        assert answer.status == 422, rank
        assert answer.body["errors"][0]["parameter"] == "cursor"


async def test_no_other_order_is_known(desk_web: DeskWeb) -> None:
    for path in ("tickets?sort=title", "callbacks?sort=phone", "calls?sort=caller", "tickets?sort=due,place"):
        assert (await desk_web.ask("GET", path, role=Role.ADMIN)).status == 422, path


@pytest.mark.usefixtures("tickets")
async def test_the_order_by_place_follows_a_flat_or_a_place_that_is_renamed(
    desk_web: DeskWeb, pool: DatabasePool
) -> None:
    async with session(pool) as connection:
        await connection.execute("update households set building = '20' where building = '3' and unit = '2'")
        await connection.execute("update places set building = '1' where name = '电梯'")
        await connection.execute("update tickets set household = 2, place_id = null where number = '3'")
        await connection.execute("delete from households where id = 3")
    assert await paged(desk_web, "tickets?sort=place") == ["5", "1", "3", "2", "6", "4"]


async def test_callbacks_come_in_the_order_that_is_asked_for(desk_web: DeskWeb, pool: DatabasePool) -> None:
    async with session(pool) as connection:
        await connection.execute(
            "insert into callbacks (reason, phone, born_at, due_at, not_before) values "
            "('requested', '1', '2026-11-03', '2026-11-04', '2026-11-03'),"
            "('requested', '2', '2026-11-01', '2026-11-05', '2026-11-01'),"
            "('requested', '3', '2026-11-02', '2026-11-04', '2026-11-02')"
        )
    for sort, ids in (("due", [1, 3, 2]), ("-due", [2, 3, 1]), ("born", [2, 3, 1]), ("-born", [1, 3, 2])):
        assert await paged(desk_web, f"callbacks?sort={sort}", "id") == ids, sort


async def test_calls_come_in_the_order_that_is_asked_for_and_what_rang_nowhere_last(pool: DatabasePool) -> None:
    async with session(pool) as connection:
        for linkedid, arrived, rang in (("a", "01", 5.5), ("b", "02", 0.0), ("c", "03", 17.000001), ("d", "04", None)):
            await connection.execute(
                "insert into calls (pbx, linkedid, direction, caller_raw, dialled, arrived_at, alerted_at, "
                "ring_seconds, rings, wait_seconds, talk_seconds, policy, policy_version, ring_zone, "
                "rings_within, measurement) "
                "values ('main', $1, 'inbound', '', '8001', $2::text::timestamptz, "
                "case when $3::double precision > 0 then $2::text::timestamptz end, $3, 1, 1, 1, 'p', 1, 'cn', 3, "
                "'measured')",
                linkedid,
                f"2026-11-{arrived}",
                rang,
            )
    store = PostgresCalls(pool)
    for sort, ids in (("arrived", "abcd"), ("-arrived", "dcba"), ("rang", "acbd"), ("-rang", "cadb")):
        found, cursor = "", None
        while True:
            page = await store.page(CallsQuery.model_validate({"limit": "1", "sort": sort, "cursor": cursor}))
            found += "".join(call.linkedid for call in page.calls)
            cursor = page.next
            if cursor is None:
                break
        assert found == ids, sort
