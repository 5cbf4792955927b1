"""The Asterisk side of an AGI session, as a test plays it."""

import socket
from collections.abc import Mapping

ENVIRONMENT = {"agi_network": "yes", "agi_callerid": "13800000001", "agi_uniqueid": "1764040000.7"}


class FakeAsterisk:
    """`says` answers each command in turn; it keeps what it was told."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._lines = wire.makefile("rb")
        wire.settimeout(5)

    @classmethod
    def calls(
        cls, address: tuple[str, int], script: str, environment: Mapping[str, str] = ENVIRONMENT
    ) -> "FakeAsterisk":
        asterisk = cls(socket.create_connection(address, 5))
        asterisk.says("".join(f"{name}: {value}\n" for name, value in environment.items()))
        asterisk.says(f"agi_network_script: {script}\n\n")
        return asterisk

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
