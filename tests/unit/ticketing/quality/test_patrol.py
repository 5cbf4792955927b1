"""What is noticed about the scans of a round."""

import pytest

from ticketing.inspections.patrol import Carrier, Handed, Mark, Scan, Strength, marks, strength

SECOND = 1_000_000
BEGIN = 1_790_000_000 * SECOND


def scan(number: int, item: str, seconds: float, **of: object) -> Scan:
    at_us = BEGIN + int(seconds * SECOND)
    return Scan(number, item, number, "phone", at_us, at_us)._replace(**of)  # type: ignore[arg-type]


def told(*own: Scan, others: tuple[Scan, ...] = ()) -> dict[int, list[str]]:
    return {number: [mark.value for mark in some] for number, some in marks(own, others).items() if some}


def test_a_round_at_the_pace_of_somebody_who_looks_has_no_mark() -> None:
    assert told(*(scan(at, f"point {at}", 90 * at) for at in range(11))) == {}


@pytest.mark.parametrize(("seconds", "expected"), [(9, {1: ["in_seconds"], 2: ["in_seconds"]}), (10, {})])
def test_two_points_within_seconds_are_marked(seconds: int, expected: dict[int, list[str]]) -> None:
    assert told(scan(1, "lobbies", 0), scan(2, "grounds", seconds)) == expected


def test_three_points_within_a_minute_are_too_fast_and_two_are_not() -> None:
    some = scan(1, "a", 0), scan(2, "b", 29), scan(3, "c", 59), scan(4, "d", 300)
    assert told(*some) == {number: ["too_fast"] for number in (1, 2, 3)}
    assert told(scan(1, "a", 0), scan(2, "b", 29), scan(3, "c", 60)) == {}


def test_the_same_code_twice_is_a_slip_of_the_hand() -> None:
    assert told(scan(1, "a", 0, code=7), scan(2, "a", 2, code=7), scan(3, "b", 60)) == {}


def test_the_order_is_that_of_the_telephone_whatever_arrives_first() -> None:
    assert told(scan(2, "b", 60), scan(1, "a", 0), scan(3, "c", 120)) == {}


@pytest.mark.parametrize(
    ("minutes", "device", "expected"), [(29, "other", ["two_telephones"]), (30, "other", []), (5, "phone", [])]
)
def test_one_code_on_two_telephones_within_half_an_hour_is_marked(
    minutes: int, device: str, expected: list[str]
) -> None:
    other = scan(9, "a", 60 * minutes, code=1, device=device)
    assert told(scan(1, "a", 0), others=(other,)).get(1, []) == expected


def test_in_one_round_the_tag_and_the_printed_code_of_a_point_are_one_point() -> None:
    tag, paper = scan(1, "a", 0, carrier=Carrier.TAG), scan(2, "a", 300, device="other")
    assert told(tag, paper) == {1: ["two_telephones"], 2: ["two_telephones"]}
    assert told(tag, paper._replace(item="b")) == {}
    assert told(tag, paper._replace(device="phone")) == {}


def test_between_rounds_it_is_the_code_that_counts() -> None:
    assert told(scan(1, "a", 0), others=(scan(2, "a", 300, device="other"),)) == {}


def test_a_code_that_was_replaced_or_never_made_is_marked_and_counts_as_weaker() -> None:
    old, unknown = scan(1, "a", 0, ended_us=BEGIN), scan(2, "b", 100, code=None)
    assert told(old, unknown) == {1: ["old_code"], 2: ["unknown_code"]}
    assert told(scan(1, "a", 0, ended_us=BEGIN + SECOND)) == {}
    assert [strength(one) for one in (old, unknown, None)] == [Strength.STATIC_CODE, Strength.NO_CODE, Strength.NO_CODE]


def test_a_tag_proves_more_than_paper_unless_nobody_made_its_code() -> None:
    tag = scan(1, "a", 0, carrier=Carrier.TAG)
    assert [strength(one) for one in (tag, tag._replace(code=None))] == [Strength.TAG, Strength.NO_CODE]


@pytest.mark.parametrize(("ahead", "expected"), [(60, []), (61, ["clock_ahead"]), (-300, []), (-301, ["sent_later"])])
def test_the_two_clocks_stand_beside_each_other(ahead: int, expected: list[str]) -> None:
    one = scan(1, "a", 0, device_at_us=BEGIN + ahead * SECOND)
    assert [mark.value for mark in marks([one])[1]] == expected
    assert all(isinstance(mark, Mark) for mark in marks([one])[1])


@pytest.mark.parametrize(("arrived", "expected"), [(9, {1, 2, 3}), (10, set())])
def test_points_that_are_apart_by_the_telephone_alone_are_marked(arrived: int, expected: set[int]) -> None:
    at_us = [BEGIN + seconds * SECOND for seconds in (200, 200, 200 + arrived)]
    some = [scan(number, f"point {number}", 80 * number, at_us=at) for number, at in enumerate(at_us, start=1)]
    assert {number for number, told_of in told(*some).items() if told_of == ["sent_together"]} == expected


def test_what_comes_after_the_form_and_after_the_signature_is_marked() -> None:
    some = [scan(number, f"point {number}", 100 * number) for number in (1, 2, 3)]
    found = marks(some, handed=Handed(some[0].at_us, some[1].at_us))
    assert [list(found[number]) for number in (1, 2, 3)] == [[], ["late"], ["late", "after_signature"]]
    assert [list(marks(some, handed=Handed(some[0].at_us))[number]) for number in (1, 3)] == [[], ["late"]]


@pytest.mark.parametrize(("arrived", "expected"), [(-1, {}), (0, {1: ["old_code"]})])
def test_a_code_counts_as_old_only_where_both_clocks_say_so(arrived: int, expected: dict[int, list[str]]) -> None:
    one = scan(1, "a", 10, at_us=BEGIN + (10 + arrived) * SECOND, ended_us=BEGIN + 10 * SECOND)
    assert told(one) == expected


def test_a_round_may_end_where_it_began() -> None:
    some = scan(1, "a", 0), scan(2, "b", 9), scan(3, "c", 300), scan(4, "a", 600)
    assert told(*some) == {1: ["in_seconds"], 2: ["in_seconds"]}


def test_points_that_arrive_together_since_the_telephone_was_without_a_network_are_sent_later_and_no_more() -> None:
    some = [
        scan(number, f"point {number}", 801, device_at_us=BEGIN + seconds * SECOND)
        for number, seconds in ((1, 0), (2, 400), (3, 800))
    ]
    assert told(*some) == {1: ["sent_later"], 2: ["sent_later"]}
