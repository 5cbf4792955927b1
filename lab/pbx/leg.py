"""One call as one phone has it, and this phone's own clock for every message of it."""

import asyncio
import time
import urllib.parse
from typing import NamedTuple

from lab.pbx import sip
from lab.pbx.dialog import Dialog, Headers, Line
from lab.pbx.rtp import RtpStream

_SDP = ("Content-Type", "application/sdp")


def clock_us() -> int:
    return time.time_ns() // 1000


class Stamp(NamedTuple):
    at_us: int
    sent: bool
    what: str  # 'INVITE', '180', '200 INVITE', 'CANCEL', 'BYE' …


class Leg:
    def __init__(self, phone: Line, dialog: Dialog, incoming: sip.Message | None = None) -> None:
        self.phone = phone
        self.dialog = dialog
        self.incoming = incoming  # the INVITE that brought it; None for a call we placed
        self.log: list[Stamp] = []
        self.deaf = phone.deaf  # as a dead address it never hears of this call
        self.lost = False  # the PBX died: nobody will end this leg
        self.final = 0  # the status that decided the INVITE
        self.rang, self.answered, self.ended = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.transferred = asyncio.Event()  # a REFER of ours came through
        self.rtp = RtpStream()
        self._port = 0  # of our sound
        self._branch = ""  # of the INVITE we sent
        self._version = 1  # of our offer

    # ---- What happened, by this phone's clock -----------------------------------------------------------------------

    def at_us(self, what: str, *, sent: bool) -> int | None:
        return next((stamp.at_us for stamp in self.log if stamp.what == what and stamp.sent is sent), None)

    @property
    def dialled(self) -> str:
        """The user part this leg was called at or calls."""
        return sip.user_of(sip.uri_of(self.dialog.local if self.incoming else self.dialog.remote))

    @property
    def caller(self) -> str:
        return sip.user_of(sip.uri_of(self.dialog.remote if self.incoming else self.dialog.local))

    async def until_ended(self) -> None:
        await self.ended.wait()

    async def outcome(self) -> int:
        """The final status of a call we placed: 200, 486 …"""
        events = [asyncio.ensure_future(event.wait()) for event in (self.answered, self.ended)]
        await asyncio.wait(events, return_when=asyncio.FIRST_COMPLETED)
        for each in events:
            each.cancel()
        return self.final

    # ---- Incoming ---------------------------------------------------------------------------------------------------

    def ring(self) -> None:
        self._reply(180, [("Contact", f"<{self.phone.contact}>")])

    async def answer(self, *, sound: bool = False) -> None:
        if self.ended.is_set() or self.incoming is None:
            return
        self._port = await self.rtp.open()
        self._aim(self.incoming)
        if self.ended.is_set():  # cancelled while the port was opened
            self.rtp.close()
            return
        self.final = 200
        self._reply(200, [("Contact", f"<{self.phone.contact}>"), _SDP], sip.sdp(self._port))
        self.answered.set()
        if sound:
            self.rtp.start()

    def reject(self, status: int, forward_to: str = "") -> None:
        """486 busy, 603 declined, 302 moved to `forward_to` …"""
        if self.ended.is_set():
            return
        self.final = status
        self._reply(status, [("Contact", f"<sip:{forward_to}@127.0.0.1>")] if forward_to else [])
        self._end()

    def _reply(self, status: int, extra: Headers, body: str = "") -> None:
        if self.ended.is_set() or self.incoming is None:
            return
        at_us = self.phone.respond(self.incoming, status, [("To", self.dialog.local), *extra], body)
        self.log.append(Stamp(at_us, True, "200 INVITE" if status == 200 else str(status)))

    # ---- Outgoing ---------------------------------------------------------------------------------------------------

    async def invite(self, more: Headers) -> None:
        """Comes back when the INVITE is on its way, with these headers as well."""
        self._port = await self.rtp.open()
        self._note_sent("INVITE")
        self._branch = sip.new_branch()
        self.phone.spawn(self._open(more))

    async def hold(self, *, resume: bool = False) -> None:
        self._version += 1
        body = sip.sdp(self._port, "sendrecv" if resume else "sendonly", self._version)
        await self.dialog.request("INVITE", [("Contact", f"<{self.phone.contact}>"), _SDP], body)

    def hang_up(self) -> None:
        """CANCEL before the answer of a call we placed, BYE after it."""
        if self.ended.is_set():
            return
        if self.answered.is_set():
            self._note_sent("BYE")
            self.phone.spawn(self._bye())
            self._end()
        elif self.incoming is None:
            self._note_sent("CANCEL")
            self.phone.spawn(self.dialog.cancel(self._branch))

    async def refer(self, number: str, replaces: "Leg | None" = None) -> int:
        """Transfers the other side to `number`, or into the place of our consultation `replaces`."""
        uri = f"sip:{number}@127.0.0.1"
        if replaces is not None:
            uri = f"{uri}?Replaces={urllib.parse.quote(replaces.dialog.replaces, safe='')}"
        self._note_sent("REFER")
        us = f"<{self.phone.contact}>"
        answer = await self.dialog.request("REFER", [("Contact", us), ("Refer-To", f"<{uri}>"), ("Referred-By", us)])
        return answer.status

    async def info_digit(self, digit: str) -> int:
        """A digit by SIP INFO rather than in the sound."""
        body = f"Signal={digit}\r\nDuration=160\r\n"
        return (await self.dialog.request("INFO", [("Content-Type", "application/dtmf-relay")], body)).status

    async def _open(self, more: Headers) -> None:
        extra = [("Contact", f"<{self.phone.contact}>"), *more, _SDP]
        answer = await self.dialog.request("INVITE", extra, sip.sdp(self._port), self._branch)
        if answer.status == 408:
            self._end()

    async def _bye(self) -> None:
        await self.dialog.request("BYE", [])

    def _note_sent(self, what: str) -> None:
        self.log.append(Stamp(clock_us(), True, what))

    # ---- What the phone hears ---------------------------------------------------------------------------------------

    def on_response(self, message: sip.Message, at_us: int) -> None:
        status = message.status
        if message.method != "INVITE" or status == 100:
            return
        self.log.append(Stamp(at_us, False, f"{status} INVITE" if status >= 200 else str(status)))
        if status < 200:
            self.rang.set()
        elif status < 300:
            self._accepted(message)
        else:
            self._refused(message)

    def _accepted(self, message: sip.Message) -> None:
        self.dialog.remote = message.get("To")
        self.dialog.target = sip.uri_of(message.get("Contact")) or self.dialog.target
        self.dialog.acknowledge(message, sip.new_branch())
        self._aim(message)
        if not self.answered.is_set():
            self.final = message.status
            self.answered.set()

    def _refused(self, message: sip.Message) -> None:
        if not self.answered.is_set():
            self.dialog.remote = message.get("To")
        self.dialog.acknowledge(message, message.branch)
        if not self.answered.is_set():
            self.final = message.status
            self._end()

    def on_request(self, message: sip.Message, at_us: int) -> None:
        if self.deaf:
            return
        self.log.append(Stamp(at_us, False, message.method))
        if message.method == "CANCEL":
            self._cancelled(message)
        elif message.method == "INVITE":
            self.phone.respond(message, 200, [("Contact", f"<{self.phone.contact}>"), _SDP], sip.sdp(self._port))
        elif message.method != "ACK":
            self.phone.respond(message, 200, [])
        if message.method == "BYE":
            self._end()
        elif message.method == "NOTIFY" and " 200 " in message.body:
            self.transferred.set()

    def _cancelled(self, cancel: sip.Message) -> None:
        self.phone.respond(cancel, 200, [("To", self.dialog.local)])
        if self.incoming is not None and not self.answered.is_set() and not self.ended.is_set():
            self.final = 487
            self._reply(487, [])
            self._end()

    def _aim(self, message: sip.Message) -> None:
        if message.media is not None:
            self.rtp.aim(message.media)

    def _end(self) -> None:
        self.ended.set()
        self.rtp.close()
