"""Whose phone rings before the queue, and for how long."""

from datetime import UTC

import pytest

from metrics.calls.service_level import Policy
from tests.unit.ticketing.duty_books import T0, nobody, on_shift
from ticketing.agi.housekeepers import Housekeepers, RungFirst, ring_seconds
from ticketing.shifts.duty_book import DutyBook

DEVICES = {"anna": ("PJSIP/1001", "PJSIP/2001"), "bela": ("PJSIP/1002",)}


def rung(housekeeper: str, duty: DutyBook) -> RungFirst:
    return Housekeepers(DEVICES, 5, duty).rung_first(housekeeper, T0)


@pytest.mark.parametrize("duty", [nobody(), on_shift(), on_shift(["bela"])], ids=["no shifts", "an empty one", "off"])
def test_the_household_s_own_housekeeper_is_rung_first(duty: DutyBook) -> None:
    assert rung("anna", duty) == RungFirst("anna", ("PJSIP/1001", "PJSIP/2001"), 5)


def test_who_stands_in_is_rung_for_who_is_away() -> None:
    assert rung("anna", on_shift(away={"anna": "bela"})) == RungFirst("bela", ("PJSIP/1002",), 5)


def test_where_nobody_stands_in_nobody_is_rung() -> None:
    assert rung("anna", on_shift(away={"anna": None})) == RungFirst("", (), 5)


@pytest.mark.parametrize(
    ("members", "managers", "name"),
    [(["anna"], [], "anna"), ([], ["anna"], "anna"), (["bela"], [], ""), ([], [], "")],
)
def test_who_is_off_shift_is_not_rung_where_the_site_wants_that(
    members: list[str], managers: list[str], name: str
) -> None:
    assert rung("anna", on_shift(members, managers, only_on_shift=True)).name == name


def test_as_long_as_nobody_has_read_who_is_on_shift_everybody_is_rung() -> None:
    unread = DutyBook(on_shift(only_on_shift=True).rules, UTC, lambda _day: True)
    assert rung("anna", unread).name == "anna"


def test_who_stands_in_is_on_the_shift_of_who_is_away() -> None:
    assert rung("anna", on_shift(["anna"], away={"anna": "bela"}, only_on_shift=True)).name == "bela"
    assert rung("anna", on_shift(["carl"], away={"anna": "bela"}, only_on_shift=True)).name == ""


def test_a_household_without_a_housekeeper_and_one_who_is_no_agent_ring_nobody() -> None:
    assert rung("", nobody()) == RungFirst("", (), 5)
    assert rung("carl", nobody()) == RungFirst("carl", (), 5)


@pytest.mark.parametrize(
    ("zone", "within", "name", "seconds"),
    [
        ("cn", 3, "before_next_ring", 5),
        ("cn", 3, "by_ring_end", 5),
        ("cn", 3, "by_ring_start", 5),
        ("cn", 2, "before_next_ring", 5),
        ("cn", 1, "before_next_ring", 2),
        ("cn", 1, "by_ring_end", 1),
        ("cn", 1, "by_ring_start", 1),
        ("cn", 6, "before_next_ring", 10),
        ("us", 3, "before_next_ring", 6),
        ("uk", 3, "before_next_ring", 3),
        ("es", 3, "before_next_ring", 4),
    ],
)
def test_the_housekeeper_has_the_first_ring_and_the_queue_the_rest(
    zone: str, within: int, name: str, seconds: int
) -> None:
    policy = Policy(zone, within, name=name)
    assert ring_seconds(policy.limit_us, policy.period_us) == seconds
