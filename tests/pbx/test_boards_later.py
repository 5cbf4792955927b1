"""What boards show after 90 days: more than fits, numbers of thousands, and twenty-one lines of closed periods."""

import re

import pytest

from dashboards.tiles import Kind
from tests.pbx.board_history import CALLS_A_DAY, Later
from tests.pbx.test_boards import AWAY, NO_DATA, NONE_CLOSED, cells, panels
from tests.unit.dashboards.shown import DRAWN

CALLS_A_MINUTE = 1 + 1 / 2 + 1 / 3  # counted ones, of three hotlines
MOST_ROWS = 200


def test_no_panel_is_without_data_or_away(later: Later) -> None:
    for slug, tile, panel in panels(later.screens, *Kind):
        said = {cell.text for cell in cells(panel)}
        assert not said & (NO_DATA | AWAY | {"NaN", "∞", NONE_CLOSED}), (slug, tile.title, said)


def test_the_figures_of_today_are_of_today_alone_and_thousands_are_set_apart(later: Later) -> None:
    text = later.screens.text("hotline", "Counted")
    assert re.fullmatch(r"\d,\d{3}", text)
    assert int(text.replace(",", "")) == pytest.approx(60 * later.hours * CALLS_A_MINUTE, abs=3)
    assert float(later.screens.text("hotline", "Do we keep the 3 rings?").rstrip("%")) == pytest.approx(93, abs=0.5)


def test_every_line_of_the_sheet_has_its_closed_periods_and_its_light_over_time(later: Later) -> None:
    closed = later.screens.panels["objectives"]["Closed periods"][0]
    assert [cell.title[:2] for cell in closed] == [f"{number:02}" for number in range(1, 22)]
    assert {cell.text for cell in closed} == {DRAWN}
    lights = later.screens.panels["objectives"]["Standings over time"][0]
    assert [cell.text for cell in lights] == ["met", "at risk", "missed"] * 7
    assert [cell.color for cell in lights[:3]] == ["#3f7f5f", "#d97706", "#c81e1e"]
    assert later.screens.cell("objectives", "Is the sheet met?")[1:] == ("7 missed", "red")


def test_long_lists_end_after_two_hundred_rows_the_last_first(later: Later) -> None:
    rows = later.screens.rows("objectives", "Closed and missed")
    assert len(rows) == MOST_ROWS
    assert {row["share"] for row in rows} <= {f"{100 * met / 20:.0f}%" for met in range(10, 18)}


def test_the_week_has_every_hour_of_four_weeks(later: Later) -> None:
    week = later.screens.rows("hotline", "Counted calls by weekday and hour")
    numbers = [int(text) for row in week for hour, text in row.items() if hour != "day"]
    assert len(numbers) == 7 * 24
    assert sum(numbers) == pytest.approx(28 * CALLS_A_DAY, rel=0.02)


def test_identifiers_are_never_numbers_with_a_unit(later: Later) -> None:
    tickets = [row["ticket"] for row in later.screens.rows("tickets", "Open tickets, the first due first")]
    assert all(re.fullmatch(r"\d{8}-\d{7}", ticket) for ticket in tickets)
    assert later.screens.rows("agents", "Attempts by agent")[0]["agent"] == "1001"
    assert later.screens.text("health", "Events kept") == "9,000,000"
    assert later.screens.text("health", "Event log on disk") == "858.3 MiB"
