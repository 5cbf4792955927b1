"""Every statement of every board, as Grafana's role runs it on what is stored."""

import re
import time
from typing import Any

import pytest

from dashboards import build
from dashboards.panels import NAME
from dashboards.rows import statement
from dashboards.tiles import Kind, Site, Tile
from kit.database.grafana import let_in
from kit.database.lock import try_lock, unlock
from kit.database.pool import DatabasePool, Session, connect, session
from lab import filled
from tests.integration.wall.scene import fill
from tests.integration.wall.test_views import PASSWORD, as_grafana
from tests.pbx.serving import zone_at_noon

ASKED = [tile for board in build.boards(Site()) for tile in board.tiles if tile.sql]
DAY = 86_400


@pytest.mark.parametrize("tile", ASKED, ids=lambda tile: tile.title)
async def test_it_gives_the_columns_that_the_panel_names_and_the_rows_of_the_scene(
    tile: Tile, pool: DatabasePool, database_url: str
) -> None:
    await fill(pool)
    async with session(pool) as owner:
        await let_in(owner, PASSWORD)
    grafana = await connect(as_grafana(database_url))
    now = time.time()
    text = filled.sql(tile.sql, filled.Span(now - 7 * DAY, now + DAY))
    assert not re.search(r"\$\{|\$__", text)
    prepared = await grafana.prepare(text)
    names = [attribute.name for attribute in prepared.get_attributes()]
    rows = await prepared.fetch()
    await grafana.close()
    if tile.kind is Kind.CURVES:
        assert names == ["time", "metric", "value"]
    elif tile.kind is Kind.BARS:
        assert names[1:] == list(tile.words)  # after what a bar is of
    elif tile.kind is Kind.TILES:
        assert (len(names), names[0]) == (2, NAME)
    elif tile.kind is Kind.HOURS:
        assert names == ["weekday", *(f"{hour:02}" for hour in range(24))]
    else:
        assert [column.name for column in tile.columns] == names
    assert rows or tile.rare


async def test_an_hour_of_today_is_a_share_without_calls_or_still_to_come(
    pool: DatabasePool, database_url: str
) -> None:
    async with session(pool) as owner:
        await let_in(owner, PASSWORD)
        await owner.execute(_MISSED, "timeout")
        await owner.execute(_KEPT)
    grafana = await connect(as_grafana(database_url))
    rows = await grafana.fetch(filled.sql(statement("hours_of_today"), filled.Span(0, DAY), "UTC"))
    now = int(await grafana.fetchval("select extract(hour from now() at time zone 'UTC')"))
    await grafana.close()
    assert [row[NAME] for row in rows] == [f"{hour:02}" for hour in range(24)]
    assert [row["share"] for row in rows] == [*[-3] * now, 0.66, *[-4] * (23 - now)]  # two of three


@pytest.mark.parametrize(("stores", "said"), [(True, [0, -3, -3, -4]), (False, [0, -6, -6, -4])])
async def test_an_hour_after_the_last_call_is_without_calls_only_while_the_service_stores(
    stores: bool, said: list[float], pool: DatabasePool, database_url: str
) -> None:
    async with session(pool) as owner:
        await let_in(owner, PASSWORD)
        await owner.execute(_MISSED, "timeout")
        await owner.execute("update calls set arrived_at = now() - interval '2 hours'")
        rows = await _asked_beside_a_service("hours_of_today", owner, database_url, stores=stores)
    assert [row["share"] for row in rows[10:14]] == said  # it is noon


async def test_callbacks_that_are_due_say_that_the_service_has_stopped(pool: DatabasePool, database_url: str) -> None:
    async with session(pool) as owner:
        await let_in(owner, PASSWORD)
        await fill(pool)
        rows = await _asked_beside_a_service("callbacks_due", owner, database_url, stores=True)
        assert ([row["due"] for row in rows], rows[-1][NAME]) == ([1, *[0] * 12], "later")
        rows = await _asked_beside_a_service("callbacks_due", owner, database_url, stores=False)
    assert [tuple(row) for row in rows] == [("system", -1)]


async def _asked_beside_a_service(name: str, owner: Session, database_url: str, *, stores: bool) -> list[Any]:
    """As Grafana asks at noon. A service that stores holds the session lock."""
    if stores:
        assert await try_lock(owner)
    grafana = await connect(as_grafana(database_url))
    rows = await grafana.fetch(filled.sql(statement(name), filled.Span(0, DAY), zone_at_noon()))
    await grafana.close()
    if stores:
        await unlock(owner)
    return list(rows)


async def test_the_incidents_of_the_time_chosen_are_marked_until_they_are_resolved(
    pool: DatabasePool, database_url: str
) -> None:
    async with session(pool) as owner:
        await let_in(owner, PASSWORD)
        await owner.execute(_INCIDENTS)
    grafana = await connect(as_grafana(database_url))
    now = time.time()
    rows = await grafana.fetch(filled.sql(statement("incidents"), filled.Span(now - DAY, now)))
    await grafana.close()
    assert [row["text"][-4:] for row in sorted(rows, key=lambda row: row["text"])] == ["0002", "0003"]
    assert all(row["time"] < row["timeend"] for row in rows)
    assert list(rows[0].keys()) == ["time", "timeend", "text"]


_INCIDENTS = """
    insert into tickets (number, source, category, priority, opened_at, resolved_at, status) values
        ('20261125-0001', 'call', 'major_incident', 'critical', now() - interval '3 d', now() - interval '2 d',
         'closed'),
        ('20261125-0002', 'call', 'major_incident', 'critical', now() - interval '3 d', now() - interval '1 h',
         'closed'),
        ('20261125-0003', 'call', 'major_incident', 'critical', now() - interval '2 h', null, 'open'),
        ('20261125-0004', 'call', 'major_incident', 'critical', now() - interval '2 h', null, 'cancelled'),
        ('20261125-0005', 'call', 'complaint', 'normal', now() - interval '2 h', null, 'open')
"""


def test_words_of_a_statement_are_of_the_time_and_the_variables_only() -> None:
    for tile in ASKED:
        used = set(re.findall(r"\$\{?(\w+)", tile.sql))
        assert used <= {"__timeFilter", "__timeFrom", "hotline", "objective", "timezone"}, tile.title


CAUSES = (
    # disposition, did a phone ring, outcomes of the attempts, cause
    ("answered", True, ("no_answer", "answered"), "rang_out_first"),
    ("answered", True, ("answered",), "answered_late"),
    ("timeout", True, ("no_answer",), "rang_out"),
    ("abandoned", True, ("cancelled",), "rang_out"),
    ("no_agent", False, (), "nobody_signed_in"),
    ("abandoned", False, ("busy",), "nobody_free"),
    ("timeout", False, (), "nobody_free"),
)


HOUSEKEEPER = (
    # disposition, attempts as (agent, outcome), cause
    ("answered", (("1001", "no_answer"), ("1002", "answered")), "housekeeper_away"),
    ("answered", (("1001", "failed"), ("1002", "answered")), "housekeeper_away"),
    ("answered", (("1002", "answered"),), "housekeeper_away"),  # not signed in: no attempt is seen
    ("answered", (("1001", "busy"), ("1002", "answered")), "answered_late"),
    ("answered", (("1001", "answered"),), "answered_late"),
    ("abandoned", (("1001", "cancelled"),), "rang_out"),
    ("timeout", (("1001", "no_answer"),), "housekeeper_away"),
    ("no_agent", (), "housekeeper_away"),
    ("timeout", (("1001", "no_answer"), ("1002", "no_answer")), "rang_out"),
)


@pytest.mark.parametrize(("disposition", "attempts", "cause"), HOUSEKEEPER)
async def test_a_housekeeper_who_was_dialled_and_not_there_is_a_cause(
    disposition: str, attempts: tuple[tuple[str, str], ...], cause: str, pool: DatabasePool
) -> None:
    async with session(pool) as owner:
        await owner.execute(_MISSED, disposition)
        await owner.execute("update calls set housekeeper = '1001'")
        for number, (agent, outcome) in enumerate(attempts, 1):
            await owner.execute(_ATTEMPT, number, outcome not in ("failed", "busy"), outcome)
            await owner.execute("update attempts set agent = $1 where number = $2", agent, number)
        assert await owner.fetchval("select cause from wall.missed_calls") == cause


async def test_a_helpers_phone_did_not_ring_in_vain_and_is_no_cause(pool: DatabasePool) -> None:
    async with session(pool) as owner:
        await owner.execute(_MISSED, "answered")
        for number, outcome in enumerate(("no_answer", "busy", "answered"), 1):
            await owner.execute(_ATTEMPT, number, True, outcome)
        await owner.execute("update attempts set is_rescue = true")
        assert [row[0] for row in await owner.fetch("select outcome from wall.attempts")] == ["answered"]
        assert await owner.fetchval("select cause from wall.missed_calls") == "answered_late"


@pytest.mark.parametrize(("disposition", "rang", "outcomes", "cause"), CAUSES)
async def test_a_missed_call_has_the_cause_that_the_definitions_say(
    disposition: str, rang: bool, outcomes: tuple[str, ...], cause: str, pool: DatabasePool
) -> None:
    async with session(pool) as owner:
        await owner.execute(_MISSED, disposition)
        for number, outcome in enumerate(outcomes, 1):
            await owner.execute(_ATTEMPT, number, rang, outcome)
        assert await owner.fetchval("select cause from wall.missed_calls") == cause


_MISSED = """
    insert into calls values (
        'main', '1.1', 'inbound', 'service', null, '', '8000', now(), null, null, null, null, now(), 30, 7, 30, 0, $1,
        false, null, 'before_next_ring', 1, 'cn', 3, null, 'measured'
    )
"""
_KEPT = """
    insert into calls
    select (jsonb_populate_record(c, jsonb_build_object('linkedid', number::text, 'within_target', true))).*
    from calls c, generate_series(2, 3) as number
"""
_ATTEMPT = """
    insert into attempts values
        ('main', '1.1', $1, '1001', 'PJSIP/1001', now(), case when $2 then now() end, now(), 1, $3)
"""
