"""The Asterisk side of an AGI session, as a test plays it."""

import socket
from collections.abc import Mapping

ENVIRONMENT = {"agi_callerid": "13800000001", "agi_uniqueid": "1764040000.7"}

_BLOCK = {
    "agi_network": "yes",
    "agi_network_script": "",
    "agi_request": "agi://127.0.0.1/",
    "agi_channel": "PJSIP/trunk-00000007",
    "agi_language": "zh",
    "agi_type": "PJSIP",
    "agi_uniqueid": "1764040000.7",
    "agi_version": "22.10.1",
    "agi_callerid": "unknown",
    "agi_calleridname": "unknown",
    "agi_callingpres": "0",
    "agi_callingani2": "0",
    "agi_callington": "0",
    "agi_callingtns": "0",
    "agi_dnid": "8001",
    "agi_rdnis": "unknown",
    "agi_context": "hotline",
    "agi_extension": "8001",
    "agi_priority": "2",
    "agi_enhanced": "0.0",
    "agi_accountcode": "",
    "agi_threadid": "139841846458048",
}


def block(script: str, environment: Mapping[str, str] = ENVIRONMENT) -> bytes:
    """What Asterisk 22 says first; values as somebody wrote them, line breaks included."""
    lines = {**_BLOCK, "agi_network_script": script, **environment}
    return "".join(f"{name}: {value}\n" for name, value in lines.items()).encode("utf-8", "surrogateescape") + b"\n"


class FakeAsterisk:
    """`says` answers each command in turn; it keeps what it was told."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._lines = wire.makefile("rb")
        wire.settimeout(60)

    @classmethod
    def calls(
        cls, address: tuple[str, int], script: str, environment: Mapping[str, str] = ENVIRONMENT
    ) -> "FakeAsterisk":
        asterisk = cls(socket.create_connection(address, 5))
        asterisk.says(block(script, environment))
        asterisk.repeats_the_word()
        return asterisk

    def repeats_the_word(self) -> None:
        """Which a session begins with; it may have been ended already."""
        if command := self.hears():
            self.says(answer(command))

    def says(self, text: str | bytes) -> None:
        self._wire.sendall(text if isinstance(text, bytes) else text.encode())

    def hears(self) -> str:
        """The next command; '' when the session was ended."""
        try:
            return self._lines.readline().decode().rstrip("\n")
        except ConnectionError:
            return ""

    def close(self) -> None:
        self._lines.close()
        self._wire.close()


def answer(command: str) -> str:
    """To `GET FULL VARIABLE "word"`, which has nothing to be evaluated."""
    word = command.split('"')[1]
    return f"200 result=1 ({word})\n"
