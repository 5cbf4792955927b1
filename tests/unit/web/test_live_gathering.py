"""Where many listen to the live stream, events go out together."""

import re
from collections.abc import Callable, Iterable

import pytest

from kit.http.live import FEW, GATHER_SECONDS, Listener, LiveHub, Told
from kit.http.out import Out
from kit.roles import Role

T0 = 1_764_036_000_000_000


class KeptOut(Out):
    pass


def listener() -> Listener:
    return Listener(on_lost=lambda: None)


class Timers:
    """What is to happen later."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.seconds: list[float] = []

    def __call__(self, seconds: float, do: Callable[[], None]) -> None:
        self.seconds.append(seconds)
        self.waiting.append(do)

    def pass_by(self) -> None:
        for do in self.waiting:
            do()
        self.waiting.clear()


def crowded(timers: Timers, clients: Iterable[Listener]) -> LiveHub:
    hub = LiveHub(later=timers)
    for client in (*clients, *(listener() for _ in range(FEW))):
        hub.join(client, None, T0)
    return hub


def tell(hub: LiveHub, name: str, whose: str | None = None) -> None:
    assert hub.heard()
    hub.send(Told(name, KeptOut(), KeptOut, whose))


def names_in(client: Listener) -> list[list[str]]:
    """The events of each frame."""
    frames = []
    while not client.queue.empty():
        frame = client.queue.get_nowait()
        assert frame is not None
        assert frame.frame(sees_numbers=True) == frame.frame(sees_numbers=False)
        frames.append(re.findall("event: ([a-z]+)", frame.frame(sees_numbers=True).decode()))
    return frames


def test_where_many_listen_events_go_out_together_in_their_order() -> None:
    timers, client = Timers(), listener()
    hub = crowded(timers, [client])
    for name in "abc":
        tell(hub, name)
    assert names_in(client) == []
    timers.pass_by()
    assert names_in(client) == [["a", "b", "c"]]
    tell(hub, "d")
    assert len(timers.waiting) == 1
    timers.pass_by()
    assert names_in(client) == [["d"]]


def test_after_a_quiet_moment_events_wait_only_for_what_comes_at_once() -> None:
    timers, now = Timers(), [100.0]
    hub = LiveHub(clock=lambda: now[0], later=timers)
    for _ in range(FEW + 1):
        hub.join(listener(), None, T0)
    now[0] += 60.0
    tell(hub, "a")
    timers.pass_by()
    now[0] += GATHER_SECONDS / 4
    tell(hub, "b")
    timers.pass_by()
    assert timers.seconds == pytest.approx([0.0, GATHER_SECONDS * 3 / 4])


def test_what_is_somebodys_own_keeps_its_place_among_what_goes_out_together() -> None:
    timers = Timers()
    own, other = Listener(lambda: None, "1001", Role.AGENT), Listener(lambda: None, "1002", Role.AGENT)
    hub = crowded(timers, [own, other])
    for name, whose in (("a", None), ("b", "1001"), ("c", None), ("d", None)):
        tell(hub, name, whose)
    timers.pass_by()
    assert names_in(own) == [["a"], ["b"], ["c", "d"]]
    assert names_in(other) == [["a"], ["c", "d"]]


def test_who_comes_while_events_wait_hears_none_of_them_twice_and_who_was_there_hears_all() -> None:
    timers, before, after = Timers(), listener(), listener()
    hub = crowded(timers, [before])
    tell(hub, "a")
    first = hub.join(listener(), f"{hub.run}-0", T0)
    tell(hub, "b")
    joined = hub.join(after, f"{hub.run}-1", T0)
    tell(hub, "c")
    timers.pass_by()
    assert [event.id for event in first] == [f"{hub.run}-1"]
    assert [event.id for event in joined] == [f"{hub.run}-2"]
    assert names_in(before) == [["a"], ["b"], ["c"]]
    assert names_in(after) == [["c"]]


def test_events_that_wait_keep_their_order_when_clients_leave_and_are_told_before_a_stop() -> None:
    timers, client, others = Timers(), listener(), [listener() for _ in range(FEW)]
    hub = LiveHub(later=timers)
    for each in (client, *others):
        hub.join(each, None, T0)
    tell(hub, "a")
    for each in others:
        hub.leave(each)
    tell(hub, "b")
    hub.stop()
    assert [client.queue.qsize(), client.queue.get_nowait() is None, client.queue.get_nowait()] == [2, False, None]
    timers.pass_by()
    assert client.queue.empty()
