"""Who is away, and who stands in for whom."""

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.shifts.stand_ins import Away, Piece, StandIns


def away(person: str, stand_in: str | None = None, since_us: int = 0, until_us: int = 9_000) -> Away:
    return Away(person, stand_in, since_us, until_us)


def stands_for(absences: list[Away], person: str, at_us: int) -> str | None:
    return StandIns(absences).of(person, at_us)


def test_whoever_is_there_stands_for_themselves() -> None:
    assert stands_for([away("李强", "赵敏")], "王芳", 1_500) == "王芳"


def test_an_absence_holds_from_its_begin_to_before_its_end() -> None:
    absences = [away("王芳", "赵敏", 10, 20)]
    assert [stands_for(absences, "王芳", at_us) for at_us in (9, 10, 19, 20)] == ["王芳", "赵敏", "赵敏", "王芳"]
    assert [absences[0].holds(at_us) for at_us in (9, 10, 19, 20)] == [False, True, True, False]


def test_nobody_stands_for_somebody_who_is_away_without_a_stand_in() -> None:
    assert stands_for([away("王芳")], "王芳", 1) is None


def test_a_stand_in_who_is_away_too_has_their_own_stand_in() -> None:
    absences = [away("王芳", "李强"), away("李强", "赵敏"), away("赵敏", "陈刚")]
    assert stands_for(absences, "王芳", 1) == "陈刚"
    assert stands_for([*absences, away("陈刚")], "王芳", 1) is None


@pytest.mark.parametrize("person", ["王芳", "李强", "赵敏", "周杰"])
def test_a_circle_of_stand_ins_ends_with_nobody(person: str) -> None:
    circle = [away("王芳", "李强"), away("李强", "赵敏"), away("赵敏", "王芳"), away("周杰", "王芳")]
    assert stands_for(circle, person, 1) is None
    assert StandIns(circle).over(person, 1, 5) == [Piece(1, 5, None)]


def test_of_two_absences_at_once_that_which_began_last_holds() -> None:
    absences = [away("王芳", "赵敏", 5), away("王芳", "李强", 3)]
    assert [stands_for(absences, "王芳", at_us) for at_us in (2, 4, 5, 6)] == ["王芳", "李强", "赵敏", "赵敏"]
    earlier = [away("王芳", "赵敏", 5, 7), away("王芳", "李强", 3)]
    assert stands_for(earlier, "王芳", 7) == "李强"


def test_an_absence_with_a_stand_in_holds_before_one_without() -> None:
    assert stands_for([away("王芳", None, 5), away("王芳", "李强", 3)], "王芳", 6) == "李强"


def test_over_a_time_each_who_stands_in_has_a_piece_of_it() -> None:
    stand_ins = StandIns([away("王芳", "李强", 10, 40), away("李强", "赵敏", 20, 30), away("李强", None, 38, 50)])
    assert stand_ins.over("王芳", 5, 45) == [
        Piece(5, 10, "王芳"),
        Piece(10, 20, "李强"),
        Piece(20, 30, "赵敏"),
        Piece(30, 38, "李强"),
        Piece(38, 40, None),
        Piece(40, 45, "王芳"),
    ]
    assert stand_ins.over("王芳", 40, 45) == [Piece(40, 45, "王芳")]
    assert stand_ins.over("王芳", 12, 15) == [Piece(12, 15, "李强")]
    assert stand_ins.over("赵敏", 5, 45) == [Piece(5, 45, "赵敏")]


names = st.sampled_from("abcde")
absences = st.lists(st.builds(Away, names, st.none() | names, st.integers(0, 20), st.integers(21, 40)), max_size=8)


@given(absences, names, st.integers(0, 40))
def test_who_stands_in_is_there_themselves(found: list[Away], person: str, at_us: int) -> None:
    stands = stands_for(found, person, at_us)
    gone = {each.person for each in found if each.holds(at_us)}
    assert stands is None or stands not in gone
    assert stands == person if person not in gone else stands != person
    idle = [each for each in found if each.holds(at_us)]
    assert stands_for(idle, person, at_us) == stands


@given(absences, names, st.integers(0, 40), st.integers(1, 40))
def test_over_a_time_it_is_at_each_instant_who_stands_in_then(
    found: list[Away], person: str, since_us: int, lasts_us: int
) -> None:
    pieces = StandIns(found).over(person, since_us, since_us + lasts_us)
    assert (pieces[0].since_us, pieces[-1].until_us) == (since_us, since_us + lasts_us)
    assert all(earlier.until_us == later.since_us for earlier, later in pairwise(pieces))
    for piece in pieces:
        assert {stands_for(found, person, at_us) for at_us in range(*piece[:2])} == {piece.taken_by}


def test_a_circle_of_stand_ins_is_known_before_it_is_entered_where_all_are_away_at_one_moment() -> None:
    others = StandIns([Away("李强", "赵敏", 0, 10), Away("赵敏", "王芳", 5, 20), Away("周杰", "周杰", 0, 99)])
    assert others.come_back_to(Away("王芳", "李强", 0, 6))
    assert not others.come_back_to(Away("王芳", "李强", 0, 5))
    assert not others.come_back_to(Away("王芳", "李强", 10, 20))
    assert not others.come_back_to(Away("王芳", None, 0, 20))
    assert not others.come_back_to(Away("孙丽", "王芳", 0, 20))
    twice = StandIns([Away("李强", "赵敏", 0, 10), Away("赵敏", "李强", 0, 10)])
    assert not twice.come_back_to(Away("王芳", "李强", 0, 6))


def test_a_circle_through_somebody_who_is_away_a_second_time_is_known_too() -> None:
    others = StandIns([Away("李强", "王芳", 0, 10), Away("王芳", "赵敏", 0, 10)])
    assert others.come_back_to(Away("王芳", "李强", 0, 6))


def test_a_chain_of_300_stand_ins_costs_milliseconds() -> None:
    """Looked at for each link and each moment, these would be 27 million."""
    chain = [away(f"p{n}", f"p{n + 1}", n, 9_000 + n) for n in range(300)]
    begun = process_time()
    stand_ins = StandIns(chain)
    assert stand_ins.of("p0", 5_000) == "p300"
    assert [piece.taken_by for piece in stand_ins.over("p0", 0, 9_000)] == [*(f"p{n}" for n in range(1, 301))]
    assert stand_ins.come_back_to(away("p300", "p0"))
    assert process_time() - begun < 0.2


def test_very_many_absences_of_one_person_cost_little() -> None:
    short = [away("王芳", "李强", n, n + 1) for n in range(0, 40_000, 2)]
    begun = process_time()
    assert StandIns(short).of("王芳", 20_000) == "李强"
    assert process_time() - begun < 1
