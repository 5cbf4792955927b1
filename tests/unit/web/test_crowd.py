"""Which connection has to go when there are too many."""

from kit.http.crowd import Crowd


def crowd(most: int = 4, most_of_one: int = 2) -> Crowd[str]:
    return Crowd(most, most_of_one)


def test_of_one_client_the_connection_that_is_idle_longest_goes() -> None:
    there = crowd()
    assert [there.enter("a", one) for one in ("a1", "a2", "a3")] == [None, None, "a1"]
    assert (len(there), there.of("a")) == (2, 2)


def test_who_has_its_request_stays_and_who_comes_is_refused() -> None:
    there = crowd()
    for one in ("a1", "a2"):
        there.enter("a", one)
        there.busy(one)
    assert there.enter("a", "a3") == "a3"
    assert there.enter("b", "b1") is None
    there.idle("a2")
    assert there.enter("a", "a4") == "a2"


def test_when_all_places_are_taken_the_client_with_most_idle_ones_makes_room() -> None:
    there = crowd(most=3)
    for client, one in (("a", "a1"), ("b", "b1"), ("b", "b2")):
        there.enter(client, one)
    assert there.enter("c", "c1") == "b1"
    assert (there.of("a"), there.of("b"), there.of("c")) == (1, 1, 1)


def test_a_proxy_brings_many_clients_and_may_have_all_places() -> None:
    there = crowd()
    assert [there.enter("proxy", f"p{number}", bounded=False) for number in range(4)] == [None] * 4
    assert there.enter("a", "a1") == "p0"


def test_where_the_machine_can_hold_no_more_an_idle_connection_makes_room() -> None:
    there = crowd()
    assert there.make_room() is None
    there.enter("a", "a1")
    assert there.make_room() == "a1"
    assert len(there) == 0


def test_who_has_left_is_nobody() -> None:
    there = crowd()
    there.enter("a", "a1")
    there.leave("a1")
    there.leave("a1")
    there.idle("a1")
    there.busy("a1")
    assert (len(there), there.of("a"), there.make_room()) == (0, 0, None)
