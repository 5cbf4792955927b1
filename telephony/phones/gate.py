"""Which messages of a browser's phone are handed on to the PBX: answers, and requests of its own endpoint. Pure.

The PBX hears every page from one address, its own machine's. So an endpoint that the PBX knows by that address, or one
without a password, could be spoken for by any page: From has to name the page's own endpoint. One frame is one message,
since the PBX would read what follows it as another. It registers nothing but its own socket: an address that outlives
it would be rung when nobody is on duty.
"""

import re
from typing import NamedTuple

LARGEST_BYTES = 16_384
_METHODS = frozenset(("REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "REFER", "INFO", "OPTIONS", "UPDATE", "NOTIFY"))
_REQUEST = re.compile(r"([A-Z]+) sips?:\S+ SIP/2\.0")
_ANSWER = re.compile(r"SIP/2\.0 [12456][0-9]{2}( [^\r\n]*)?")
"""By one that begins with 3 the PBX would dial whatever the page names, in the caller's stead."""
_HEADER = re.compile(r"([\w.!%*+`'~-]+)[ \t]*:[ \t]*([^\r\n\0]*)", re.ASCII)
_FROM = re.compile(r"(?:\"[^\"\\<>]*\"[ \t]*|[^\"<>:]*)<sips?:([^@;:<>\s\"]+)@[^@<>\s\"]+>(?:;[\w.=-]+)*", re.ASCII)
_CONTACT = re.compile(r"<sip:[^@;:<>\s\"]+@[a-z0-9]+\.invalid;transport=ws>(;[^,\r\n]*)?", re.ASCII | re.IGNORECASE)
"""JsSIP's. The PBX puts the socket's address in its place, and removes it with the socket."""
_SHORT = {"f": "from", "l": "content-length", "m": "contact"}


class _Head(NamedTuple):
    first: str
    froms: list[str]
    lengths: list[str]
    contacts: list[str]


def may_pass(message: str, endpoint: str) -> bool:
    """`endpoint` is the page's own, such as 2001."""
    if not message.strip("\r\n"):
        return True  # keeps the connection alive
    text, end, body = message.partition("\r\n\r\n")
    head = _head(text)
    if not end or head is None or not _is_whole(head.lengths, body):
        return False
    if _ANSWER.fullmatch(head.first):
        return True
    asked = _REQUEST.fullmatch(head.first)
    if asked is None or asked[1] not in _METHODS or not _is_from(head.froms, endpoint):
        return False
    return asked[1] != "REGISTER" or all(_CONTACT.fullmatch(each.strip()) for each in head.contacts)


def _head(text: str) -> _Head | None:
    """None where a line is none of SIP, or goes on in the next."""
    first, *lines = text.split("\r\n")
    froms: list[str] = []
    lengths: list[str] = []
    contacts: list[str] = []
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None:
            return None
        name = header[1].lower()
        name = _SHORT.get(name, name)
        if name == "from":
            froms.append(header[2])
        elif name == "content-length":
            lengths.append(header[2])
        elif name == "contact":
            contacts.append(header[2])
    return _Head(first, froms, lengths, contacts)


def _is_whole(lengths: list[str], body: str) -> bool:
    return len(lengths) == 1 and lengths[0].strip() == str(len(body.encode("utf-8", "replace")))


def _is_from(froms: list[str], endpoint: str) -> bool:
    found = _FROM.fullmatch(froms[0].strip()) if len(froms) == 1 else None
    return found is not None and found[1] == endpoint
