"""Who is called about work that nobody has accepted, when, and what key 1 does."""

from dataclasses import replace
from datetime import time

import pytest

from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.tickets.categories import CATEGORIES, Priority
from ticketing.tickets.states import Status
from ticketing.tickets.ticket import Source, Ticket
from ticketing.work_links.call import Called, Hours, Numbers, WorkCall, accepted_by_call
from ticketing.work_links.link import Act, Link, What, act, require_device

NOON = at("2026-11-25 12:00")
GIVEN = Ticket("T", NOON, Source.HAND, category="repair", status=Status.DISPATCHED, assignee="zhang", trade="plumbing")
OF_TRADE = replace(GIVEN, assignee=None)
LINK = Link(id=7, ticket="T", who="zhang", made_at_us=NOON, made_by="thirdring")
TRADES = replace(LINK, who="", trade="plumbing")
CALL = WorkCall(id=3, ticket="T", link=7, who="zhang", trade="plumbing", channel="c", called_at_us=NOON)
NUMBERS = Numbers({"zhang", "li"}, {"lifts"}, {"plumbing": ["wang", "zhang", "li"], "lifts": ["zhao"]})
NIGHT = Hours(time(21), time(8), {Priority.CRITICAL})


@pytest.mark.parametrize(
    ("moment", "priorities"),
    [
        ("2026-11-25 08:00", list(Priority)),
        ("2026-11-25 20:59", list(Priority)),
        ("2026-11-25 21:00", [Priority.CRITICAL]),
        ("2026-11-25 00:00", [Priority.CRITICAL]),
        ("2026-11-25 07:59", [Priority.CRITICAL]),
    ],
)
def test_in_quiet_hours_only_some_priorities_are_called_about(moment: str, priorities: list[Priority]) -> None:
    assert NIGHT.priorities(at(moment), SHANGHAI) == priorities


@pytest.mark.parametrize(
    ("moment", "count"), [("2026-11-25 13:00", 0), ("2026-11-25 14:00", 3), ("2026-11-25 12:59", 3)]
)
def test_quiet_hours_may_lie_within_a_day(moment: str, count: int) -> None:
    assert len(Hours(time(13), time(14), ()).priorities(at(moment), SHANGHAI)) == count


def test_without_quiet_hours_everybody_is_called_at_any_time() -> None:
    assert Hours(time(0), time(0), ()).priorities(at("2026-11-25 00:00"), SHANGHAI) == list(Priority)


def test_who_has_the_ticket_is_called_and_nobody_else() -> None:
    assert NUMBERS.whom(GIVEN, [], {}) == Called("zhang", "plumbing")
    assert NUMBERS.whom(replace(GIVEN, assignee="wang"), [], {}) is None
    assert NUMBERS.whom(replace(GIVEN, assignee="wang", trade="lifts"), [], {}) is None


def test_a_trade_with_a_number_of_its_own_is_called_there() -> None:
    assert NUMBERS.whom(replace(OF_TRADE, trade="lifts"), ["zhao"], {}) == Called("", "lifts")


def test_of_a_trade_without_one_those_on_duty_are_called_in_turn() -> None:
    zhang, li = Called("zhang", "plumbing"), Called("li", "plumbing")
    assert NUMBERS.whom(OF_TRADE, [], {}) == zhang
    assert NUMBERS.whom(OF_TRADE, [], {zhang: 1}) == li
    assert NUMBERS.whom(OF_TRADE, [], {zhang: 1, li: 1}) == zhang
    assert NUMBERS.whom(OF_TRADE, ["li"], {li: 2}) == li
    assert NUMBERS.whom(OF_TRADE, ["wang"], {}) == zhang  # nobody on duty has a number


def test_a_trade_without_any_number_is_not_called() -> None:
    assert NUMBERS.free_trades([]) == ["lifts", "plumbing"]
    assert NUMBERS.whom(replace(OF_TRADE, trade="garden"), [], {}) is None


def test_whose_telephone_has_a_call_rests_and_where_nobody_else_may_be_called_so_does_the_trade() -> None:
    rest = replace(NUMBERS, resting_people={"zhang"}, resting_trades={"lifts"})
    assert (rest.free_people(), rest.free_trades([]), rest.free_trades(["zhang"])) == (["li"], ["plumbing"], [])
    assert rest.whom(GIVEN, [], {}) is None
    assert rest.whom(OF_TRADE, [], {}) == Called("li", "plumbing")
    assert rest.whom(OF_TRADE, ["zhang"], {}) is None
    assert rest.whom(replace(OF_TRADE, trade="lifts"), ["zhao"], {}) is None


def test_key_1_accepts_the_newest_link_for_who_was_called() -> None:
    assert accepted_by_call(LINK, GIVEN, CALL, NOON + 1) == replace(LINK, accepted_at_us=NOON + 1)
    of_trade = accepted_by_call(TRADES, OF_TRADE, CALL, NOON + 1)
    assert of_trade == replace(TRADES, accepted_at_us=NOON + 1, taken_by="zhang")
    room = replace(CALL, who="")
    assert accepted_by_call(TRADES, OF_TRADE, room, NOON + 1) == replace(TRADES, accepted_at_us=NOON + 1)


@pytest.mark.parametrize(
    ("link", "ticket"),
    [
        (None, GIVEN),
        (replace(LINK, accepted_at_us=NOON), GIVEN),
        (replace(LINK, ended_at_us=NOON), GIVEN),
        (replace(LINK, who="li"), replace(GIVEN, assignee="li")),
        (TRADES, GIVEN),  # given to somebody while the telephone rang
        (replace(TRADES, trade="lifts"), replace(OF_TRADE, trade="lifts")),
        (LINK, replace(GIVEN, status=Status.CANCELLED)),
    ],
)
def test_what_is_accepted_given_away_or_over_is_too_late(link: Link | None, ticket: Ticket) -> None:
    assert accepted_by_call(link, ticket, replace(CALL, who="zhang"), NOON + 1) is None


def test_who_accepted_by_a_call_goes_on_with_it_on_the_first_telephone() -> None:
    accepted = replace(LINK, accepted_at_us=NOON + 1)
    assert accepted.is_without_telephone
    require_device(accepted, "phone")
    said = Act("key", What.ARRIVE, NOON + 60, "phone")
    after = act(accepted, GIVEN, said, CATEGORIES["repair"], None).link
    assert (after.device, after.accepted_at_us, after.is_without_telephone) == ("phone", NOON + 1, False)


def test_a_trade_s_telephone_says_who_goes_on_with_the_work() -> None:
    accepted = replace(TRADES, accepted_at_us=NOON + 1)
    said = Act("key", What.ACCEPT, NOON + 60, "phone", name="Li")
    after = act(accepted, OF_TRADE, said, CATEGORIES["repair"], None).link
    assert (after.taken_by, after.device, after.accepted_at_us) == ("Li", "phone", NOON + 1)
    with pytest.raises(Exception, match="who accepts it"):
        act(accepted, OF_TRADE, said._replace(name=""), CATEGORIES["repair"], None)
