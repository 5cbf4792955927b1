"""Who may help: the people of the shift, then those of the settings."""

import pytest

from telephony.rescues import Crew
from tests.unit.ticketing.duty_books import T0, nobody, on_shift
from thirdring.rescue import crew_at
from ticketing.shifts.duty_book import DutyBook

OWN = Crew(("anna",), ("chief",))


@pytest.mark.parametrize("duty", [nobody(), on_shift()], ids=["no shifts", "an empty shift"])
def test_where_nobody_is_on_shift_those_of_the_settings_help(duty: DutyBook) -> None:
    assert crew_at(OWN, duty, T0) == OWN


def test_who_is_on_shift_comes_first_and_nobody_twice() -> None:
    duty = on_shift(["bela", "anna"], ["boss"])
    assert crew_at(OWN, duty, T0) == Crew(("bela", "anna"), ("boss", "chief"))


def test_nobody_helps_while_away_but_who_stands_in() -> None:
    duty = on_shift(["bela"], ["boss"], {"bela": "carl", "boss": None, "anna": "dora", "chief": None})
    assert crew_at(OWN, duty, T0) == Crew(("carl", "dora"), ())
