"""Every panel of every board, asked of a real Prometheus and PostgreSQL: never the wrong one of three words.

No data is that nothing was read, "no calls" and the like that there were none, away that the service does not answer.
"""

from collections.abc import Iterator

from dashboards.tiles import Kind, Tile
from tests.pbx.board_states import Played
from tests.pbx.screens import BOARDS, Screens
from tests.unit.dashboards.shown import Panel, Shown

NO_DATA = {"no data", "NO DATA", "NO DATA: Prometheus does not read the system"}
AWAY = {"away", "system away", "DOWN", "SYSTEM AWAY", "SYSTEM AWAY: the figures stand still"}
NONE_CLOSED = "nothing in this time, or PostgreSQL is not reached"
QUIET = {"", "text", "#2a2f38"}


def panels(screens: Screens, *kinds: Kind) -> Iterator[tuple[str, Tile, Panel]]:
    for slug, board in BOARDS.items():
        for tile in board.tiles:
            if tile.kind in kinds and tile.kind is not Kind.HEADING and not tile.unit.startswith("time:"):
                yield slug, tile, screens.panels[slug][tile.title]


def cells(panel: Panel) -> list[Shown]:
    return [cell for row in panel for cell in row]


def test_every_question_has_an_answer_on_a_day_unless_none_is_good_news(played: Played) -> None:
    wrong = []
    for board in BOARDS.values():
        for tile in board.tiles:
            asked = {tile.sql} if tile.sql else {query.expr for query in tile.queries if not query.rare}
            silent = asked & played.day.silent
            instead = any(query.tone is not None for query in tile.queries)  # one for each colour
            if silent and not tile.rare and (silent == asked or not instead):
                wrong.append((tile.title, silent))
    assert wrong == []


def test_what_was_never_read_says_no_data_in_every_panel_of_prometheus(played: Played) -> None:
    for slug, tile, panel in panels(played.before, Kind.FIGURE, Kind.TABLE, Kind.TREND, Kind.LIGHTS):
        said = {cell.text for cell in cells(panel)} - {"–"}
        if any(query.expr.endswith("or vector(NaN)") for query in tile.queries):
            assert said == {""}  # a history that is empty, with its names
        else:
            assert said, (slug, tile.title)
            assert said <= NO_DATA, (slug, tile.title, said)


def test_a_new_site_is_nowhere_without_data_and_nowhere_away(played: Played) -> None:
    for slug, tile, panel in panels(played.new, *Kind):
        said = {cell.text for cell in cells(panel)}
        assert not said & (NO_DATA | AWAY | {"NaN"}), (slug, tile.title, said)
        assert (NONE_CLOSED in said) is (tile.title in ("Callback rate of past days", "Closed periods"))


def test_a_day_of_calls_is_nowhere_without_data_and_nowhere_away(played: Played) -> None:
    for slug, tile, panel in panels(played.day, *Kind):
        said = {cell.text for cell in cells(panel)}
        assert not said & (NO_DATA | AWAY | {"NaN", NONE_CLOSED}), (slug, tile.title, said)


def test_away_is_said_by_every_figure_and_none_stands_still_beside_it(played: Played) -> None:
    for slug, tile, panel in panels(played.stopped, Kind.FIGURE):
        said = {cell.text for cell in cells(panel)}
        assert said <= AWAY, (slug, tile.title, said)


def test_what_is_away_is_quiet_but_for_the_one_panel_that_says_so(played: Played) -> None:
    loud = {"State of the system", "Can the figures be believed?", "System"}
    for slug, tile, panel in panels(played.stopped, Kind.FIGURE):
        if tile.title in loud:
            assert cells(panel)[0].color in ("red", "#c81e1e"), (slug, tile.title)
        else:
            assert {cell.color for cell in cells(panel)} <= QUIET, (slug, tile.title)


def test_a_table_of_what_is_away_has_a_row_that_says_so(played: Played) -> None:
    for slug, tile, panel in panels(played.stopped, Kind.TABLE):
        assert "system away" in {row[0].text for row in panel}, (slug, tile.title)
        assert len(panel) == 1 or tile.title == "Attempts by agent"


def test_curves_and_rows_stay_when_the_service_is_away_and_lights_over_time_end(played: Played) -> None:
    for slug, tile, panel in panels(played.stopped, Kind.TREND, Kind.CURVES, Kind.ROWS, Kind.HOURS):
        day = played.day.panels[slug][tile.title]
        if tile.kind is Kind.ROWS and day[0][0].text == "none":
            assert panel == [[Shown("", "system away, or PostgreSQL is not reached")]]
            continue
        assert [cell.title for cell in panel[0]] == [cell.title for cell in day[0]], (slug, tile.title)
        assert len(panel) == len(day)
    for _, tile, [row] in panels(played.stopped, Kind.LIGHTS):
        parts = {cell.title: cell.text for cell in row}
        assert parts.pop("System", "TROUBLE") == "TROUBLE"
        assert set(parts.values()) == {""}, tile.title
