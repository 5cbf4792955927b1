"""The sound of a phone: a stream of A-law silence, and digits as RFC 2833 telephone events."""

import asyncio
import struct

PACKET_BYTES = 160
_SILENCE = b"\xd5" * PACKET_BYTES
_PACKET_SECONDS = 0.02
_DIGITS = "0123456789*#ABCD"
_EVENTS = 101
_HEADER_BYTES = 12
_LOUDNESS = bytes((code ^ 0x55) & 0x7F for code in range(256))
"""Of each A-law code: segment and step of its amplitude."""

LOUD = 0x20
"""An amplitude of 528 of 32768: speech, or music; no noise of a line."""


class RtpStream(asyncio.DatagramProtocol):
    """Bound from the first offer on; sends only between `start` and `stop`."""

    def __init__(self) -> None:
        self.received = 0
        self.loud = 0  # packets, of 20 ms, in which something can be heard
        self.pressed = ""  # the keys that were heard, as telephone events
        self._event_stamp = b""
        self._transport: asyncio.DatagramTransport | None = None
        self._peer: tuple[str, int] | None = None
        self._task: asyncio.Task[None] | None = None
        self._sequence = 0
        self._stamp = 0

    async def open(self) -> int:
        """The port it listens on."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.received += 1
        if data[1] & 0x7F == _EVENTS:
            self._hear_key(data)
            return
        self.loud += max(data[_HEADER_BYTES:].translate(_LOUDNESS), default=0) >= LOUD

    def _hear_key(self, data: bytes) -> None:
        """All packets of a key have its first stamp."""
        if data[4:8] != self._event_stamp and data[_HEADER_BYTES] < len(_DIGITS):
            self._event_stamp = data[4:8]
            self.pressed += _DIGITS[data[_HEADER_BYTES]]

    def aim(self, peer: tuple[str, int]) -> None:
        self._peer = peer

    def start(self) -> None:
        if self._task is None and self._transport is not None:
            self._task = asyncio.get_running_loop().create_task(self._talk())

    def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    async def digits(self, digits: str) -> None:
        for digit in digits:
            await self._digit(_DIGITS.index(digit))
            await asyncio.sleep(0.1)

    async def _talk(self) -> None:
        """Catches up after a late packet: a second of sound takes a second on a busy machine too."""
        clock = asyncio.get_running_loop().time
        due = clock()
        while True:
            self._send(8, _SILENCE)
            due += _PACKET_SECONDS
            await asyncio.sleep(due - clock())

    async def _digit(self, event: int) -> None:
        """Five packets of growing duration, then the end three times, all with the timestamp of the beginning."""
        stamp = self._stamp
        for step in range(1, 6):
            self._send(_EVENTS, struct.pack("!BBH", event, 10, step * 160), stamp, marker=step == 1)
            await asyncio.sleep(_PACKET_SECONDS)
        for _ in range(3):
            self._send(_EVENTS, struct.pack("!BBH", event, 0x80 | 10, 960), stamp)
        self._stamp = stamp + 960

    def _send(self, kind: int, payload: bytes, stamp: int | None = None, *, marker: bool = False) -> None:
        if self._transport is None or self._peer is None:
            return
        self._sequence = (self._sequence + 1) & 0xFFFF
        if stamp is None:
            stamp = self._stamp = (self._stamp + 160) & 0xFFFFFFFF
        header = struct.pack(
            "!BBHII", 0x80, kind | (0x80 if marker else 0), self._sequence, stamp, id(self) & 0xFFFFFFFF
        )
        self._transport.sendto(header + payload, self._peer)
