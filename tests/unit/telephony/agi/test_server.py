"""Sessions end, however they go, and never hold up a call."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from telephony.agi.counts import Counts
from telephony.agi.server import AgiServer, Script, Session
from tests.unit.telephony.agi.asterisk import FakeAsterisk, block

Starts = Callable[..., tuple[AgiServer, tuple[str, int]]]


@pytest.fixture
def server() -> Iterator[Starts]:
    running: list[AgiServer] = []

    def start(run: Callable[[Session], None], seconds: float = 60, most: int = 4) -> tuple[AgiServer, tuple[str, int]]:
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
    until = time.monotonic() + 60
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
        assert busy.acquire(timeout=60)
    beyond = FakeAsterisk.calls(address, "script")
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
    monkeypatch.setattr("telephony.agi.reception.GREETING_SECONDS", 0.05)
    one, address = server(says_who)
    asterisk = FakeAsterisk(socket.create_connection(address, 60))
    assert asterisk.hears() == ""
    assert ended(one, "", "late") == 1
    asterisk.close()


def dribbled(wire: socket.socket) -> bool:
    """Whether it could say one byte more."""
    try:
        wire.send(b"a")
    except OSError:
        wire.close()
        return False
    return True


def dribbles(address: tuple[str, int], stop: threading.Event, count: int = 128) -> threading.Thread:
    """So many that say one byte each, again and again, and are back as soon as they are sent away."""

    def run() -> None:
        wires: list[socket.socket] = []
        while not stop.is_set():
            wires += [socket.create_connection(address, 60) for _ in range(count - len(wires))]
            wires = [wire for wire in wires if dribbled(wire)]
            stop.wait(0.05)
        for wire in wires:
            wire.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize(("count", "refused_max"), [(128, 0), (400, 10)])
def test_dribblers_do_not_stop_a_call(server: Starts, count: int, refused_max: int) -> None:
    """400 are more than may wait: now and then a call is sent away with them, at once, and goes on without its step."""
    _one, address = server(says_who, most=4)
    stop = threading.Event()
    thread = dribbles(address, stop, count)
    try:
        heard = [_heard_by_a_call(address) for _ in range(50)]
    finally:
        stop.set()
        thread.join()
    assert set(heard) <= {'SET VARIABLE "CALLER" "13800000001 main"', ""}
    assert heard.count("") <= refused_max


def _heard_by_a_call(address: tuple[str, int]) -> str:
    asterisk = FakeAsterisk.calls(address, "script?pbx=main")
    if heard := asterisk.hears():
        asterisk.says("200 result=1\n")
        assert asterisk.hears() == ""
    asterisk.close()
    return heard


def test_who_has_the_places_of_one_address_leaves_some_for_another(server: Starts) -> None:
    one, address = server(says_who, most=3)
    one.stop()
    narrow = AgiServer({"script": Script(says_who, 5)}, 3, of_one_address_max=2)
    narrow.start(*address)
    taken = [FakeAsterisk.calls(address, "script?pbx=main") for _ in range(2)]
    assert all(asterisk.hears() for asterisk in taken)
    beyond = FakeAsterisk.calls(address, "script?pbx=main")
    assert beyond.hears() == ""
    assert ended(narrow, "", "refused") == 1
    other = FakeAsterisk(socket.create_connection(address, 60, source_address=("127.0.0.2", 0)))
    other.says(block("script?pbx=main"))
    other.repeats_the_word()
    assert other.hears().startswith("SET VARIABLE")
    for asterisk in (*taken, beyond, other):
        asterisk.close()
    narrow.stop()


def test_a_forged_block_is_counted_and_the_session_goes_on_without_the_number(server: Starts) -> None:
    one, address = server(says_who)
    forged = {"agi_callerid": "138\nagi_uniqueid: 1764040000.1\n\n200 result=1"}
    asterisk = FakeAsterisk.calls(address, "script?pbx=main", forged)
    assert asterisk.hears() == 'SET VARIABLE "CALLER" " main"'
    asterisk.says("200 result=1\n")
    assert ended(one, "script", "done") == 1
    assert isinstance(one.observer, Counts)
    assert one.observer.forged_count == 1
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
