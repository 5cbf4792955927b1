"""What went wrong on boards that a person looked at, each as a rule over all boards and both languages."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from dashboards import build, tones
from dashboards.tiles import Kind, Site
from metrics.calls.service_level import Policy
from metrics.prometheus import labels
from tests.unit.dashboards.sizes import panel_pixels, text_pixels

Json = dict[str, Any]
IDENTIFIERS = {"number", "ticket", "pbx", "linkedid", "id", "agent", "objective"}
SCREEN_PIXELS, ROW_PIXELS, EDGE_PIXELS = 1080, 38, 24
CELL_PIXELS, CELL_PADDING = 14, 22
_AROUND_TEXT_PIXELS = 24  # between the edges of a panel's place and its text
_SIGN_PIXELS = 87  # after a heading: the description's sign, and room that Grafana 12 keeps for a menu
SCHEMA = 41  # of Grafana 11.6, which newer ones migrate by themselves


class Placed(NamedTuple):
    board: str
    panel: Json

    def __str__(self) -> str:
        return f"{self.board}-{self.panel['id']}"


def boards() -> dict[str, Json]:
    return {name.removesuffix(".json"): json.loads(text) for name, text in build.files(Policy()).items()}


BOARDS = boards()
PLACED = [Placed(name, panel) for name, board in BOARDS.items() for panel in board["panels"]]
HEADINGS = [placed for placed in PLACED if placed.panel["type"] == "text"]
PANELS = [placed for placed in PLACED if placed.panel["type"] != "text"]
STATS = [placed for placed in PANELS if placed.panel["type"] == "stat"]
TABLES = [placed for placed in PANELS if placed.panel["type"] == "table"]


def columns(panel: Json) -> Iterator[tuple[str, Json]]:
    """The name of each column that has something of its own, and what it has."""
    for override in panel["fieldConfig"]["overrides"]:
        yield override["matcher"]["options"], {told["id"]: told["value"] for told in override["properties"]}


def special(panel: Json) -> dict[str, Json]:
    found = (one for one in panel["fieldConfig"]["defaults"]["mappings"] if one["type"] == "special")
    return {one["options"]["match"]: one["options"]["result"] for one in found}


@pytest.mark.parametrize("placed", TABLES, ids=str)
def test_an_identifier_is_text_and_never_a_number_with_a_unit(placed: Placed) -> None:
    for name, told in columns(placed.panel):
        if name in IDENTIFIERS or told.get("displayName") in IDENTIFIERS:
            assert told.get("unit") == "string", name


@pytest.mark.parametrize("placed", STATS, ids=str)
def test_no_data_no_calls_and_service_away_are_three_words(placed: Placed) -> None:
    defaults, words = placed.panel["fieldConfig"]["defaults"], special(placed.panel)
    assert set(words) == {"nan", "null"}
    values: Json = {}
    for one in defaults["mappings"]:
        values |= one["options"] if one["type"] == "value" else {}
    said = [words["nan"]["text"], words["null"]["text"], values["-1"]["text"]]
    assert len(set(said)) == 3
    assert defaults["noValue"] == words["null"]["text"]


@pytest.mark.parametrize("placed", [placed for placed in PANELS if placed.panel["type"] != "stat"], ids=str)
def test_no_mapping_hides_that_there_is_no_data(placed: Placed) -> None:
    assert special(placed.panel) == {}


@pytest.mark.parametrize("placed", PANELS, ids=str)
def test_where_no_answer_came_no_panel_says_that_there_is_none(placed: Placed) -> None:
    """Prometheus that is gone and a list that is empty look the same to Grafana: good news is an answer of its own."""
    assert placed.panel["fieldConfig"]["defaults"]["noValue"] not in ("none", "无")


@pytest.mark.parametrize("placed", HEADINGS, ids=str)
def test_a_heading_asks_nobody_and_is_no_higher_than_its_panel(placed: Placed) -> None:
    assert "targets" not in placed.panel
    style = dict(re.findall(r"([\w-]+):([^;\"]+)", placed.panel["options"]["content"].partition(">")[0]))
    room = placed.panel["gridPos"]["h"] * ROW_PIXELS - _AROUND_TEXT_PIXELS
    assert int(style["font-size"].removesuffix("px")) <= int(style["line-height"].removesuffix("px")) <= room


@pytest.mark.parametrize("placed", STATS, ids=str)
def test_a_figure_has_both_sizes_and_no_gradient(placed: Placed) -> None:
    options = placed.panel["options"]
    assert options["text"]["titleSize"]
    assert options["text"]["valueSize"]
    assert options["colorMode"] in ("background_solid", "value")
    assert options["reduceOptions"]["calcs"] == ["last"]  # lastNotNull makes null of NaN


@pytest.mark.parametrize("placed", [one for one in STATS if len(one.panel["targets"]) == 1], ids=str)
def test_a_single_figure_always_has_a_series_and_so_its_title(placed: Placed) -> None:
    [target] = placed.panel["targets"]
    if "expr" in target and "{{" not in target["legendFormat"]:
        assert re.search(r"vector\(-?\d+\)$|^vector\(", target["expr"]), target["expr"]


@pytest.mark.parametrize("name", [name for name in BOARDS if "-wall-" in name])
def test_a_wall_is_no_higher_than_its_screen(name: str) -> None:
    places = [panel["gridPos"] for panel in BOARDS[name]["panels"]]
    assert max(at["y"] + at["h"] for at in places) * ROW_PIXELS + EDGE_PIXELS <= SCREEN_PIXELS


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_goes_by_the_sites_time_zone_and_has_the_oldest_schema(name: str) -> None:
    assert BOARDS[name]["timezone"] == build.TIMEZONE
    assert BOARDS[name]["schemaVersion"] == SCHEMA


TRANSLATED = {
    "disposition": labels.DISPOSITION,
    "outcome": labels.OUTCOME,
    "reason": labels.REASON,
    "measurement": labels.MEASUREMENT,
    "state": labels.AGENT_STATE,
}


@pytest.mark.parametrize("language", build.LANGUAGES)
def test_every_series_has_a_name_in_the_boards_language(language: str) -> None:
    for board in build.boards(Site(language)):
        for tile in board.tiles:
            for query in tile.queries:
                for label in re.findall(r"^\{\{(\w+)\}\}$", query.legend):
                    if label not in TRANSLATED:
                        assert label in ("le", "pbx", "hotline", "agent", "event", "objective", "shift"), query.legend
                        continue
                    known = labels.CALLBACK_OUTCOME if "callback_attempts" in query.expr else TRANSLATED[label]
                    assert known.values is not None
                    assert known.values <= set(tile.words), f"{tile.title}: {known.values - set(tile.words)}"


@pytest.mark.parametrize("placed", [one for one in TABLES if "custom.width" in json.dumps(one.panel)], ids=str)
def test_a_column_holds_its_longest_word(placed: Placed) -> None:
    told = dict(columns(placed.panel))
    widths = [one["custom.width"] for one in told.values() if "custom.width" in one]
    free = [one for one in told.values() if "custom.width" not in one]
    room = panel_pixels(placed.panel["gridPos"]["w"]) - sum(widths)
    assert room >= 0
    for one in told.values():
        width = one.get("custom.width", room / max(1, len(free)))
        for word in words_of(one):
            assert text_pixels(word, CELL_PIXELS) + CELL_PADDING <= width, (word, width)


@pytest.mark.parametrize("placed", TABLES, ids=str)
def test_a_link_is_made_of_what_a_cell_holds_and_not_of_the_word_that_stands_for_it(placed: Placed) -> None:
    """Grafana puts the word of a mapping into a link: /calls/main/open leads to no receipt."""
    told = dict(columns(placed.panel))
    for name, one in told.items():
        for link in one.get("links", []):
            shown = re.findall(r"__data\.fields\.(\w+)", link["url"]) + [name] * ("__value.text" in link["url"])
            for each in shown:
                assert {found["type"] for found in told[each].get("mappings", [])} <= {"special"}, (name, each)


MENU_PIXELS = 300


def beside_the_menu(placed: Placed) -> float:
    return panel_pixels(placed.panel["gridPos"]["w"]) * (1 - MENU_PIXELS / 1920)


@pytest.mark.parametrize("placed", TABLES, ids=str)
def test_all_columns_are_seen_beside_that_menu(placed: Placed) -> None:
    """The last one is the receipt that proves the row."""
    told = [one for _, one in columns(placed.panel)]
    widths = [one["custom.width"] for one in told if "custom.width" in one]
    free = [one for one in told if "custom.width" not in one]
    if "width" not in placed.panel["fieldConfig"]["defaults"].get("custom", {}):
        room = beside_the_menu(placed) - sum(widths)
        assert room >= 150 * len(free)
        for name, one in columns(placed.panel):
            width = one.get("custom.width", room / max(1, len(free)))
            assert text_pixels(one.get("displayName", name), CELL_PIXELS) + CELL_PADDING <= width, name


@pytest.mark.parametrize("placed", TABLES, ids=str)
def test_a_table_of_hours_has_room_beside_the_menu_that_grafana_12_keeps_open(placed: Placed) -> None:
    """In less it scrolls sideways, and the evening is out of sight."""
    hour = placed.panel["fieldConfig"]["defaults"].get("custom", {}).get("width")
    if hour is not None:
        [day] = [one["custom.width"] for _, one in columns(placed.panel) if "custom.width" in one]
        assert day + 24 * hour <= panel_pixels(placed.panel["gridPos"]["w"]) - MENU_PIXELS


@pytest.mark.parametrize("placed", STATS, ids=str)
def test_a_figures_heading_is_not_cut_beside_that_menu(placed: Placed) -> None:
    room = beside_the_menu(placed)
    assert text_pixels(placed.panel["title"], CELL_PIXELS) + _SIGN_PIXELS <= room


@pytest.mark.parametrize("placed", TABLES, ids=str)
def test_a_column_without_a_width_has_the_room_that_grafana_12_gives_it(placed: Placed) -> None:
    """In less the table scrolls sideways."""
    told = dict(columns(placed.panel))
    widths = [one["custom.width"] for one in told.values() if "custom.width" in one]
    if "width" not in placed.panel["fieldConfig"]["defaults"].get("custom", {}):
        free = len(told) - len(widths)
        assert (panel_pixels(placed.panel["gridPos"]["w"]) - sum(widths)) / max(1, free) >= 150 or not free


@pytest.mark.parametrize("placed", PANELS, ids=str)
def test_no_panel_has_what_grafana_12_and_13_put_elsewhere(placed: Placed) -> None:
    text = json.dumps(placed.panel)
    assert not re.search(r'"viz": true|custom\.hidden|wrapText', text)
    assert not placed.panel.get("options", {}).get("footer", {}).get("show")


@pytest.mark.parametrize("placed", PANELS, ids=str)
def test_what_is_counted_over_a_time_has_the_name_of_a_counter(placed: Placed) -> None:
    """Of another name Prometheus says that it might be no counter, and Grafana puts a sign on the panel."""
    for target in placed.panel["targets"]:
        for name in re.findall(r"(?:increase|rate)\(([\w:]+)", target.get("expr", "")):
            assert name.endswith(("_total", "_sum", "_count", "_bucket")), name


def words_of(column: Json) -> Iterator[str]:
    if "displayName" in column:
        yield column["displayName"]
    for mapping in column.get("mappings", []):
        if mapping["type"] == "value":
            yield from (result["text"] for result in mapping["options"].values())


def test_no_panel_has_buttons_to_turn_pages() -> None:
    assert {placed.panel["options"]["perPage"] for placed in PANELS if placed.panel["type"] == "state-timeline"} == {0}


def test_colours_come_from_one_table() -> None:
    exemplars = "rgba(255,0,255,0.7)"  # of every heat map; we have none
    known = {tones.paint(tone, on) for tone in tones.Tone for on in tones.Surface} | {
        *tones.OUTCOMES.values(),
        *tones.EVENTS.values(),
        exemplars,
    }
    used = set(re.findall(r'"(?:color|fixedColor|iconColor)": "([^"]+)"', json.dumps(BOARDS)))
    assert used <= known


def test_units_of_chinese_boards_are_not_grafanas_english_ones() -> None:
    for name, board in BOARDS.items():
        if name.endswith("-zh"):
            units = set(re.findall(r'"unit": "([^"]+)"', json.dumps(board, ensure_ascii=False)))
            assert units & {"short", "s", "m", "h", "d", "cps", "dtdurations"} == set(), (name, units)


def test_every_kind_of_panel_is_on_some_board() -> None:
    assert {tile.kind for board in build.boards(Site()) for tile in board.tiles} == set(Kind)


def test_the_alerts_link_shows_what_fires_and_not_every_rule() -> None:
    """Grafana 11.6 drops a `dataSource` of its own and lists recorded series as well."""
    for name, board in BOARDS.items():
        (alerts,) = (link["url"] for link in board["links"] if link["type"] == "link")
        assert alerts.endswith("?search=datasource:%22${source:text}%22%20state:firing%20type:alerting"), name
