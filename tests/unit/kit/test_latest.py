"""The latest of many keys."""

from kit.latest import Latest


def test_the_oldest_makes_room_for_one_too_many() -> None:
    latest: Latest[int] = Latest(2)
    for key in (1, 2, 1, 3):
        latest.add(key)
    assert [key in latest for key in (1, 2, 3)] == [False, True, True]


def test_what_is_taken_out_is_not_there_and_a_copy_goes_its_own_way() -> None:
    latest: Latest[int] = Latest(9)
    latest.add(1)
    other = latest.copy()
    latest.discard(1)
    latest.discard(2)
    other.add(3)
    assert (1 in latest, 3 in latest, 1 in other, 3 in other) == (False, False, True, True)
