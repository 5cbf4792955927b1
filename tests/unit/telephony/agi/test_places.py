"""No address takes the places of the others."""

from telephony.agi.places import Places


def test_one_address_has_a_bound_of_its_own() -> None:
    places = Places(4, 2)
    assert [places.take("a") for _ in range(3)] == [True, True, False]
    assert places.take("b")
    places.give_back("a")
    assert places.take("a")


def test_all_together_have_one() -> None:
    places = Places(2, 2)
    assert [places.take(address) for address in "abc"] == [True, True, False]
    places.give_back("b")
    assert places.take("c")
