"""Who is on duty, and which turns have too few people."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import HOUR_US
from ticketing.shifts import on_duty
from ticketing.shifts.ahead import spans
from ticketing.shifts.on_duty import (
    NOBODY,
    OnDuty,
    OnTurn,
    Part,
    Place,
    Seat,
    empty_turns,
    is_short,
    on_turn,
    who_is_on,
)
from ticketing.shifts.patterns import Turn
from ticketing.shifts.stand_ins import Away, StandIns

TODAY = date(2026, 12, 1)
DAY, NIGHT = Turn("day", TODAY, 1_000, 2_000), Turn("night", TODAY, 2_000, 3_000)
ROSTER = {
    ("day", TODAY): (Place("王芳"), Place("李强", Part.MANAGER), Place("赵敏")),
    ("night", TODAY): (Place("陈刚"),),
}
NOBODY_AWAY = StandIns()


def away(person: str, stand_in: str | None = None, since_us: int = 0, until_us: int = 9_000) -> Away:
    return Away(person, stand_in, since_us, until_us)


def without(*absences: Away) -> StandIns:
    return StandIns(absences)


def test_on_duty_are_the_people_of_the_turns_that_run_and_their_managers_apart() -> None:
    found = who_is_on([DAY, NIGHT], ROSTER, NOBODY_AWAY, 1_500)
    assert [each.turn for each in found.turns] == [DAY]
    assert (found.people, found.managers) == (("王芳", "赵敏"), ("李强",))


def test_two_turns_that_run_at_once_are_both_on_and_everybody_is_named_once() -> None:
    office = Turn("office", TODAY, 1_200, 1_800)
    roster = {**ROSTER, ("office", TODAY): (Place("周杰"), Place("王芳"))}
    found = who_is_on([DAY, office], roster, NOBODY_AWAY, 1_500)
    assert [each.turn.shift for each in found.turns] == ["day", "office"]
    assert found.people == ("王芳", "赵敏", "周杰")


def test_a_stand_in_has_the_part_of_whom_they_stand_in_for() -> None:
    found = who_is_on([DAY], ROSTER, without(away("李强", "周杰"), away("王芳")), 1_500)
    assert (found.people, found.managers) == (("赵敏",), ("周杰",))
    assert found.turns[0].seats == (
        Seat("王芳", Part.MEMBER, None),
        Seat("李强", Part.MANAGER, "周杰"),
        Seat("赵敏", Part.MEMBER, "赵敏"),
    )


def test_a_stand_in_who_is_on_the_turn_anyway_counts_once() -> None:
    each = on_turn(DAY, ROSTER, without(away("王芳", "赵敏")), 1_500)
    assert each.present == ("赵敏", "李强")


def test_nobody_is_on_a_turn_for_which_nobody_was_entered() -> None:
    assert on_turn(DAY, {}, NOBODY_AWAY, 1_500) == OnTurn(DAY, ())
    assert who_is_on([NIGHT], ROSTER, NOBODY_AWAY, 1_500) == NOBODY == OnDuty((), (), ())


def test_a_turn_is_short_with_fewer_people_than_it_needs_managers_counted() -> None:
    short = [is_short(DAY._replace(people_min=count), ROSTER, NOBODY_AWAY, 0) for count in (2, 3, 4)]
    assert short == [False, False, True]


def test_a_turn_that_needs_nobody_is_never_short() -> None:
    assert not is_short(DAY._replace(people_min=0), {}, NOBODY_AWAY, 0)
    assert is_short(DAY, {}, NOBODY_AWAY, 0)


@pytest.mark.parametrize(
    ("since_us", "until_us", "short"),
    [(0, 9_000, True), (2_500, 2_600, True), (0, 2_000, False), (3_000, 9_000, False), (0, 2_001, True)],
)
def test_a_turn_is_short_where_somebody_is_away_for_a_part_of_it(since_us: int, until_us: int, short: bool) -> None:
    assert is_short(NIGHT, ROSTER, without(away("陈刚", None, since_us, until_us)), 0) is short


def test_what_is_over_makes_a_turn_short_no_more() -> None:
    absences = without(away("陈刚", None, 2_100, 2_200))
    assert is_short(NIGHT, ROSTER, absences, 2_199)
    assert not is_short(NIGHT, ROSTER, absences, 2_200)


def test_somebody_who_comes_back_for_a_moment_leaves_the_turn_short() -> None:
    twice = without(away("陈刚", None, 0, 2_100), away("陈刚", None, 2_200, 9_000))
    assert is_short(NIGHT, ROSTER, twice, 2_150)


def test_empty_turns_are_those_that_run_or_begin_within_a_day() -> None:
    ahead_us = 24 * HOUR_US
    at_us = 100 * HOUR_US
    nobody = [Turn("day", TODAY, at_us + first, at_us + last) for first, last in (
        (-20, -10), (-20, 0), (-20, 1), (0, 10), (ahead_us, ahead_us + 5), (ahead_us + 1, ahead_us + 5)
    )]  # fmt: skip
    assert empty_turns(nobody, {}, NOBODY_AWAY, at_us) == nobody[2:5]
    assert empty_turns(nobody, {}, NOBODY_AWAY, at_us, 0) == nobody[2:4]
    assert ahead_us == on_duty.AHEAD_US


def test_turns_with_enough_people_are_not_empty() -> None:
    assert empty_turns([DAY, NIGHT], {("day", TODAY): (Place("王芳"),)}, NOBODY_AWAY, 0) == [NIGHT]


names = st.sampled_from("abcde")
absences = st.lists(st.builds(Away, names, st.none() | names, st.integers(0, 20), st.integers(21, 40)), max_size=8)


@given(absences, st.lists(names, unique=True), st.integers(0, 40))
def test_on_duty_are_only_people_who_are_there(found: list[Away], people: list[str], at_us: int) -> None:
    turn = Turn("day", TODAY, 0, 41, len(people))
    roster = {("day", TODAY): tuple(map(Place, people))}
    stand_ins = StandIns(found)
    now = who_is_on([turn], roster, stand_ins, at_us)
    gone = {each.person for each in found if each.holds(at_us)}
    assert not gone & set(now.people)
    assert len(set(now.people)) == len(now.people) <= len(people)
    assert is_short(turn, roster, stand_ins, at_us) or len(now.people) == len(people)


@given(absences, st.lists(names, unique=True), st.integers(0, 40), st.integers(0, 5))
def test_a_turn_is_short_where_at_one_of_its_instants_too_few_are_there(
    found: list[Away], people: list[str], now_us: int, people_min: int
) -> None:
    turn = Turn("day", TODAY, 5, 41, people_min)
    roster, stand_ins = {("day", TODAY): tuple(map(Place, people))}, StandIns(found)
    counts = [len(on_turn(turn, roster, stand_ins, at_us).present) for at_us in range(max(5, now_us), 41)]
    assert is_short(turn, roster, stand_ins, now_us) is (min(counts) < people_min)


def test_many_absences_at_once_hold_nobody_up() -> None:
    """Looked at for each seat and each moment, these would be a billion."""
    people = [f"p{n}" for n in range(100)]
    many = [away(people[n % 100], "deputy", 1_000 + n, 1_900 + n) for n in range(500)]
    roster = {("day", TODAY): tuple(map(Place, people))}
    begun = process_time()
    is_short(DAY, roster, StandIns(many), 0)
    spans([DAY], roster, StandIns(many), 0, 9_000)
    assert process_time() - begun < 1


def test_a_long_chain_of_stand_ins_is_followed_in_milliseconds() -> None:
    """Of 62 days with three people each, as a list shows them."""
    chain = [away(f"p{n}", f"p{n + 1}", n, 9_000 - n) for n in range(100)]
    roster = {("day", TODAY): tuple(Place(f"p{n}") for n in range(3))}
    begun = process_time()
    stand_ins = StandIns(chain)
    assert [is_short(DAY, roster, stand_ins, 0) for _ in range(124)] == [False] * 124
    assert len(spans([DAY, NIGHT], roster, stand_ins, 0, 9_000)) == 1
    assert process_time() - begun < 0.5
