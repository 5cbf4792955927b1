"""A SIP dialog: two tagged parties, a call id, and the numbers of its requests."""

from collections.abc import Coroutine
from typing import Any, Protocol

from lab.pbx import sip

Headers = list[tuple[str, str]]


class Line(Protocol):
    """The phone, as its dialogs and legs know it."""

    name: str
    deaf: bool

    @property
    def contact(self) -> str: ...

    def spawn(self, work: Coroutine[Any, Any, None]) -> None: ...

    def send(self, data: bytes) -> int: ...

    def via(self, branch: str) -> tuple[str, str]: ...

    async def request(self, start: str, headers: Headers, body: str = "", branch: str = "") -> sip.Message: ...

    def respond(self, request: sip.Message, status: int, extra: Headers, body: str = "") -> int: ...


class Dialog:
    def __init__(self, phone: Line, call_id: str, local: str, remote: str, target: str) -> None:
        self.call_id = call_id
        self.local, self.remote, self.target = local, remote, target
        self._phone = phone
        self._number = 1  # of the INVITE in hand; later requests count on from it

    @property
    def replaces(self) -> str:
        """How a REFER names this dialog; the tags as its receiver, our other side, has them."""
        return f"{self.call_id};to-tag={sip.tag_of(self.remote)};from-tag={sip.tag_of(self.local)}"

    async def request(self, method: str, extra: Headers, body: str = "", branch: str = "") -> sip.Message:
        """With a new number, but for the INVITE that opens the dialog."""
        if method != "INVITE" or sip.tag_of(self.remote):
            self._number += 1
        headers = [*self._headers(method, str(self._number)), *extra]
        return await self._phone.request(f"{method} {self.target} SIP/2.0", headers, body, branch)

    async def cancel(self, branch: str) -> None:
        headers = self._headers("CANCEL", str(self._number))
        await self._phone.request(f"CANCEL {self.target} SIP/2.0", headers, branch=branch)

    def acknowledge(self, message: sip.Message, branch: str) -> None:
        number = message.get("CSeq").partition(" ")[0]
        headers = [self._phone.via(branch), ("Max-Forwards", "70"), *self._headers("ACK", number)]
        self._phone.send(sip.build(f"ACK {self.target} SIP/2.0", headers))

    def _headers(self, method: str, number: str) -> Headers:
        parties = [("From", self.local), ("To", self.remote)]
        return [*parties, ("Call-ID", self.call_id), ("CSeq", f"{number} {method}")]
