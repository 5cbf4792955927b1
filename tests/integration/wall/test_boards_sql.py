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
    if tile.kind in (Kind.CURVES, Kind.HEAT):
        assert names == ["time", "metric", "value"]
    elif tile.kind is Kind.HOURS:
        assert names == ["weekday", *(f"{hour:02}" for hour in range(24))]
    else:
        assert [column.name for column in tile.columns] == names
    assert rows or tile.title in ("Calls that missed the target", "Closed and missed")


def test_words_of_a_statement_are_of_the_time_and_the_variables_only() -> None:
    for tile in ASKED:
        used = set(re.findall(r"\$\{?(\w+)", tile.sql))
        assert used <= {"__timeFilter", "__timeFrom", "hotline", "objective", "timezone"}, tile.title
