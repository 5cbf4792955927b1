"""SIP messages as data: enough of RFC 3261 for a phone on the loopback."""

import re
import uuid
from collections.abc import Iterable
from typing import NamedTuple

_TAG = re.compile(r";\s*tag=([^;>\s]+)")
_URI = re.compile(r"<([^>]+)>")
_MEDIA = re.compile(r"^m=audio (\d+)", re.MULTILINE)
_ADDRESS = re.compile(r"^c=IN IP4 (\S+)", re.MULTILINE)


PHRASES = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    302: "Moved Temporarily",
    480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist",
    486: "Busy Here",
    487: "Request Terminated",
    603: "Decline",
}


class Message(NamedTuple):
    start: str
    headers: tuple[tuple[str, str], ...]
    body: str = ""

    def get(self, name: str) -> str:
        """The first value, '' where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def every(self, name: str) -> list[tuple[str, str]]:
        return [(name, value) for key, value in self.headers if key.lower() == name.lower()]

    @property
    def status(self) -> int:
        """0 for a request."""
        return int(self.start.split(" ", 2)[1]) if self.start.startswith("SIP/2.0 ") else 0

    @property
    def method(self) -> str:
        """Of the request, or of the request that this answers."""
        return self.get("CSeq").partition(" ")[2] if self.status else self.start.partition(" ")[0]

    @property
    def branch(self) -> str:
        return self.get("Via").partition("branch=")[2].partition(";")[0]

    @property
    def media(self) -> tuple[str, int] | None:
        """Where the other side wants its sound."""
        port, address = _MEDIA.search(self.body), _ADDRESS.search(self.body)
        return (address[1], int(port[1])) if port and address else None


def parse(data: bytes) -> Message:
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    start, *lines = head.split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Message(start, tuple((key.strip(), value.strip()) for key, _, value in pairs), body)


def build(start: str, headers: Iterable[tuple[str, str]], body: str = "") -> bytes:
    lines = [start, *(f"{key}: {value}" for key, value in headers), f"Content-Length: {len(body.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def new_branch() -> str:
    return f"z9hG4bK{uuid.uuid4().hex[:16]}"


def tag_of(party: str) -> str:
    found = _TAG.search(party)
    return found[1] if found else ""


def uri_of(party: str) -> str:
    found = _URI.search(party)
    return found[1] if found else party.partition(";")[0].strip()


def user_of(uri: str) -> str:
    """`sip:1001@127.0.0.1:5060` → `1001`."""
    return uri.partition(":")[2].partition("@")[0]


def sdp(port: int, direction: str = "sendrecv", version: int = 1) -> str:
    """An offer or answer of A-law with RFC 2833 digits."""
    return "\r\n".join(
        [
            "v=0",
            f"o=- 1 {version} IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            f"m=audio {port} RTP/AVP 8 101",
            "a=rtpmap:8 PCMA/8000",
            "a=rtpmap:101 telephone-event/8000",
            "a=fmtp:101 0-16",
            f"a={direction}",
            "",
        ]
    )
