"""How a session opens: the block, then one command whose answer holds a random word.

A stranger can write an empty line into the block, and so end it early: the rest would be read as answers to commands.
Nobody can write the random word beforehand. All that comes before it belongs to the block, and what follows answers
commands. Pure: bytes in, bytes out.
"""

from telephony.agi.block import opening
from telephony.agi.request import Request
from telephony.agi.wording import AgiError, command_line

_BYTES_MAX = 65_536
_LINES_MAX = 512


class Greeting:
    """`feed` it until there is a `request`."""

    def __init__(self, word: str) -> None:
        self.request: Request | None = None
        self.hung_up = False
        self.rest = b""  # what came after it
        self._word = word
        self._answer = f"200 result=1 ({word})".encode()
        self._lines: list[bytes] = []
        self._part = bytearray()
        self._byte_count = 0
        self._asked = False

    def feed(self, data: bytes) -> bytes:
        """The bytes to send now, usually none. Raises AgiError if the client is not Asterisk."""
        self._byte_count += len(data)
        self._part += data
        if b"\n" in data:
            self._take_lines()
        if self._byte_count > _BYTES_MAX or len(self._lines) > _LINES_MAX:
            raise AgiError("what connected is no Asterisk: its first lines have no end")
        if self._asked or b"" not in self._lines:
            return b""
        self._asked = True
        return command_line("GET FULL VARIABLE", (self._word,))

    def _take_lines(self) -> None:
        *lines, part = bytes(self._part).split(b"\n")
        self._part = bytearray(part)
        for number, line in enumerate(lines):
            if self._asked and line == self._answer:
                self.rest = b"\n".join([*lines[number + 1 :], part])
                self.request, self.hung_up = opening(self._lines)
                return
            self._lines.append(line)
