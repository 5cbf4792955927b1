"""Whether the page behind a socket is still there, and what the PBX rings at it. Pure: seconds are an argument.

A browser's network process answers pings of a websocket for a page that is frozen. So the page itself is asked for a
sign of life (RFC 5626: an empty line for two), and a ring that it does not take up at once is refused in its place:
otherwise the PBX would ring nobody until its dial times out.
"""

from typing import NamedTuple

from telephony.phones.heads import fields_of

PING, PONG = "\r\n\r\n", "\r\n"
PING_SECONDS = 1.0
GONE_SECONDS, GONE_WHILE_IT_RINGS_SECONDS = 6.0, 3.0
"""So long after its last word a page is gone, if it has ever answered a ping."""
TAKES_UP_SECONDS = 2.0
"""Within this time a page says that it rings."""
_GONE = "502 Bad Gateway"
"""Asterisk calls it 27, destination out of order: the device failed, its agent did nothing."""
_COPIED = ("via", "from", "to", "call-id", "cseq")
_RINGS_MOST = 20


class _Ring(NamedTuple):
    head: tuple[tuple[str, str], ...]
    since: float
    is_taken_up: bool = False


class Rings:
    def __init__(self, now: float) -> None:
        self._heard = now
        self._pinged = now - PING_SECONDS
        self._answers_pings = False
        self._rings: dict[str, _Ring] = {}

    def from_pbx(self, message: str, now: float) -> None:
        if not message.startswith("INVITE "):
            return
        head = fields_of(message)
        fields = dict(head)
        if ";tag=" not in fields.get("to", "") and len(self._rings) < _RINGS_MOST:
            self._rings[fields.get("call-id", "")] = _Ring(head, now)

    def from_page(self, message: str, now: float) -> None:
        self._heard = now
        if message == PONG:
            self._answers_pings = True
        if not message.startswith("SIP/2.0 "):
            return
        fields = dict(fields_of(message))
        ring = self._rings.get(fields.get("call-id", ""))
        if ring is None or not fields.get("cseq", "").endswith(" INVITE"):
            return
        if message.startswith("SIP/2.0 1"):
            self._rings[fields["call-id"]] = ring._replace(is_taken_up=True)
        else:
            del self._rings[fields["call-id"]]

    def wants_ping(self, now: float) -> bool:
        """Whether to send a ping now: at most one in PING_SECONDS."""
        if now - self._pinged < PING_SECONDS:
            return False
        self._pinged = now
        return True

    def is_gone(self, now: float) -> bool:
        late = any(not ring.is_taken_up and now - ring.since > TAKES_UP_SECONDS for ring in self._rings.values())
        patience = GONE_WHILE_IT_RINGS_SECONDS if self._rings else GONE_SECONDS
        return late or (self._answers_pings and now - self._heard > patience)

    def refusals(self) -> list[str]:
        """The answers to what still rings, in place of a page that is gone."""
        rings, self._rings = self._rings, {}
        return [_refusal(ring.head) for ring in rings.values()]


def _refusal(head: tuple[tuple[str, str], ...]) -> str:
    copied = [f"{name}: {text}{';tag=gone' if name == 'to' else ''}" for name, text in head if name in _COPIED]
    return "\r\n".join([f"SIP/2.0 {_GONE}", *copied, "content-length: 0", "", ""])
