"""One call as one phone has it: a SIP dialog, and this phone's own clock for every message of it."""

import asyncio
import time
import urllib.parse
import uuid
from typing import TYPE_CHECKING, NamedTuple

from telephony.lab import sip
from telephony.lab.rtp import RtpStream

if TYPE_CHECKING:  # a leg is made by its phone
    from telephony.lab.phone import Phone


def clock_us() -> int:
    return time.time_ns() // 1000


class Stamp(NamedTuple):
    at_us: int
    sent: bool
    what: str  # 'INVITE', '180', '200 INVITE', 'CANCEL', 'BYE' …


class Leg:
    def __init__(self, phone: "Phone", call_id: str, local: str, remote: str, target: str) -> None:
        self.phone = phone
        self.call_id = call_id
        self.incoming: sip.Message | None = None  # the INVITE that brought it; None for a call we placed
        self.log: list[Stamp] = []
        self.deaf = phone.deaf  # as a dead address it never hears of this call
        self.lost = False  # the PBX died: nobody will end this leg
        self.final = 0  # the status that decided the INVITE
        self.rang, self.answered, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.transferred = asyncio.Event()  # a REFER of ours came through
        self.rtp = RtpStream()
        self._local, self._remote, self._target = local, remote, target
        self._cseq = 1
        self._branch = ""
        self._version = 1
        self._port = 0  # of our sound

    # ---- What happened, by this phone's clock ---------------------------------------------------------------------

    def at_us(self, what: str, *, sent: bool) -> int | None:
        return next((stamp.at_us for stamp in self.log if stamp.what == what and stamp.sent is sent), None)

    @property
    def dialled(self) -> str:
        """The user part this leg was called at or calls."""
        return sip.user_of(sip.uri_of(self._local if self.incoming else self._remote))

    @property
    def caller(self) -> str:
        return sip.user_of(sip.uri_of(self._remote if self.incoming else self._local))

    async def until_ended(self) -> None:
        await self.ended.wait()

    async def outcome(self) -> int:
        """The final status of a call we placed: 200, 486 …"""
        done, waiting = await asyncio.wait(
            [asyncio.ensure_future(self.answered.wait()), asyncio.ensure_future(self.ended.wait())],
            return_when=asyncio.FIRST_COMPLETED,
        )
        for future in waiting:
            future.cancel()
        return self.final

    # ---- Incoming ---------------------------------------------------------------------------------------------------

    def ring(self) -> None:
        self._reply("180")

    async def answer(self, *, sound: bool = False) -> None:
        if self.ended.is_set() or self.incoming is None:
            return
        self._port = await self.rtp.open()
        self._aim(self.incoming)
        if self.ended.is_set():  # cancelled while the port was opened
            self.rtp.close()
            return
        self.final = 200
        self._reply("200", sip.sdp(self._port), [("Contact", f"<{self.phone.contact}>"), ("Content-Type", "application/sdp")])
        self.answered.set()
        if sound:
            self.rtp.start()

    def reject(self, status: int, forward_to: str = "") -> None:
        """486 busy, 603 declined, 302 moved to `forward_to` …"""
        if self.ended.is_set():
            return
        self.final = status
        self._reply(str(status), "", [("Contact", f"<sip:{forward_to}@127.0.0.1>")] if forward_to else [])
        self._end()

    def _reply(self, status: str, body: str = "", extra: list[tuple[str, str]] | None = None) -> None:
        if self.ended.is_set() or self.incoming is None:
            return
        contact = [("Contact", f"<{self.phone.contact}>")] if status == "180" else []
        at_us = self.phone.respond(self.incoming, int(status), [("To", self._local), *contact, *(extra or [])], body)
        self.log.append(Stamp(at_us, True, "200 INVITE" if status == "200" else status))

    # ---- Outgoing ---------------------------------------------------------------------------------------------------

    async def invite(self, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self._port = await self.rtp.open()
        extra = [*headers, ("Content-Type", "application/sdp")]
        self.log.append(Stamp(clock_us(), True, "INVITE"))
        self.phone.spawn(self._invite(sip.sdp(self._port), extra))

    async def hold(self, *, resume: bool = False) -> None:
        self._cseq += 1
        self._version += 1
        body = sip.sdp(self._port, "sendrecv" if resume else "sendonly", self._version)
        await self._invite(body, [("Content-Type", "application/sdp")])

    def hang_up(self) -> None:
        """CANCEL before the answer of a call we placed, BYE after it."""
        if self.ended.is_set():
            return
        if self.answered.is_set():
            self.log.append(Stamp(clock_us(), True, "BYE"))
            self.phone.spawn(self._request("BYE"))
            self._end()
        elif self.incoming is None:
            self.log.append(Stamp(clock_us(), True, "CANCEL"))
            self.phone.spawn(self._cancel())

    async def refer(self, number: str, replaces: "Leg | None" = None) -> int:
        """Transfers the other side to `number`, or into the place of our consultation `replaces`."""
        uri = f"sip:{number}@127.0.0.1"
        if replaces is not None:
            theirs, ours = sip.tag_of(replaces._remote), sip.tag_of(replaces._local)
            value = urllib.parse.quote(f"{replaces.call_id};to-tag={theirs};from-tag={ours}", safe="")
            uri = f"{uri}?Replaces={value}"
        self.log.append(Stamp(clock_us(), True, "REFER"))
        contact = f"<{self.phone.contact}>"
        answer = await self._request("REFER", [("Contact", contact), ("Refer-To", f"<{uri}>"), ("Referred-By", contact)])
        return answer.status

    async def info_digit(self, digit: str) -> None:
        body = f"Signal={digit}\r\nDuration=160\r\n"
        await self._request("INFO", [("Content-Type", "application/dtmf-relay")], body)

    async def _invite(self, body: str, extra: list[tuple[str, str]]) -> None:
        branch = f"z9hG4bK{uuid.uuid4().hex[:16]}"
        if not self.answered.is_set():
            self._branch = branch
        answer = await self._request("INVITE", [("Contact", f"<{self.phone.contact}>"), *extra], body, branch)
        if answer.status == 408:
            self._end()

    async def _cancel(self) -> None:
        headers = [("From", self._local), ("To", self._remote), ("Call-ID", self.call_id), ("CSeq", f"{self._cseq} CANCEL")]
        await self.phone.request(f"CANCEL {self._target} SIP/2.0", headers, branch=self._branch)

    async def _request(
        self, method: str, extra: list[tuple[str, str]] | None = None, body: str = "", branch: str = ""
    ) -> sip.Message:
        if method != "INVITE":
            self._cseq += 1
        return await self.phone.request(f"{method} {self._target} SIP/2.0", [*self._dialog(method), *(extra or [])], body, branch)

    def _dialog(self, method: str, cseq: str = "") -> list[tuple[str, str]]:
        number = cseq or str(self._cseq)
        return [("From", self._local), ("To", self._remote), ("Call-ID", self.call_id), ("CSeq", f"{number} {method}")]

    # ---- What the phone hears ------------------------------------------------------------------------------------

    def on_response(self, message: sip.Message, at_us: int) -> None:
        if message.method != "INVITE" or message.status == 100:
            return
        self.log.append(Stamp(at_us, False, f"{message.status} INVITE" if message.status >= 200 else str(message.status)))
        if message.status < 200:
            self.rang.set()
        elif message.status < 300:
            self._accepted(message)
        else:
            self._refused(message)

    def _accepted(self, message: sip.Message) -> None:
        self._remote = message.get("To")
        self._target = sip.uri_of(message.get("Contact")) or self._target
        self._acknowledge(message, f"z9hG4bK{uuid.uuid4().hex[:16]}")
        self._aim(message)
        if not self.answered.is_set():
            self.final = message.status
            self.answered.set()

    def _refused(self, message: sip.Message) -> None:
        self._remote = message.get("To") if not self.answered.is_set() else self._remote
        self._acknowledge(message, message.branch)
        if not self.answered.is_set():
            self.final = message.status
            self._end()

    def _acknowledge(self, message: sip.Message, branch: str) -> None:
        number = message.get("CSeq").partition(" ")[0]
        headers = [self.phone.via(branch), ("Max-Forwards", "70"), *self._dialog("ACK", number)]
        self.phone.send(sip.build(f"ACK {self._target} SIP/2.0", headers))

    def on_request(self, message: sip.Message, at_us: int) -> None:
        if self.deaf:
            return
        self.log.append(Stamp(at_us, False, message.method))
        if message.method == "ACK":
            return
        if message.method == "CANCEL":
            self._cancelled(message)
        elif message.method == "INVITE":
            self.phone.respond(message, 200, [("Contact", f"<{self.phone.contact}>"), ("Content-Type", "application/sdp")], sip.sdp(self._port))
        else:
            self.phone.respond(message, 200, [])
        if message.method == "BYE":
            self._end()
        elif message.method == "NOTIFY" and " 200 " in message.body:
            self.transferred.set()

    def _cancelled(self, cancel: sip.Message) -> None:
        self.phone.respond(cancel, 200, [("To", self._local)])
        if self.incoming is not None and not self.answered.is_set() and not self.ended.is_set():
            self.final = 487
            self._reply("487")
            self._end()

    def _aim(self, message: sip.Message) -> None:
        if message.media is not None:
            self.rtp.aim(message.media)

    def _end(self) -> None:
        self.ended.set()
        self.rtp.close()
