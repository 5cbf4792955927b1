"""Lines over a socket, until a deadline."""

import socket
import time
from collections.abc import Callable

from telephony.agi.wording import AgiError, HangUpError, decoded

_LINE_BYTES_MAX = 65_536


class DeadlineError(AgiError):
    """The script has had its time; the call goes on without it."""


class Connection:
    """`deadline` is in seconds of `clock`; infinity until the script is known."""

    def __init__(self, wire: socket.socket, deadline: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.deadline = deadline
        self._wire = wire
        self._lines = wire.makefile("rb")
        self._clock = clock

    @property
    def seconds_left(self) -> float:
        return self.deadline - self._clock()

    def read(self) -> str:
        """A line without its end. Raises HangUpError where the other side has closed, DeadlineError when time is up."""
        self._wait_no_longer()
        try:
            line = self._lines.readline(_LINE_BYTES_MAX)
        except TimeoutError:
            raise DeadlineError("Asterisk said nothing in time") from None
        except OSError:
            raise HangUpError("the connection broke") from None
        if not line.endswith(b"\n"):
            raise HangUpError("the connection ended")
        return decoded(line).strip("\r\n")

    def write(self, data: bytes) -> None:
        self._wait_no_longer()
        try:
            self._wire.sendall(data)
        except TimeoutError:
            raise DeadlineError("Asterisk read nothing in time") from None
        except OSError:
            raise HangUpError("the connection broke") from None

    def close(self) -> None:
        self._lines.close()
        self._wire.close()

    def _wait_no_longer(self) -> None:
        left = self.seconds_left
        if left <= 0:
            raise DeadlineError("the script has had its time")
        self._wire.settimeout(left)
