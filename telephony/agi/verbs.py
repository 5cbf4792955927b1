"""The one door to pyst2: its AGI verbs on a connection of ours.

The verbs are pyst2's. What it does around them is replaced: it takes the process's SIGHUP, prints every line to
standard error, dies of a byte that is no UTF-8, reads `HANGUP` as int(''), takes a variable whose value is `hangup`
for the end of the call, waits for ever where a usage text breaks off, and lets a quote or a line break in a value
end the command.
"""

from asterisk import agi

from telephony.agi.connection import Connection
from telephony.agi.wording import (
    AgiError,
    HangUpError,
    Quoted,
    RefusedError,
    Reply,
    command_line,
    quoted,
    reply,
    result,
)

_DONE, _DEAD, _USAGE = 200, 511, 520
_USAGE_LINES_MAX = 200


class Verbs(agi.AGI):  # type: ignore[misc]  # pyst2 has no types
    """Each verb raises HangUpError when the caller is gone, RefusedError when Asterisk will not, DeadlineError."""

    def __init__(self, connection: Connection, *, hung_up: bool = False) -> None:
        """pyst2's own reads standard input and takes SIGHUP."""
        self.env: dict[str, str] = {}
        self.hung_up = hung_up
        self._connection = connection

    def evaluated(self, expression: str) -> str:
        """The value of an expression such as `${CHANNEL(linkedid)}`. Never build it from a caller's text."""
        return str(self.get_full_variable(expression))

    # What pyst2's verbs stand on

    def test_hangup(self) -> None:
        if self.hung_up:
            raise HangUpError("the caller is gone")

    def execute(self, command: str, *args: object) -> dict[str, tuple[str, str]]:
        self.test_hangup()
        self.send_command(command, *args)
        return self.get_result()

    def send_command(self, command: str, *args: object) -> None:
        self._connection.write(command_line(command.strip(), args))

    def get_result(self, stdin: object = None) -> dict[str, tuple[str, str]]:
        """The result of the last command. pyst2 passes `stdin`, which is not used."""
        answer = self._next_reply()
        if answer.code == _DONE:
            return self._checked(result(answer.text))
        if answer.code == _DEAD:
            self.hung_up = True
            raise HangUpError("the caller is gone")
        if answer.code == _USAGE and answer.more:
            self._skip_usage()
        raise RefusedError(f"Asterisk answered {answer.code} to a command")

    def _checked(self, known: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
        value, data = known["result"]
        if value == "-1":
            if self.hung_up or data == "hangup":
                self.hung_up = True
                raise HangUpError("the caller hung up")
            raise RefusedError("Asterisk failed at a command, or the caller hung up")
        return known

    def _next_reply(self) -> Reply:
        while True:
            line = self._connection.read()
            if line.strip() == "HANGUP":
                self.hung_up = True
                continue
            answer = reply(line)
            if answer is None:
                raise AgiError("what connected is no Asterisk: it answers in words of its own")
            return answer

    def _skip_usage(self) -> None:
        for _ in range(_USAGE_LINES_MAX):
            if self._connection.read().startswith(str(_USAGE)):
                return
        raise AgiError("a usage text without end")

    def _quote(self, string: object) -> Quoted:
        return quoted(string)

    def _process_digit_list(self, digits: object) -> Quoted:
        return quoted("".join(map(str, digits)) if isinstance(digits, list) else digits)
