from ticketing.households.household import Part, Place
from ticketing.households.lookup import Match, ranked

FLAT, SHOP = Place("Garden", "3", "2", "1201"), Place("Garden", "1", "", "S1")


def match(place: Place, part: Part, last_called_at_us: int | None = None) -> Match:
    return Match(1, place, "张三", part, None, False, last_called_at_us)


def test_the_household_a_number_last_called_about_comes_before_the_owner() -> None:
    contact, owner = match(FLAT, Part.CONTACT, 5), match(SHOP, Part.OWNER)
    assert ranked([owner, contact]) == [contact, owner]


def test_of_households_it_never_called_about_the_owner_comes_first() -> None:
    parts = [Part.CONTACT, Part.TENANT, Part.FAMILY, Part.OWNER]
    assert [one.part for one in ranked(match(FLAT, part) for part in parts)] == list(Part)


def test_equals_come_in_the_order_of_their_places() -> None:
    assert [one.place for one in ranked([match(FLAT, Part.OWNER), match(SHOP, Part.OWNER)])] == [SHOP, FLAT]


def test_a_place_is_short_as_people_say_it() -> None:
    assert (FLAT.short, SHOP.short) == ("3-2-1201", "1-S1")
