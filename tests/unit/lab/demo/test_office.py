"""The people of the demo's desk: what they do next, from what the API shows, a seed and the instant."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from lab.desk.deed import DISPATCHER, MANAGER, Deed
from lab.desk.in_use import lines_by_api
from lab.desk.matters import MATTERS, Way, matter_of
from lab.desk.office import LEFT_FOR_CALLERS, TO_CALL_MAX, Item, Office, Seen
from lab.desk.quality import duties
from ticketing.inspections.forms import FORMS

NOON_US = 1_795_608_000_000_000
SECOND = 1_000_000
AGENTS = ("1001", "1002", "1003", "1004", "1005")
SEED = 7
DAY = date(2026, 11, 25)


def number_with(way: Way) -> str:
    """A ticket whose matter goes this way."""
    numbers = (f"20261125-{n:04d}" for n in range(1, 500))
    return next(number for number in numbers if matter_of(number, SEED).way is way)


def ticket(number: str, **known: Any) -> Item:
    made: dict[str, Any] = {
        "number": number,
        "version": 1,
        "status": "open",
        "category": "other",
        "title": "",
        "assignee": "1001",
        "phone": "+8613800000001",
        "calls": ["main/1.1"],
        "complaint": None,
        "paused": False,
        "pauses": [],
        "steps": [],
    }
    return made | known


def callback(number: int = 1, **known: Any) -> Item:
    made: dict[str, Any] = {
        "id": number,
        "state": "pending",
        "reason": "resolved_ticket",
        "ticket": "20261125-0001",
        "attempts": [],
        "not_before": "2026-11-25T00:00:00.000000Z",
    }
    return made | known


def office() -> Office:
    desk = Office(AGENTS, {"fees", "repair", "suggestion", "other"}, "en", SEED)
    desk.decide(seen(ticket("20261125-0001")))  # the readings
    return desk


def seen(*tickets: Item, callbacks: tuple[Item, ...] = (), idle: tuple[str, ...] = (), at_s: int = 0) -> Seen:
    return Seen(tickets, callbacks, (), idle, NOON_US + at_s * SECOND, DAY)


def at_last(desk: Office, *tickets: Item, callbacks: tuple[Item, ...] = ()) -> list[Deed]:
    """What comes of it after a while."""
    desk.decide(seen(*tickets, callbacks=callbacks))
    return desk.decide(seen(*tickets, callbacks=callbacks, at_s=60))


def test_who_has_talked_with_the_caller_says_after_a_while_what_it_was_about() -> None:
    desk, fresh = office(), ticket(number_with(Way.ON_THE_PHONE))

    assert desk.decide(seen(fresh)) == []
    [deed] = desk.decide(seen(fresh, at_s=60))
    assert (deed.who, deed.method, deed.version) == ("1001", "PATCH", 1)
    assert deed.body["category"] == matter_of(fresh["number"], SEED).category


def test_nobody_does_the_same_twice_before_it_is_seen_what_came_of_it() -> None:
    desk, fresh = office(), ticket(number_with(Way.ON_THE_PHONE))
    desk.decide(seen(fresh))
    desk.decide(seen(fresh, at_s=60))

    assert desk.decide(seen(fresh, at_s=61)) == []


def test_while_the_caller_is_on_the_phone_the_ticket_waits() -> None:
    desk, fresh = office(), ticket(number_with(Way.ON_THE_PHONE))
    live = Seen((fresh,), (), {"main/1.1"}, (), NOON_US, DAY)
    desk.decide(live)

    assert desk.decide(live._replace(now_us=NOON_US + 60 * SECOND)) == []


def test_a_missed_call_waits_until_somebody_has_called_back() -> None:
    missed = ticket("20261125-0001", assignee=None)
    waiting = callback(reason="missed_call")

    assert at_last(office(), missed, callbacks=(waiting,)) == []
    [deed] = at_last(office(), missed)
    assert (deed.who, deed.body["title"]) == (DISPATCHER, "Missed call, called back")


def test_what_is_settled_on_the_phone_is_resolved_by_whoever_talked() -> None:
    number = number_with(Way.ON_THE_PHONE)
    [deed] = at_last(office(), ticket(number, category=matter_of(number, SEED).category))

    assert (deed.who, deed.body["action"]) == ("1001", "resolve")


@pytest.mark.parametrize(
    ("known", "action"),
    [
        ({}, "dispatch"),
        ({"status": "dispatched"}, "start"),
        ({"status": "in_progress", "paused": True, "pauses": [{}]}, "resume"),
        ({"status": "in_progress", "pauses": [{}]}, "resolve"),
    ],
)
def test_a_repair_goes_by_a_trade(known: dict[str, Any], action: str) -> None:
    [deed] = at_last(office(), ticket(number_with(Way.BY_A_TRADE), category="repair", **known))

    assert deed.body["action"] == action


def test_the_steps_of_a_procedure_come_before_the_end() -> None:
    steps = [{"key": "request", "evidence": "note", "done": False, "waived": False}]
    removal = ticket(
        number_with(Way.BY_A_TRADE), category="goods_removal", status="in_progress", pauses=[{}], steps=steps
    )
    [deed] = at_last(office(), removal)

    assert deed.path.endswith("/steps")
    assert deed.body["step"] == "request"
    assert deed.body["evidence"]


def test_a_complaint_is_answered_first_and_settled_before_it_is_resolved() -> None:
    number = number_with(Way.COMPLAINT)
    answered = {"response": "Stopped", "settlement": ""}
    [first] = at_last(office(), ticket(number, category="complaint"))
    [second] = at_last(
        office(), ticket(number, category="complaint", status="in_progress", pauses=[{}], complaint=answered)
    )

    assert first.body["complaint"]["response"]
    assert second.body["complaint"]["settlement"]


def test_a_resolved_ticket_is_closed_once_nobody_has_to_be_called_about_it() -> None:
    done = ticket("20261125-0001", status="resolved", category="repair")

    assert at_last(office(), done, callbacks=(callback(not_before="2027-01-01T00:00:00Z"),)) == []
    assert [deed.body["action"] for deed in at_last(office(), done)] == ["close"]


def test_no_more_is_resolved_than_can_be_called_about() -> None:
    number = number_with(Way.ON_THE_PHONE)
    ready = ticket(number, category="fees")
    many = tuple(callback(n) for n in range(TO_CALL_MAX))

    assert [deed for deed in at_last(office(), ready, callbacks=many) if deed.to_be_called] == []
    assert [deed for deed in at_last(office(), ticket(number, category="enquiry"), callbacks=many) if deed.version]


def test_some_agents_call_back_and_some_are_left_for_callers() -> None:
    callbacks = tuple(callback(n) for n in range(1, 9))
    deeds = office().decide(seen(callbacks=callbacks, idle=AGENTS))

    assert [deed.who for deed in deeds] == list(AGENTS[: len(AGENTS) - LEFT_FOR_CALLERS])
    assert all(deed.path.endswith("/claim" if deed.dials else "/call") for deed in deeds)
    assert {deed.why for deed in deeds} == {"Called back from the list"}


def test_missed_callers_and_resolved_tickets_are_called_in_turn() -> None:
    callbacks = (*(callback(n, reason="missed_call") for n in (1, 2)), callback(3))
    deeds = office().decide(seen(callbacks=callbacks, idle=AGENTS))

    assert [deed.path.split("/")[4] for deed in deeds] == ["3", "1"]


def test_who_may_not_be_called_yet_is_not() -> None:
    later = callback(not_before="2027-01-01T00:00:00.000000Z")

    assert office().decide(seen(callbacks=(later,), idle=AGENTS)) == []


def test_who_was_reached_about_a_resolved_ticket_gives_a_rating() -> None:
    desk = office()
    desk.decide(seen(callbacks=(callback(),), idle=AGENTS))
    assert desk.decide(seen(callbacks=(callback(state="calling"),))) == []
    [deed] = desk.decide(seen(callbacks=(callback(state="reached"),)))

    assert deed.path == "/api/v1/callbacks/1/outcome"
    assert 1 <= deed.body["rating"] <= 5
    assert desk.calling == {}


def test_readings_are_told_once() -> None:
    desk = Office(AGENTS, (), "en", SEED)
    assert desk.decide(seen()) == []  # before there is a database, nobody would keep them
    told = desk.decide(seen(ticket("20261125-0002")))

    assert {deed.body["objective"] for deed in told} == {1, 3, 7, 17, 18}
    assert all(deed.body["met"] <= deed.body["total"] for deed in told)
    assert desk.decide(seen(ticket("20261125-0002"))) == []


LONG_AGO = "1970-01-01T00:00:00Z"


def test_duties_are_done_and_signed_in_time() -> None:
    patrol = {"id": 4, "name": "patrol", "version": 1, "state": "open", "signed_at": None, "since": LONG_AGO}
    patrol |= {"sign_off": True, "done_at": None}
    desk = office()
    desk.decide(seen()._replace(duties=(patrol,)))
    [done] = desk.decide(seen(at_s=60)._replace(duties=(patrol,)))
    signed = patrol | {"state": "done", "version": 2}
    desk.decide(seen(at_s=60)._replace(duties=(signed,)))
    [sign] = desk.decide(seen(at_s=120)._replace(duties=(signed,)))

    assert (done.who, sign.who, done.path) == (DISPATCHER, MANAGER, "/api/v1/duties/4/done")
    assert (sign.path, sign.body, sign.version) == ("/api/v1/duties/4/actions", {"action": "sign"}, 2)


def test_the_second_patrol_is_not_walked_within_an_hour_of_the_first() -> None:
    one = {"id": 4, "name": "patrol", "version": 1, "signed_at": None, "since": LONG_AGO, "sign_off": False}
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    walked = one | {"state": "done", "done_at": "2026-11-25T11:30:00Z"}
    shown = [walked, one | {"id": 5, "state": "open", "done_at": None}]
    assert duties(shown, now) == []
    assert [path for path, _, _ in duties(shown, now + timedelta(minutes=30))] == ["/api/v1/duties/5"]


def test_an_inspection_is_done_by_its_form_with_every_item_of_it() -> None:
    weekly = {"id": 5, "name": "weekly_inspection", "version": 1, "state": "open", "since": LONG_AGO}
    weekly |= {"department": "", "day": "2026-11-23", "sign_off": False}
    desk = office()
    for at_s in (0, 60):
        deeds = desk.decide(seen(at_s=at_s)._replace(duties=(weekly,)))
    [done] = deeds
    assert (done.who, done.path, done.body["form"]) == (MANAGER, "/api/v1/inspections", "weekly")
    assert [each["item"] for each in done.body["results"]] == [item.key for item in FORMS["weekly"].items]


def test_a_duty_whose_time_has_not_begun_is_left_alone() -> None:
    weekly = {
        "id": 5,
        "version": 1,
        "state": "open",
        "sign_off": True,
        "signed_at": None,
        "since": "2100-01-01T00:00:00Z",
    }
    desk = office()
    desk.decide(seen()._replace(duties=(weekly,)))
    assert desk.decide(seen(at_s=60)._replace(duties=(weekly,))) == []


def test_the_same_seed_decides_the_same() -> None:
    tickets = [ticket(f"20261125-{n:04d}") for n in range(1, 60)]

    assert at_last(office(), *tickets) == at_last(office(), *tickets)
    assert len({matter_of(each["number"], SEED).category for each in tickets}) > 4


def test_everything_is_said_in_both_languages() -> None:
    said = [text for matter in MATTERS for text in (matter.title, matter.resolution)]

    assert all(text.within("zh") and text.within("en") for text in said)
    assert all(text.within("zh") != text.within("en") for text in said)


async def test_who_is_engaged_is_read_from_the_calls_that_the_service_shows() -> None:
    def call(number: str, **told: Any) -> dict[str, Any]:
        made = {"id": f"main/{number}", "direction": "inbound", "answered_at": None, "agent": None, "caller_raw": "x"}
        return made | {"attempts": [], "transfers": []} | told

    rings = {"agent": "1001", "alerted_at": LONG_AGO, "ended_at": None}
    calls = [
        call("1", attempts=[rings, rings | {"agent": "1002", "ended_at": LONG_AGO}]),
        call("2", answered_at=LONG_AGO, agent="1003", transfers=[{"to": "1004"}]),
        call("3", answered_at=LONG_AGO, agent="1005"),
        call("4", direction="outbound", agent="1006"),
        call("5", direction="internal", caller_raw="1007"),
    ]

    async def read(path: str) -> list[dict[str, Any]]:
        assert path == "/api/v1/calls?live=true"
        return calls

    lines = await lines_by_api(read)
    assert lines.live == {f"main/{number}" for number in range(1, 6)}
    assert lines.engaged == {"1001", "1004", "1005", "1006", "1007"}
