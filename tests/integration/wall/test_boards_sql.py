"""Every statement of every board, as Grafana's role runs it on what is stored."""

import re
import time

import pytest

from dashboards import build, filled
from dashboards.tiles import Kind, Site, Tile
from tests.integration.wall.scene import fill
from tests.integration.wall.test_views import PASSWORD, as_grafana
from thirdring.database.grafana import let_in
from thirdring.database.pool import DatabasePool, connect, session

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
    elif tile.kind is Kind.HOURS:
        assert names == ["weekday", *(f"{hour:02}" for hour in range(24))]
    else:
        assert [column.name for column in tile.columns] == names
    assert rows or tile.rare


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
_ATTEMPT = """
    insert into attempts values
        ('main', '1.1', $1, '1001', 'PJSIP/1001', now(), case when $2 then now() end, now(), 1, $3)
"""
