"""What is to be changed in a Grafana, from what is wanted and what is there."""

from typing import Any

import pytest

from dashboards.publishing import Do, Found, Step, Thing, Wanted, differences, for_site, shortly, steps, version_of

BOARD: dict[str, Any] = {"uid": "b", "title": "B", "panels": [{"id": 1, "type": "stat"}], "schemaVersion": 41}
SOURCE: dict[str, Any] = {"uid": "s", "name": "S", "url": "http://a", "secureJsonData": {"password": "x"}}
FOLDER = {"title": "Third Ring", "version": 3}
META = {"folderUid": "thirdring"}
WANTED = Wanted([SOURCE], [BOARD])
THERE_SOURCE = {"uid": "s", "name": "S", "url": "http://a", "version": 4, "secureJsonFields": {"password": True}}
THERE_BOARD = {"dashboard": {**BOARD, "id": 9, "version": 7, "schemaVersion": 42}, "meta": META}


def planned(folder: Any = FOLDER, source: Any = THERE_SOURCE, board: Any = THERE_BOARD) -> list[Step]:
    return list(steps(WANTED, Found(folder, {"s": source}, {"b": board})))


def test_into_an_empty_grafana_the_folder_comes_first_and_boards_last() -> None:
    made = planned(None, None, None)
    assert [(step.do, step.thing) for step in made] == [
        (Do.MAKE, Thing.FOLDER),
        (Do.MAKE, Thing.SOURCE),
        (Do.MAKE, Thing.BOARD),
    ]


def test_where_all_is_there_nothing_is_done_whatever_grafana_counts_and_migrates() -> None:
    assert planned() == []


def test_a_board_is_changed_from_the_version_that_was_looked_at() -> None:
    found = {"dashboard": {**BOARD, "title": "other", "id": 9, "version": 7}, "meta": META}
    (step,) = planned(board=found)
    assert (step.do, step.differences) == (Do.CHANGE, ("title",))
    assert step.body == {
        "dashboard": {**BOARD, "id": 9, "version": 7},
        "folderUid": "thirdring",
        "overwrite": False,
    }


def test_a_source_is_changed_from_its_version_too_and_sent_its_secret() -> None:
    (step,) = planned(source={**THERE_SOURCE, "url": "http://b"})
    assert (step.path, step.differences) == ("/api/datasources/uid/s", ("url",))
    assert step.body == {**SOURCE, "version": 4}


@pytest.mark.parametrize(
    ("wanted", "found", "different"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, ()),
        ({"a": 1}, {"a": "1"}, ("a",)),
        ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [1, {"c": 3}]}}, ("a.b.1.c",)),
        ({"a": [1, 2]}, {"a": [1]}, ("a",)),
        ({"a": []}, {}, ()),
        ({"a": False}, {}, ()),
        ({"a": True}, {}, ("a",)),
        ({"id": 1, "version": 2, "p": [{"id": 1}]}, {"id": 5, "version": 6, "p": [{"id": 2}]}, ("p.0.id",)),
    ],
)
def test_what_grafana_adds_is_no_difference_and_what_it_lacks_is(wanted: Any, found: Any, different: Any) -> None:
    assert differences(wanted, found) == different


def test_many_differences_are_told_shortly() -> None:
    assert shortly(["a", "b"]) == "a, b"
    assert shortly(list("abcdef")) == "a, b, c, d … +2"


@pytest.mark.parametrize(
    ("health", "version"),
    [
        ({"version": "11.6.0"}, (11, 6)),
        ({"version": "13.1.0+security-01"}, (13, 1)),
        ({"database": "ok"}, None),
        ({"version": ""}, None),
        ({"version": None}, None),
        ("text", None),
        (None, None),
    ],
)
def test_a_version_is_read_where_there_is_one(health: object, version: object) -> None:
    assert version_of(health) == version


def test_a_sites_values_go_into_text_variables_only_and_leave_the_board_alone() -> None:
    text, other = {"type": "textbox", "query": "x"}, {"type": "query", "query": "y"}
    variables = [{**text, "name": "service"}, {**other, "name": "service"}]
    board = {"templating": {"list": variables}}
    made = for_site(board, {"service": "http://z"})
    assert [one["query"] for one in made["templating"]["list"]] == ["http://z", "y"]
    assert board["templating"]["list"][0]["query"] == "x"
