import pytest

from kit.http.live import KEPT, LINGER_SECONDS, QUEUED, Listener, Told
from kit.http.live_event import Bundle, LiveEvent
from kit.http.out import Out
from kit.roles import Role
from metrics.calls.live_hub import CallsHub
from metrics.calls.service_level import Policy
from telephony.facts import Attempt, Call, CallRef, CallState, Direction, Fact, FactKind

T0 = 1_764_036_000_000_000


class KeptOut(Out):
    pass


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def ringing(linkedid: str = "1.1") -> Call:
    call = Call("main", linkedid, Direction.INBOUND, "service", "13800000001", "8001", T0, state=CallState.RINGING)
    call.alerted_at_us = T0
    call.attempts.append(Attempt("1001", "PJSIP/1001", T0, T0))
    return call


def fact(call: Call, after_us: int = 0) -> Fact:
    return Fact(FactKind.CALL_CHANGED, T0 + after_us, 1, call)


def listener() -> Listener:
    return Listener(on_lost=lambda: None)


def received(client: Listener) -> list[str]:
    ids = []
    while not client.queue.empty():
        event = client.queue.get_nowait()
        assert isinstance(event, LiveEvent)
        ids.append(event.id)
    return ids


@pytest.fixture
def clock() -> Clock:
    return Clock()


def hub_of(clock: Clock, *calls: Call) -> CallsHub:
    return CallsHub(Policy(), lambda: calls, clock=clock)


def test_who_connects_gets_the_calls_that_are_live_and_then_what_happens(clock: Clock) -> None:
    call = ringing()
    hub, client = hub_of(clock, call), listener()
    joined = hub.join(client, None, T0 + 5_000_000)
    assert b'"kind":"snapshot"' in joined[0].frame(True)
    assert b'"rings":2' in joined[0].frame(True)
    hub.publish(fact(call))
    assert len(received(client)) == 1


def test_an_event_keeps_what_was_true_when_it_happened(clock: Clock) -> None:
    call = ringing()
    hub, client = hub_of(clock), listener()
    hub.join(client, None, T0)
    hub.publish(fact(call))
    call.state = CallState.TALKING
    event = client.queue.get_nowait()
    assert event is not None
    assert b'"state":"ringing"' in event.frame(True)


def test_numbers_are_masked_for_those_who_may_not_see_them(clock: Clock) -> None:
    hub, client = hub_of(clock), listener()
    hub.join(client, None, T0)
    hub.publish(fact(ringing()))
    event = client.queue.get_nowait()
    assert event is not None
    assert b"13800000001" in event.frame(sees_numbers=True)
    assert b"13800000001" not in event.frame(sees_numbers=False)


def test_who_comes_back_gets_what_was_missed(clock: Clock) -> None:
    hub, first, second = hub_of(clock), listener(), listener()
    hub.join(first, None, T0)
    for _fact in range(5):
        hub.publish(fact(ringing()))
    ids = received(first)
    hub.leave(first)
    hub.publish(fact(ringing()))
    joined = hub.join(second, ids[2], T0)
    assert [event.id for event in joined][:2] == ids[3:]
    assert len(joined) == 3


@pytest.mark.parametrize("last_id", ["", "x", "0-1", "{run}-99", "{run}-", "{run}-x", "{run}-" + "9" * 30])
def test_an_id_that_cannot_be_resumed_gets_the_live_calls(clock: Clock, last_id: str) -> None:
    hub, first = hub_of(clock, ringing()), listener()
    hub.join(first, None, T0)
    hub.publish(fact(ringing()))
    run = received(first)[0].partition("-")[0]
    joined = hub.join(listener(), last_id.replace("{run}", run), T0)
    assert [b'"kind":"snapshot"' in event.frame(True) for event in joined] == [True]


def test_an_id_older_than_what_is_kept_gets_the_live_calls(clock: Clock) -> None:
    hub, client = hub_of(clock), listener()
    hub.join(client, None, T0)
    call = ringing()
    hub.publish(fact(call))
    oldest = received(client)[0]
    for _fact in range(KEPT + 1):
        hub.publish(fact(call))
    assert hub.join(listener(), oldest, T0) == []


def test_a_slow_client_is_dropped_and_the_others_lose_nothing(clock: Clock) -> None:
    dropped: list[str] = []
    hub, slow, quick = hub_of(clock), Listener(lambda: dropped.append("slow")), listener()
    hub.join(slow, None, T0)
    hub.join(quick, None, T0)
    call, count = ringing(), 0
    for _fact in range(QUEUED + 10):
        hub.publish(fact(call))
        count += len(received(quick))
    assert (slow.lost, quick.lost, dropped, count) == (True, False, ["slow"], QUEUED + 10)


def test_with_nobody_listening_for_a_while_nothing_is_made_and_nothing_is_resumed(clock: Clock) -> None:
    hub, client = hub_of(clock), listener()
    hub.join(client, None, T0)
    hub.publish(fact(ringing()))
    last = received(client)[-1]
    hub.leave(client)
    clock.seconds += LINGER_SECONDS
    hub.publish(fact(ringing()))
    assert hub.join(listener(), last, T0) == []


def test_a_stop_ends_every_stream_also_one_that_begins_afterwards(clock: Clock) -> None:
    hub, before, after = hub_of(clock), listener(), listener()
    hub.join(before, None, T0)
    hub.stop()
    hub.join(after, None, T0)
    assert (before.queue.get_nowait(), after.queue.get_nowait()) == (None, None)


def test_a_live_call_is_known_before_it_is_stored_and_no_other(clock: Clock) -> None:
    hub = hub_of(clock, ringing("1.1"), ringing("1.2"))
    hub.note("main", "1.2", "20261128-0001", None)
    found = hub.one(CallRef("main", "1.2"), T0)
    assert found is not None
    assert (found.linkedid, found.ticket) == ("1.2", "20261128-0001")
    assert hub.one(CallRef("east", "1.2"), T0) is None


def test_a_call_that_ended_a_moment_ago_is_known_before_it_is_stored(clock: Clock) -> None:
    hub, call = hub_of(clock), ringing("1.3")
    call.ended_at_us = T0 + 1
    hub.publish(Fact(FactKind.CALL_ENDED, T0 + 1, 1, call))
    found = hub.one(CallRef("main", "1.3"), T0 + 1)
    assert found is not None
    assert found.ended_at is not None


def test_what_is_somebodys_own_goes_to_them_and_to_who_looks_after_others(clock: Clock) -> None:
    hub = hub_of(clock)
    own, other, dispatcher = (
        Listener(lambda: None, who, role)
        for who, role in (("1001", Role.AGENT), ("1002", Role.AGENT), ("boss", Role.DISPATCHER))
    )
    for client in (own, other, dispatcher):
        hub.join(client, None, T0)
    for whose in ("1001", None):
        assert hub.heard()
        hub.send(Told("agent", KeptOut(), KeptOut, whose))
    assert [client.queue.qsize() for client in (own, other, dispatcher)] == [2, 1, 2]


def test_an_event_goes_out_at_once_unless_an_earlier_one_still_waits(clock: Clock) -> None:
    hub, client, call, sent = hub_of(clock), listener(), ringing(), list[LiveEvent | Bundle]()

    def at_once(event: LiveEvent | Bundle) -> bool:
        sent.append(event)
        return True

    hub.join(client, None, T0)
    hub.publish(fact(call, 1))
    client.at_once = at_once
    hub.publish(fact(call, 2))
    assert (sent, len(received(client))) == ([], 2)
    hub.publish(fact(call, 3))
    assert (len(sent), received(client)) == (1, [])


def test_an_event_that_cannot_go_out_now_waits_in_the_queue(clock: Clock) -> None:
    hub, client = hub_of(clock), listener()
    client.at_once = lambda _event: False
    hub.join(client, None, T0)
    hub.publish(fact(ringing()))
    assert len(received(client)) == 1
