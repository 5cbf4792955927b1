"""The head of a SIP message. Pure."""

import re

_HEADER = re.compile(r"([\w-]+)[ \t]*:[ \t]*(.*)", re.ASCII)
_LONG = {"v": "via", "f": "from", "t": "to", "i": "call-id"}


def fields_of(message: str) -> tuple[tuple[str, str], ...]:
    """Names in lower case, in their long form."""
    found = []
    for line in message.partition("\r\n\r\n")[0].split("\r\n")[1:]:
        header = _HEADER.fullmatch(line)
        if header is not None:
            name = header[1].lower()
            found.append((_LONG.get(name, name), header[2].rstrip()))
    return tuple(found)
