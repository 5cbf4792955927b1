"""A deadline is one for the line and for the session; another byte gives no more time."""

import socket
from collections.abc import Iterator

import pytest

from telephony.agi.connection import LINE_SECONDS, Connection, DeadlineError
from telephony.agi.wording import AgiError, HangUpError


class Dribbler(socket.socket):
    """Each byte that is read comes `seconds` later. It keeps how long it was told to wait at most."""

    def __init__(self, data: bytes, seconds: float) -> None:
        super().__init__()
        self.now, self.waits = 0.0, list[float]()
        self._data, self._seconds = data, seconds

    def settimeout(self, value: float | None) -> None:
        assert value is not None
        self.waits.append(value)

    def recv(self, size: int, flags: int = 0) -> bytes:
        if self._seconds > self.waits[-1]:
            self.now += self.waits[-1]
            raise TimeoutError
        self.now += self._seconds
        byte, self._data = self._data[:1], self._data[1:]
        return byte


@pytest.fixture
def pair() -> Iterator[tuple[Connection, socket.socket]]:
    ours, theirs = socket.socketpair()
    connection = Connection(ours, 10.0, lambda: 0.0)
    yield connection, theirs
    connection.close()
    theirs.close()


def test_a_byte_every_so_often_does_not_keep_a_line_alive() -> None:
    wire = Dribbler(b"200 result=1\n" * 9, 0.3)
    with pytest.raises(DeadlineError), wire:
        Connection(wire, 60.0, lambda: wire.now).read()
    assert wire.now == pytest.approx(0.3 + LINE_SECONDS)


def test_lines_that_come_in_time_do_not_keep_a_session_alive() -> None:
    wire = Dribbler(b"\n" * 99, 0.3)
    connection = Connection(wire, 2.0, lambda: wire.now)
    with wire:
        assert [connection.read() for _ in range(6)] == [""] * 6
        with pytest.raises(DeadlineError):
            connection.read()
    assert wire.now == pytest.approx(2.0)


def test_a_key_may_be_waited_for_until_the_script_has_had_its_time() -> None:
    wire = Dribbler(b"\n", 9.0)
    with wire:
        assert Connection(wire, 10.0, lambda: wire.now).read() == ""


def test_lines_that_came_together_are_read_one_by_one(pair: tuple[Connection, socket.socket]) -> None:
    connection, theirs = pair
    theirs.sendall(b"HANGUP\n200 result=0\n200")
    assert [connection.read(), connection.read()] == ["HANGUP", "200 result=0"]
    theirs.close()
    with pytest.raises(HangUpError):
        connection.read()


def test_what_was_heard_before_comes_first() -> None:
    with socket.socket() as wire:
        assert Connection(wire, 10.0, lambda: 0.0, heard=b"HANGUP\n").read() == "HANGUP"


def test_a_line_without_end_is_given_up(pair: tuple[Connection, socket.socket]) -> None:
    connection, theirs = pair
    theirs.setblocking(False)
    theirs.send(b"2" * 70_000)
    with pytest.raises(AgiError, match="no end"):
        connection.read()
