"""The walls: one screen each, read at five metres, with a light for each line of the sheet and no name of anybody."""

import re

import pytest

from dashboards import build
from dashboards.tiles import Board, Kind, Shows, Site, Tile
from tests.unit.dashboards.sizes import FROM_FIVE_METRES, panel_pixels, text_pixels
from tests.unit.dashboards.test_boards import covered, read

SITES = [Site(language) for language in build.LANGUAGES]
WALLS = [board for site in SITES for board in build.boards(site)[:2]]
LIGHTS_A_ROW = 7


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.title)
def test_a_wall_fills_one_screen(wall: Board) -> None:
    cells = {cell for tile in wall.tiles for cell in covered(tile)}
    assert cells == {(column, row) for column in range(24) for row in range(27)}


def figures(wall: Board) -> list[Tile]:
    found = [tile for tile in wall.tiles if tile.kind is Kind.FIGURE and tile.large and tile.shows is Shows.BOTH]
    return [tile for tile in found if not tile.queries[0].legend]


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.title)
def test_figures_are_read_at_five_metres_and_their_titles_fit(wall: Board) -> None:
    assert len(figures(wall)) >= 6
    for tile in figures(wall):
        room = panel_pixels(tile.place.width)
        assert tile.sizes.value >= 1.5 * FROM_FIVE_METRES
        assert text_pixels(tile.title, tile.sizes.title) <= room, tile.title


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("slug", ["wall", "shift"])
def test_every_word_that_stands_for_a_figure_fits_its_tile(slug: str, language: str) -> None:
    for panel in read(build.FOLDER / f"thirdring-{slug}-{language}.json")["panels"]:
        if panel["type"] != "stat":
            continue
        side_by_side = panel["options"]["orientation"] == "vertical"
        room = panel_pixels(panel["gridPos"]["w"]) / (len(panel["targets"]) if side_by_side else 1)
        for mapping in panel["fieldConfig"]["defaults"]["mappings"]:
            options = mapping["options"]
            results = [options["result"]] if mapping["type"] == "special" else options.values()
            for result in results:
                assert text_pixels(result["text"], panel["options"]["text"]["valueSize"]) <= room, result["text"]


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.language)
def test_the_two_promises_take_two_thirds_of_their_row_and_have_the_lights_own_colours(site: Site) -> None:
    tiles = build.boards(site)[0].tiles
    promises = [tile for tile in tiles if tile.queries and "objective_ratio" in tile.queries[0].expr]
    assert sum(tile.place.width for tile in promises) == 16
    for tile in promises:
        assert [query.tone for query in tile.queries] == ["fine", "at risk", "missed", None]
        assert [int(query.expr[-1]) for query in tile.queries[:3]] == [1, 2, 3]  # of thirdring_objective_status


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("slug", ["wall", "shift"])
def test_no_large_panel_has_a_title_of_grafanas_own_size(slug: str, language: str) -> None:
    for panel in read(build.FOLDER / f"thirdring-{slug}-{language}.json")["panels"]:
        expr = panel["targets"][0].get("expr", "") if panel["type"] == "stat" else ""
        if panel["type"] == "stat" and "==" not in expr.rpartition(" and ")[2]:
            assert panel["title"] == ""  # they are 14 pixels high


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.language)
def test_the_wall_has_a_light_for_each_line_of_the_sheet_in_its_order_and_one_size(site: Site) -> None:
    lights = build.boards(site)[0].tiles[-3:]
    assert [len(tile.queries) for tile in lights] == [LIGHTS_A_ROW] * 3
    assert len({tile.sizes for tile in lights}) == 1
    shown = [query for tile in lights for query in tile.queries]
    assert [query.legend for query in shown] == [f"{one.id} {site.title_of(one)}" for one in site.objectives]
    assert [re.findall(r'objective="(\w+)"', query.expr)[0] for query in shown] == [one.key for one in site.objectives]
    assert [saying.value for saying in lights[0].sayings] == [0, 1, 2, 3, 4]  # in hand is ours


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.title)
def test_a_wall_names_nobody(wall: Board) -> None:
    asked = " ".join([query.expr for tile in wall.tiles for query in tile.queries] + [tile.sql for tile in wall.tiles])
    assert not re.search(r"\bagent\b|caller\b|phone|assignee", asked)
    assert not {Kind.TABLE, Kind.ROWS} & {tile.kind for tile in wall.tiles}
