"""The reader of panels reads as Grafana 11.6 does."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.unit.dashboards.cells import said, written
from tests.unit.dashboards.shown import DRAWN, Series, Shown, of_rows, of_series

PLAIN: dict[str, Any] = {"unit": "none", "color": {"mode": "thresholds"}, "noValue": "nothing"}
STEPS = {"thresholds": {"steps": [{"value": None, "color": "text"}, {"value": 1, "color": "red"}]}}
HAS = {**PLAIN, **STEPS, "mappings": []}


def special(match: str, text: str) -> dict[str, Any]:
    return {"type": "special", "options": {"match": match, "result": {"text": text, "color": "grey"}}}


@pytest.mark.parametrize(
    ("number", "unit", "decimals", "text"),
    [
        (0.8995, "percentunit", 1, "90.0%"),
        (1234.5, "locale", 0, "1,235"),
        (0.5, "locale", 1, "0.5"),
        (16.34, "suffix: s", 1, "16.3 s"),
        (16.34, "suffix: s", None, "16.3 s"),
        (6.648, "suffix: s", None, "6.65 s"),
        (404 * 1024, "bytes", 1, "404.0 KiB"),
        (math.inf, "none", 0, "∞"),
    ],
)
def test_a_number_is_written_in_its_unit(number: float, unit: str, decimals: int | None, text: str) -> None:
    assert written(number, unit, decimals) == text


def test_a_threshold_colours_what_no_mapping_takes() -> None:
    assert said(HAS, 0) == ("0", "text")
    assert said(HAS, 1) == ("1", "red")
    value = {"type": "value", "options": {"1": {"text": "yes", "color": "green"}}}
    assert said({**HAS, "mappings": [value]}, 1) == ("yes", "green")


def test_null_and_a_share_of_nothing_are_two_things_and_without_a_mapping_two_words() -> None:
    assert [said(HAS, value)[0] for value in (None, math.nan)] == ["nothing", "NaN"]
    told = {**HAS, "mappings": [special("nan", "no calls"), special("null", "no data")]}
    assert [said(told, value) for value in (None, math.nan)] == [("no data", "grey"), ("no calls", "grey")]


def test_a_text_that_looks_like_a_number_is_one_unless_its_unit_says_string() -> None:
    assert said({**HAS, "unit": "locale", "decimals": 0}, "1764057600.12")[0] == "1,764,057,600"
    assert said({**HAS, "unit": "string"}, "1764057600.12")[0] == "1764057600.12"


def test_a_moment_is_of_the_boards_time_zone() -> None:
    at = datetime(2026, 11, 28, 17, 5, tzinfo=UTC)
    assert said({**HAS, "unit": "time:YYYY-MM-DD HH:mm"}, at, "Asia/Shanghai")[0] == "2026-11-29 01:05"


def panel(kind: str, **more: Any) -> dict[str, Any]:
    target = {"refId": "A", "legendFormat": "{{state}}"}
    override = {"matcher": {"id": "byName", "options": "idle"}, "properties": [{"id": "displayName", "value": "free"}]}
    return {"type": kind, "targets": [target], "fieldConfig": {"defaults": HAS, "overrides": [override]}, **more}


def test_a_figure_names_its_series_and_says_null_where_there_is_none() -> None:
    answers = {"A": [Series({"state": "idle"}, [3.0]), Series({"state": "talking"}, [0.0])]}
    assert of_series(panel("stat"), answers) == [[Shown("free", "3", "red"), Shown("talking", "0", "text")]]
    assert of_series(panel("stat"), {}) == [[Shown("", "nothing", "text")]]


def test_a_curve_is_drawn_where_it_has_a_number_and_lights_end_where_they_have_none_more() -> None:
    answers = {"A": [Series({"state": "idle"}, [1.0, math.nan])]}
    assert of_series(panel("timeseries"), answers) == [[Shown("free", DRAWN, "text")]]
    assert of_series(panel("timeseries"), {"A": [Series({"state": "idle"}, [math.nan])]})[0][0].text == ""
    assert of_series(panel("state-timeline"), answers) == [[Shown("free", "", "")]]


def test_a_table_without_rows_says_its_word_for_it() -> None:
    assert of_rows(panel("table"), []) == [[Shown("", "nothing")]]
    assert of_rows(panel("table"), [{"state": None}]) == [[Shown("state", "nothing")]]
