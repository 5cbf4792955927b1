"""A SIP phone on a UDP port of its own: it places calls, takes calls, and notes its own clock for every message.

It retransmits until answered and answers retransmissions, and knows nothing of digest authentication: the lab's
PBX trusts the loopback.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from lab.pbx import sip
from lab.pbx.dialog import Dialog, Headers
from lab.pbx.leg import Leg, Stamp, clock_us

_RESEND_AFTER_SECONDS = (0.5, 1.0, 2.0, 4.0)
_ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, NOTIFY, UPDATE, INFO"

OnCall = Callable[[Leg], Awaitable[None]]


async def _not_at_home(leg: Leg) -> None:
    leg.reject(480)


class Phone(asyncio.DatagramProtocol):
    """`on_call` is what it does with an incoming call. A phone that is `deaf` hears nothing: a dead address."""

    def __init__(self, name: str, on_call: OnCall = _not_at_home) -> None:
        self.name = name
        self.on_call = on_call
        self.deaf = False
        self.wakes_after: Callable[[], float] | None = None  # the seconds that it needs before it does anything
        self.legs: list[Leg] = []
        self.port = 0
        self._pbx = ("127.0.0.1", 0)
        self._transport: asyncio.DatagramTransport | None = None
        self._by_call_id: dict[str, Leg] = {}
        self._answers: dict[tuple[str, str], bytes] = {}  # last response by (branch, method), for retransmissions
        self._pending: dict[str, asyncio.Future[sip.Message]] = {}  # first response by branch
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Takes a free port; the PBX is told it by configuration, or by `register`."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        self.port = self._transport.get_extra_info("sockname")[1]

    def attach(self, pbx_port: int) -> None:
        self._pbx = ("127.0.0.1", pbx_port)

    def close(self) -> None:
        for leg in self.legs:
            leg.rtp.close()
        for task in self._tasks:
            task.cancel()
        if self._transport is not None:
            self._transport.close()

    # ---- What a person does with it ---------------------------------------------------------------------------------

    async def call(self, number: str, caller: str = "", more: Headers | None = None) -> Leg:
        """Dials; comes back when the INVITE is out. `caller` is the From party where it is not the phone itself."""
        party = caller or f"<sip:{self.name}@127.0.0.1>"
        target = f"sip:{number}@127.0.0.1:{self._pbx[1]}"
        leg = self._adopt(Leg(self, Dialog(self, uuid.uuid4().hex, _tagged(party), f"<{target}>", target)))
        await leg.invite(more or [])
        return leg

    async def register(self, seconds: int = 3600) -> bool:
        aor = f"<sip:{self.name}@127.0.0.1>"
        headers = [("From", _tagged(aor)), ("To", aor), ("Call-ID", uuid.uuid4().hex), ("CSeq", "1 REGISTER")]
        headers += [("Contact", f"<{self.contact}>"), ("Expires", str(seconds))]
        answer = await self.request(f"REGISTER sip:127.0.0.1:{self._pbx[1]} SIP/2.0", headers)
        return answer.status == 200

    # ---- Messages ---------------------------------------------------------------------------------------------------

    @property
    def contact(self) -> str:
        return f"sip:{self.name}@127.0.0.1:{self.port}"

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def send(self, data: bytes) -> int:
        """The instant it left."""
        at_us = clock_us()
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(data, self._pbx)
        return at_us

    def via(self, branch: str) -> tuple[str, str]:
        return ("Via", f"SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch={branch}")

    async def request(self, start: str, headers: Headers, body: str = "", branch: str = "") -> sip.Message:
        """Sends until something answers, and gives the first answer; a 408 of our own where nothing does."""
        branch = branch or sip.new_branch()
        data = sip.build(start, [self.via(branch), ("Max-Forwards", "70"), *headers], body)
        answer: asyncio.Future[sip.Message] = asyncio.get_running_loop().create_future()
        self._pending[branch] = answer
        try:
            for wait_seconds in _RESEND_AFTER_SECONDS:
                self.send(data)
                await asyncio.wait((answer,), timeout=wait_seconds)
                if answer.done():
                    return answer.result()
        finally:
            self._pending.pop(branch, None)
        return sip.Message("SIP/2.0 408 Request Timeout", tuple(headers))

    def respond(self, request: sip.Message, status: int, extra: Headers, body: str = "") -> int:
        """`extra` may bring the To with our tag. Gives the instant the answer left."""
        kept = [pair for name in ("Via", "Record-Route", "Call-ID", "CSeq") for pair in request.every(name)]
        given = {"To": request.get("To"), **dict(extra)}
        headers = [*kept, ("From", request.get("From")), *given.items(), ("Allow", _ALLOW)]
        data = sip.build(f"SIP/2.0 {status} {sip.PHRASES.get(status, 'Status')}", headers, body)
        self._answers[request.branch, request.method] = data
        return self.send(data)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        at_us = clock_us()
        message = sip.parse(data)
        if message.status:
            self._heard_response(message, at_us)
        elif (message.branch, message.method) in self._answers:
            self.send(self._answers[message.branch, message.method])
        else:
            self._heard_request(message, at_us)

    def _heard_response(self, message: sip.Message, at_us: int) -> None:
        waiting = self._pending.get(message.branch)
        if waiting is not None and not waiting.done():
            waiting.set_result(message)
        leg = self._by_call_id.get(message.get("Call-ID"))
        if leg is not None:
            leg.on_response(message, at_us)

    def _heard_request(self, message: sip.Message, at_us: int) -> None:
        leg = self._by_call_id.get(message.get("Call-ID"))
        if leg is not None:
            leg.on_request(message, at_us)
        elif message.method == "INVITE":
            self._take(message, at_us)
        elif message.method == "OPTIONS" and not self.deaf:
            self.respond(message, 200, [])
        elif message.method not in ("ACK", "OPTIONS"):
            self.respond(message, 481, [])

    def _take(self, invite: sip.Message, at_us: int) -> None:
        local, remote = _tagged(invite.get("To")), invite.get("From")
        dialog = Dialog(self, invite.get("Call-ID"), local, remote, sip.uri_of(invite.get("Contact")))
        leg = self._adopt(Leg(self, dialog, invite))
        leg.log.append(Stamp(at_us, False, "INVITE"))
        if not self.deaf:
            self.respond(invite, 100, [])
            self.spawn(self._serve(leg))

    async def _serve(self, leg: Leg) -> None:
        if self.wakes_after is not None:
            await asyncio.sleep(self.wakes_after())
        await self.on_call(leg)

    def _adopt(self, leg: Leg) -> Leg:
        self.legs.append(leg)
        self._by_call_id[leg.dialog.call_id] = leg
        return leg


def _tagged(party: str) -> str:
    return f"{party};tag={uuid.uuid4().hex[:8]}"
