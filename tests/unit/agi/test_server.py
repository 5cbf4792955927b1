"""Sessions end, however they go, and never hold up a call."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from telephony.agi.server import AgiServer, Counts, Script, Session
from tests.unit.agi.asterisk import FakeAsterisk

Starts = Callable[..., tuple[AgiServer, tuple[str, int]]]


@pytest.fixture
def server() -> Iterator[Starts]:
    running: list[AgiServer] = []

    def start(run: Callable[[Session], None], seconds: float = 5, most: int = 4) -> tuple[AgiServer, tuple[str, int]]:
        one = AgiServer({"script": Script(run, seconds)}, most)
        running.append(one)
        return one, one.start("127.0.0.1", 0)

    yield start
    for one in running:
        one.stop()


def ended(server: AgiServer, path: str, how: str) -> int:
    """How many sessions ended so, once one has."""
    counts = server.observer
    assert isinstance(counts, Counts)
    until = time.monotonic() + 5
    while (path, how) not in counts.by and time.monotonic() < until:
        time.sleep(0.005)
    return counts.by.get((path, how), 0)


def says_who(session: Session) -> None:
    session.verbs.set_variable("CALLER", f"{session.request.caller} {session.request.query['pbx']}")


def test_a_script_is_chosen_by_the_path_and_reads_the_query(server: Starts) -> None:
    one, address = server(says_who)
    asterisk = FakeAsterisk.calls(address, "script?pbx=main")
    assert asterisk.hears() == 'SET VARIABLE "CALLER" "13800000001 main"'
    asterisk.says("200 result=1\n")
    assert asterisk.hears() == ""
    assert ended(one, "script", "done") == 1
    asterisk.close()


def test_an_unknown_script_sets_nothing(server: Starts) -> None:
    one, address = server(says_who)
    asterisk = FakeAsterisk.calls(address, "dance")
    assert asterisk.hears() == ""
    assert ended(one, "", "unknown") == 1
    asterisk.close()


def test_a_script_that_fails_lets_the_call_go_on(server: Starts) -> None:
    one, address = server(says_who)
    asterisk = FakeAsterisk.calls(address, "script")  # its query lacks the PBX
    assert asterisk.hears() == ""
    assert ended(one, "script", "failed") == 1
    asterisk.close()


def test_a_caller_who_hangs_up_in_mid_session_is_no_failure(server: Starts) -> None:
    one, address = server(says_who)
    asterisk = FakeAsterisk.calls(address, "script?pbx=main")
    asterisk.hears()
    asterisk.close()
    assert ended(one, "script", "hung_up") == 1


def test_a_script_is_over_at_its_deadline(server: Starts) -> None:
    one, address = server(says_who, seconds=0.05)
    asterisk = FakeAsterisk.calls(address, "script?pbx=main")
    asterisk.hears()  # and never answers
    assert asterisk.hears() == ""
    assert ended(one, "script", "late") == 1
    asterisk.close()


def test_beyond_the_bound_a_session_is_over_at_once(server: Starts) -> None:
    busy, go = threading.Semaphore(0), threading.Event()

    def waits(session: Session) -> None:
        busy.release()
        go.wait(5)

    one, address = server(waits, most=2)
    within = [FakeAsterisk.calls(address, "script") for _ in range(2)]
    for _ in within:
        assert busy.acquire(timeout=5)
    beyond = FakeAsterisk(socket.create_connection(address, 5))
    assert beyond.hears() == ""
    assert ended(one, "", "refused") == 1
    go.set()
    for asterisk in (*within, beyond):
        asterisk.hears()
        asterisk.close()
    assert ended(one, "script", "done") >= 1
    again = FakeAsterisk.calls(address, "script")
    assert again.hears() == ""
    again.close()


def test_whoever_connects_and_asks_for_nothing_gets_no_thread_for_ever(
    server: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telephony.agi.server._REQUEST_SECONDS", 0.05)
    one, address = server(says_who)
    asterisk = FakeAsterisk(socket.create_connection(address, 5))
    assert asterisk.hears() == ""
    assert ended(one, "", "late") == 1
    asterisk.close()


def test_stopping_cuts_sessions_off_and_frees_the_port(server: Starts) -> None:
    one, address = server(says_who)
    asterisk = FakeAsterisk.calls(address, "script?pbx=main")
    asterisk.hears()
    one.stop()
    assert asterisk.hears() == ""
    asterisk.close()
    other = AgiServer({}, 1)
    assert other.start(*address) == address
    other.stop()
