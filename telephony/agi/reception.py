"""Who connects is heard here, on one thread for all of them, until it has said what it wants.

A session gets a thread of its own only then. Thousands who connect and say nothing, or one byte a second, hold none.
"""

import contextlib
import errno
import secrets
import selectors
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from telephony.agi.counts import End
from telephony.agi.greeting import Greeting
from telephony.agi.wording import AgiError

GREETING_SECONDS = 2.0
"""Asterisk says what it wants at once."""

WAITING_MAX = 256
"""Connections that have not said what they want. For one more, the oldest goes of the address that has most."""

_NO_FILES_LEFT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_NO_FILES_LEFT_SECONDS = 0.1
_READ_BYTES = 16_384


@dataclass(eq=False, slots=True)
class Guest:
    """A connection, since `began` in seconds of the monotonic clock."""

    wire: socket.socket
    address: str
    began: float
    greeting: Greeting = field(default_factory=lambda: Greeting(secrets.token_hex(8)))


class Host(Protocol):
    def welcome(self, guest: Guest) -> None:
        """The greeting is complete. From now on the host closes the connection."""

    def gone(self, how: End, error: Exception | None) -> None:
        """The connection ended before the greeting was complete."""


class Reception:
    def __init__(self, listener: socket.socket, host: Host, clock: Callable[[], float] = time.monotonic) -> None:
        self._listener = listener
        self._host = host
        self._clock = clock
        self._waiting: dict[socket.socket, Guest] = {}  # the oldest first
        self._by_address: Counter[str] = Counter()
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="agi reception", daemon=True)

    def start(self) -> None:
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._thread.start()

    def stop(self) -> None:
        """Stops accepting, and closes connections without a request."""
        self._wake.close()
        self._thread.join()

    def _run(self) -> None:
        while True:
            ready = self._selector.select(self._seconds_to_wait())
            if any(key.fileobj is self._woken for key, _ in ready):
                break
            for key, _ in ready:
                if key.fileobj is self._listener:
                    self._let_in()
                elif key.data.wire in self._waiting:  # not sent away a moment ago
                    self._hear(key.data)
            self._send_away_the_slow()
        for guest in list(self._waiting.values()):
            self._forget(guest)
            guest.wire.close()
        self._selector.close()
        self._listener.close()
        self._woken.close()

    def _let_in(self) -> None:
        try:
            wire, peer = self._listener.accept()
        except BlockingIOError:
            return
        except OSError as error:
            self._make_room(error)
            return
        wire.setblocking(False)
        with contextlib.suppress(OSError):
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        guest = Guest(wire, peer[0], self._clock())
        if len(self._waiting) >= WAITING_MAX:
            self._send_away(self._oldest_of_the_most(), End.REFUSED, None)
        self._waiting[wire] = guest
        self._by_address[guest.address] += 1
        self._selector.register(wire, selectors.EVENT_READ, guest)
        self._hear(guest)  # mostly it has spoken already

    def _make_room(self, error: OSError) -> None:
        if error.errno not in _NO_FILES_LEFT:
            return  # whoever it was has gone again
        if self._waiting:
            self._send_away(self._oldest_of_the_most(), End.REFUSED, None)
        else:
            time.sleep(_NO_FILES_LEFT_SECONDS)

    def _hear(self, guest: Guest) -> None:
        try:
            data = guest.wire.recv(_READ_BYTES)
            if not data:
                self._send_away(guest, End.HUNG_UP, None)
                return
            answer = guest.greeting.feed(data)
            if answer:
                guest.wire.send(answer)
        except BlockingIOError:
            return
        except OSError:
            self._send_away(guest, End.HUNG_UP, None)
        except AgiError as error:
            self._send_away(guest, End.FAILED, error)
        else:
            if guest.greeting.request is not None:
                self._forget(guest)
                self._host.welcome(guest)

    def _seconds_to_wait(self) -> float | None:
        oldest = next(iter(self._waiting.values()), None)
        return None if oldest is None else max(0.0, oldest.began + GREETING_SECONDS - self._clock())

    def _send_away_the_slow(self) -> None:
        before = self._clock() - GREETING_SECONDS
        for guest in list(self._waiting.values()):
            if guest.began > before:
                return
            self._send_away(guest, End.LATE, TimeoutError("Asterisk did not say in time what it wants"))

    def _oldest_of_the_most(self) -> Guest:
        address, _ = self._by_address.most_common(1)[0]
        return next(guest for guest in self._waiting.values() if guest.address == address)

    def _send_away(self, guest: Guest, how: End, error: Exception | None) -> None:
        self._forget(guest)
        guest.wire.close()
        self._host.gone(how, error)

    def _forget(self, guest: Guest) -> None:
        self._selector.unregister(guest.wire)
        del self._waiting[guest.wire]
        self._by_address[guest.address] -= 1
        if not self._by_address[guest.address]:
            del self._by_address[guest.address]
