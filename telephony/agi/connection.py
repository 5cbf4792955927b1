"""Lines over a socket, until a deadline."""

import socket
import time
from collections.abc import Callable

from telephony.agi.wording import AgiError, HangUpError, decoded

LINE_SECONDS = 1.0
"""Asterisk writes a line whole: its bytes come together."""

_LINE_BYTES_MAX = 65_536
_READ_BYTES = 65_536


class DeadlineError(AgiError):
    """The script's time is over; the call continues without it."""


class Connection:
    """`deadline` is in seconds of `clock`; further bytes do not extend it. `heard` was read before."""

    def __init__(
        self, wire: socket.socket, deadline: float, clock: Callable[[], float] = time.monotonic, heard: bytes = b""
    ) -> None:
        self.deadline = deadline
        self._wire = wire
        self._heard = bytearray(heard)
        self._clock = clock

    @property
    def seconds_left(self) -> float:
        return self.deadline - self._clock()

    def read(self) -> str:
        """A line without its end. Raises HangUpError where the other side has closed, DeadlineError when time is up."""
        until: float | None = None
        while (end := self._heard.find(b"\n")) < 0:
            if len(self._heard) > _LINE_BYTES_MAX:
                raise AgiError("what connected is no Asterisk: a line has no end")
            if self._heard and until is None:
                until = self._clock() + LINE_SECONDS
            self._hear(self.deadline if until is None else min(until, self.deadline))
        line = bytes(self._heard[:end])
        del self._heard[: end + 1]
        return decoded(line).strip("\r\n")

    def write(self, data: bytes) -> None:
        self._wait_until(self.deadline)
        try:
            self._wire.sendall(data)  # its timeout is one for all the bytes
        except TimeoutError:
            raise DeadlineError("Asterisk read nothing in time") from None
        except OSError:
            raise HangUpError("the connection broke") from None

    def close(self) -> None:
        self._wire.close()

    def _hear(self, until: float) -> None:
        self._wait_until(until)
        try:
            data = self._wire.recv(_READ_BYTES)
        except TimeoutError:
            raise DeadlineError("Asterisk did not end its line in time") from None
        except OSError:
            raise HangUpError("the connection broke") from None
        if not data:
            raise HangUpError("the connection ended")
        self._heard += data

    def _wait_until(self, until: float) -> None:
        left = until - self._clock()
        if left <= 0:
            raise DeadlineError("the script has had its time")
        self._wire.settimeout(left)
