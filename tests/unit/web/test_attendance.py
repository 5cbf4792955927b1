"""Who has no page open any more, and since when."""

from kit.http.attendance import Attendance


def test_who_opened_the_desk_and_closed_all_pages_is_alone_since_the_last_one() -> None:
    there = Attendance()
    there.expect("li", 0)
    there.came("li")
    there.came("li")
    there.left("li", 5)
    assert there.alone() == []
    there.left("li", 7)
    assert (there.alone(), there.alone_for_us("li", 10)) == (["li"], 3)


def test_who_never_opened_the_desk_is_never_alone() -> None:
    there = Attendance()
    there.came("li")
    there.left("li", 5)
    assert there.alone() == []


def test_a_page_whose_stream_never_came_counts_from_when_it_was_opened() -> None:
    there = Attendance()
    there.expect("li", 4)
    assert (there.alone(), there.alone_for_us("li", 10)) == (["li"], 6)


def test_a_page_that_is_loaded_again_begins_the_time_anew() -> None:
    there = Attendance()
    there.expect("li", 0)
    there.came("li")
    there.left("li", 5)
    there.came("li")
    there.left("li", 9)
    assert there.alone_for_us("li", 10) == 1


def test_who_is_forgotten_is_looked_after_again_with_the_next_desk() -> None:
    there = Attendance()
    there.expect("li", 0)
    there.forget("li")
    there.put_off("li", 3)
    assert there.alone() == []
    there.expect("li", 5)
    assert there.alone() == ["li"]
