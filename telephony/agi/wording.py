"""Text and bytes of AGI commands and replies. No argument can break its command into two."""

import re
from typing import NamedTuple

LINE_BYTES_MAX = 2000
"""Asterisk reads 2047 bytes as one command and takes the rest for the next."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_SPECIAL = re.compile(r'(["\\])')
_CODE = re.compile(r"(\d{3})([ -]?)(.*)", re.ASCII | re.DOTALL)
_RESULT = re.compile(r"result=(?P<value>\S*)(?: \((?P<data>.*)\))?(?: endpos=(?P<endpos>\d+))?\s*", re.ASCII)


class AgiError(Exception):
    """The session cannot continue. The text contains no number and no name."""


class HangUpError(AgiError):
    """The caller has hung up. This is normal."""


class RefusedError(AgiError):
    """Asterisk refused a command or failed at it."""


class Quoted(str):
    """An argument that is already quoted."""

    __slots__ = ()


class Reply(NamedTuple):
    code: int
    text: str
    more: bool = False  # the first of several lines


def decoded(line: bytes) -> str:
    """Decodes UTF-8, otherwise GB18030, which old trunks and phones use for Chinese names. Never fails."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")


def quoted(value: object) -> Quoted:
    """Line breaks and other control characters become one space: they have no place in a name or a number."""
    text = _CONTROL.sub(" ", str(value))
    return Quoted('"' + _SPECIAL.sub(r"\\\1", text) + '"')


def command_line(verb: str, arguments: tuple[object, ...]) -> bytes:
    """The verb as it is, each argument quoted, also where the verb forgot to. Raises AgiError when it is too long."""
    words = [verb, *(_argument(each) for each in arguments if each != "")]
    line = " ".join(words).encode("utf-8", "replace") + b"\n"
    if len(line) > LINE_BYTES_MAX:
        raise AgiError(f"A command of {len(line)} bytes is longer than Asterisk reads: {verb}")
    return line


def _argument(value: object) -> str:
    return value if isinstance(value, Quoted) else quoted(value)


def reply(line: str) -> Reply | None:
    """None if the line is not a reply."""
    found = _CODE.fullmatch(line)
    return Reply(int(found[1]), found[3], found[2] == "-") if found else None


def result(text: str) -> dict[str, tuple[str, str]]:
    """The result as pyst2's verbs want it: {'result': (value, text in brackets)}."""
    found = _RESULT.match(text)
    if found is None:
        return {"result": ("", "")}
    known = {"result": (found["value"], found["data"] or "")}
    return known | {"endpos": (found["endpos"], "")} if found["endpos"] else known
