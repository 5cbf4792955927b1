"""The wall: one screen, read at five metres, with a light for each line of the sheet."""

import re

import pytest

from dashboards import build
from dashboards.sizes import FROM_FIVE_METRES, WALL_TITLE_PIXELS, fitting, panel_pixels, text_pixels
from dashboards.tiles import Board, Site
from tests.unit.dashboards.test_boards import covered, read


def test_a_text_that_fits_is_as_large_as_it_may_be_and_a_long_one_smaller() -> None:
    assert fitting("接听", 4) == WALL_TITLE_PIXELS
    assert 16 <= fitting("knowledge of estate and residents", 4) < WALL_TITLE_PIXELS


WALL = [build.boards(Site(language))[0] for language in ("en", "zh")]


@pytest.mark.parametrize("wall", WALL, ids=("en", "zh"))
def test_the_wall_fills_one_screen_and_its_figures_are_read_at_five_metres(wall: Board) -> None:
    cells = {cell for tile in wall.tiles for cell in covered(tile)}
    assert cells == {(column, row) for column in range(24) for row in range(27)}  # of 38 pixels each: 1026 of 1080
    figures = [tile for tile in wall.tiles if not tile.title_pixels]
    assert len(figures) == 10
    assert min(fitting(tile.title, tile.place.width) for tile in figures) >= FROM_FIVE_METRES
    for tile in wall.tiles:
        room = panel_pixels(tile.place.width)
        assert tile.large
        assert text_pixels(tile.title, tile.title_pixels or FROM_FIVE_METRES) <= room
        for saying in tile.sayings:
            assert text_pixels(saying.text, FROM_FIVE_METRES) <= room


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_panel_of_the_wall_has_a_title_of_grafanas_own_size(language: str) -> None:
    for panel in read(build.FOLDER / f"thirdring-wall-{language}.json")["panels"]:
        assert panel["title"] == ""  # they are 14 pixels high
        assert panel["fieldConfig"]["defaults"]["displayName"]
        assert panel["options"]["text"]["titleSize"] >= 14  # the longest of the sheet's English titles


@pytest.mark.parametrize("site", [Site("en"), Site("zh")], ids=("en", "zh"))
def test_the_wall_has_a_light_for_each_line_of_the_sheet_in_its_order(site: Site) -> None:
    lights = [tile for tile in build.boards(site)[0].tiles if "objective_status" in tile.queries[0].expr]
    assert [tile.title for tile in lights] == [site.title_of(one) for one in site.objectives]
    assert [re.findall(r'objective="(\w+)"', tile.queries[0].expr)[0] for tile in lights] == [
        one.key for one in site.objectives
    ]
    assert [[saying.value for saying in tile.sayings] for tile in lights] == [[0, 1, 2, 3]] * 21
    assert lights[8].sayings[1].text == site.say("9 met", "9 达标")
