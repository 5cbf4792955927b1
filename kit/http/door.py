"""The door that each connection comes through, before HTTP: whose it is, whether there is room, and how long it may
take over the head of a request or over reading an answer.
"""

import asyncio
import socket
import sys
from collections.abc import Callable

import structlog
from aiohttp import hdrs, web

from kit.http.clients import NOWHERE, Address, Proxies, address_of, party
from kit.http.crowd import Crowd
from kit.http.options import WebOptions
from kit.http.proxy_opening import OpeningError, read_opening

log = structlog.get_logger(__name__)

CLIENT = web.RequestKey("client", str)
"""Whom limits count: an IPv4 address or a /64 of IPv6."""


class Doors:
    """All doors of a server. `speak` makes the protocol that speaks HTTP on a connection."""

    def __init__(self, options: WebOptions, speak: Callable[[], asyncio.Protocol | None]) -> None:
        self.options = options
        self.proxies = Proxies(options.trusted_proxies)
        self.crowd: Crowd[Door] = Crowd(options.connections, options.connections_per_address)
        self.speak = speak
        self._noted = False
        self.silent: set[Door] = set()  # those that HTTP does not know of yet

    def __call__(self) -> asyncio.Protocol:
        return Door(self)

    def note_proxy(self, address: Address) -> None:
        """Warns once about a proxy that the settings do not name."""
        if not self._noted and not self.proxies and not address.is_global:
            self._noted = True
            log.warning(
                "a proxy passes requests on, and web.trusted_proxies does not name it: all who come through it share "
                "the limits of one address",
                proxy=str(address),
            )

    def make_room(self) -> bool:
        """Closes an idle connection; False if there is none."""
        goes = self.crowd.make_room()
        if goes is not None:
            goes.shut()
        return goes is not None

    def close(self) -> None:
        for door in tuple(self.silent):
            door.shut()


class Door(asyncio.Protocol):
    """Passes data on to HTTP, after removing the PROXY line of a trusted proxy."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._transport: asyncio.Transport | None = None
        self._http: asyncio.Protocol | None = None
        self._opening = b""
        self._is_proxy = False
        self._asking = False
        self._timer: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self.address: Address = NOWHERE

    # What asyncio tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a door is for streams")
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self.address = (address_of(peer[0]) if isinstance(peer, tuple) else None) or NOWHERE
        self._is_proxy = self._doors.proxies.trust(self.address)
        if self._let_in(bounded=not self._is_proxy):
            _notice_the_dead(transport, self._doors.options.stalled_seconds)
            self._doors.silent.add(self)
            self._expect(self._doors.options.idle_seconds)

    def data_received(self, data: bytes) -> None:
        if self._http is not None:
            if self._timer is None and not self._asking:
                self._expect(self._doors.options.head_seconds)
            self._http.data_received(data)
            return
        if not self._opening:
            self._expect(self._doors.options.head_seconds)
        self._opening += data
        if not self._is_proxy or self._has_read_opening():
            self._begin_http()

    def eof_received(self) -> bool | None:
        return None if self._http is None else self._http.eof_received()

    def pause_writing(self) -> None:
        """The client does not take what is written to it."""
        self._doors.crowd.idle(self)
        self._stalled = asyncio.get_running_loop().call_later(self._doors.options.stalled_seconds, self.shut)
        if self._http is not None:
            self._http.pause_writing()

    def resume_writing(self) -> None:
        if self._asking:
            self._doors.crowd.busy(self)
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None
        if self._http is not None:
            self._http.resume_writing()

    def connection_lost(self, error: Exception | None) -> None:
        self._doors.crowd.leave(self)
        self._doors.silent.discard(self)
        for timer in (self._timer, self._stalled):
            if timer is not None:
                timer.cancel()
        if self._http is not None:
            self._http.connection_lost(error)

    # What the service tells.

    def request_begins(self) -> None:
        """The head of the request is complete."""
        self._asking = True
        self._expect_nothing()

    def request_is_whole(self) -> None:
        """The body of the request is complete."""
        self._doors.crowd.busy(self)

    def request_ends(self) -> None:
        self._asking = False
        self._doors.crowd.idle(self)

    def shut(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def client(self, request: web.BaseRequest) -> str:
        forwarded_for = request.headers.getall(hdrs.X_FORWARDED_FOR, ())
        forwarded = request.headers.getall(hdrs.FORWARDED, ())
        if forwarded_for or forwarded:
            self._doors.note_proxy(self.address)
        return party(self._doors.proxies.client(self.address, forwarded_for, forwarded))

    # How it does it.

    def _let_in(self, *, bounded: bool) -> bool:
        goes = self._doors.crowd.enter(party(self.address), self, bounded=bounded)
        if goes is not None:
            goes.shut()
        return goes is not self

    def _has_read_opening(self) -> bool:
        """Whether the PROXY line is complete and its client is admitted."""
        try:
            opening = read_opening(self._opening)
        except OpeningError:
            self.shut()
            return False
        if opening is None:
            return False
        self._opening = self._opening[opening.length :]
        if opening.source is None:
            return True
        self.address = opening.source
        self._doors.crowd.leave(self)
        return self._let_in(bounded=not self._doors.proxies.trust(self.address))

    def _begin_http(self) -> None:
        """Starts HTTP at the first byte, so that silent connections cost little."""
        self._doors.silent.discard(self)
        http, said, self._opening = self._doors.speak(), self._opening, b""
        if http is None or self._transport is None:
            self.shut()
            return
        self._http = http
        http.connection_made(self._transport)
        if said:
            http.data_received(said)

    def _expect(self, seconds: float) -> None:
        self._expect_nothing()
        self._timer = asyncio.get_running_loop().call_later(seconds, self.shut)

    def _expect_nothing(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _notice_the_dead(transport: asyncio.Transport, seconds: float) -> None:
    """Enables TCP keep-alive, so that a vanished client is noticed."""
    if sys.platform == "linux":
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(seconds * 1000))


def door_of(request: web.BaseRequest) -> Door | None:
    """None if the connection is closed."""
    protocol = None if request.transport is None else request.transport.get_protocol()
    return protocol if isinstance(protocol, Door) else None
