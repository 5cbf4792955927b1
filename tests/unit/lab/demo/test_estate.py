"""The made-up estate of the demo."""

from datetime import date

from lab.desk import estate
from telephony.numbers import e164

AGENTS = ("1001", "1002", "1003")
HOUSEHOLDS = estate.households(AGENTS, date(2019, 9, 1))


def test_every_place_is_there_once_with_somebody_and_a_housekeeper() -> None:
    assert len({each.place for each in HOUSEHOLDS}) == len(HOUSEHOLDS) == 240
    assert all(each.people and each.documents for each in HOUSEHOLDS)
    assert {each.housekeeper for each in HOUSEHOLDS} == set(AGENTS)


def test_names_are_of_two_or_three_characters() -> None:
    assert {len(person.name) for each in HOUSEHOLDS for person in each.people} == {2, 3}


def test_numbers_are_of_a_block_that_nobody_has_and_belong_to_one_person() -> None:
    numbers = estate.numbers_of(HOUSEHOLDS)

    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("1380000") for number in numbers)
    phones = [phone for each in HOUSEHOLDS for person in each.people for phone in person.phones]
    assert all(e164(phone.raw) == phone.number for phone in phones)


def test_the_estate_is_the_same_every_time() -> None:
    assert estate.households(AGENTS, date(2019, 9, 1)) == HOUSEHOLDS
