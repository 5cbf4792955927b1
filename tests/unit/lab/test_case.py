"""What a case expects, held against what a command said."""

import json

from lab.case import Said, after_arrival, compare, differences

CALL = {"arrived_at": "2026-11-28T01:20:00Z", "answered_at": "2026-11-28T01:20:03.500000Z", "agent": "1001"}
SAID = Said(json.dumps(CALL) + "\n", "1 call\n", 0)


def test_what_is_as_expected_has_no_differences() -> None:
    run = {"calls": [{"agent": "1001", "answered_after": 3.5}], "says": ["1 call"], "never": ["2 calls"]}
    assert differences(run, SAID) == []


def test_every_kind_of_difference_is_told() -> None:
    run = {"calls": [{"agent": "1002"}, {}], "says": ["2 calls"], "never": ["1 call"], "exit": 1}
    assert [each.what for each in differences(run, SAID)] == [
        "exit code",
        "number of calls",
        "call 1.agent",
        "says",
        "never says",
    ]


def test_instants_are_seconds_after_the_arrival_and_null_where_there_is_none() -> None:
    call = after_arrival(dict(CALL))
    assert (call["answered_after"], call["alerted_after"]) == (3.5, None)


def test_numbers_may_differ_by_a_millisecond_and_null_is_no_number() -> None:
    assert list(compare("x", 3.0, 3.0009)) == []
    assert [(each.expected, each.got) for each in compare("x", 3.0, 3.002)] == [(3.0, 3.002)]
    assert [(each.expected, each.got) for each in compare("x", 0, None)] == [(0, None)]


def test_a_list_is_compared_item_by_item_and_its_length_counts() -> None:
    assert [each.what for each in compare("x", [{"a": 1}, {"a": 2}], [{"a": 1}, {"a": 3}])] == ["x 2.a"]
    assert [each.what for each in compare("x", [1], [1, 2])] == ["x"]
