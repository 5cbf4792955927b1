"""One event again from the pieces that line breaks in a stranger's number made of it. Pure.

What stands before the number is Asterisk's own. Behind it, the lines that tell which channel this is are searched: of
a known channel those with its own identity, of a new one the last ones, since a stranger's bytes come before them.
Values that hold a line break or come twice with different words are unusable and are left out.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from telephony.ami.grammar import BEFORE_NUMBER, EVENTS, IDENTITY, WRITABLE, Grammar, opening

END: Final = b"\r\n"
_NEXT_PART = re.compile(rb"\r\n[A-Za-z]+(?:Channel|BridgeUniqueid): ")
_UNUSABLE = re.compile(rb"[\r\n\0]")
_FIRST_COUNTS = frozenset({b"Variable"})  # what follows it may be a stranger's; elsewhere the last counts
_MUST_AGREE = frozenset({b"Application"})  # stands between two values that may be a stranger's


class Identity(NamedTuple):
    uniqueid: bytes
    linkedid: bytes


Known = Callable[[bytes], Identity | None]
"""Who the channel of that name is, where that is known. In its place None for a channel that is new."""


class Mended(NamedTuple):
    text: bytes
    end: int


def mended(pieces: list[bytes], known: Known) -> bytes | None:
    """The event, or None if it cannot be reconstructed."""
    text = END.join(pieces)
    name = text[7 : text.find(END)]
    grammar = EVENTS.get(name)
    if grammar is None or not text.startswith(b"Event: "):
        return None
    head = re.match(opening(name), text)
    if head is None:
        return None
    body = _parts(text, head.end(), grammar, None if name == b"Newchannel" else known)
    if body is None:
        return None
    tail = _tail(text[body.end :], grammar)
    return None if tail is None else head[0] + body.text + tail


def _parts(text: bytes, at: int, grammar: Grammar, known: Known | None) -> Mended | None:
    made = b""
    for number, (kind, prefix, optional) in enumerate(grammar.parts):
        part = _part(kind, prefix, text, at, known, last=number == len(grammar.parts) - 1)
        if part is None and not optional:
            return None
        if part is not None:
            made, at = made + part.text, part.end
    return Mended(made, at)


def _part(kind: str, prefix: bytes, text: bytes, at: int, known: Known | None, *, last: bool) -> Mended | None:
    if kind == "channel":
        return channel(prefix, text, at, known, last=last)
    names = re.escape(prefix) if kind == "line" else prefix + rb"Bridge[A-Za-z]+"
    found = re.compile(rb"(?:\r\n" + names + rb": [^\r\n\0]*)+").match(text, at)
    return None if found is None else Mended(found[0], found.end())


def channel(prefix: bytes, text: bytes, at: int, known: Known | None, *, last: bool) -> Mended | None:
    """The block that begins at `at`."""
    first = re.compile(b"".join(rb"\r\n" + prefix + name + rb": ([^\r\n\0]*)" for name in BEFORE_NUMBER))
    begin = first.match(text, at)
    if begin is None:
        return None
    ends = [end for end in _ends(prefix, text, begin.end()) if _is_whole(prefix, text, begin.end(), end.start())]
    if not last:
        ends = [end for end in ends if _NEXT_PART.match(text, end.end())]
    chosen = _whose(ends, begin[1], known)
    if chosen is None:
        return None
    end, uniqueid, linkedid = chosen
    identity = zip(IDENTITY, (end[1], uniqueid, linkedid), strict=True)
    lines = b"".join(b"\r\n" + prefix + name + b": " + value for name, value in identity)
    return Mended(begin[0] + _writable(prefix, text[begin.end() : end.start()]) + lines, end.end())


def _whose(
    ends: list[re.Match[bytes]], name: bytes, known: Known | None
) -> tuple[re.Match[bytes], bytes, bytes] | None:
    """Finds the genuine end of the block, and the channel."""
    if known is None and ends:
        return ends[-1], ends[-1][2], ends[-1][3] or ends[-1][2]
    mine = None if known is None else known(name)
    if mine is not None:
        own = [end for end in ends if end[2] == mine.uniqueid]
        return (own[0], *mine) if own else None
    if len({end[2] for end in ends}) != 1:  # nobody can tell which
        return None
    return ends[-1], ends[-1][2], ends[-1][3] or ends[-1][2]


def _ends(prefix: bytes, text: bytes, at: int) -> Iterator[re.Match[bytes]]:
    """Where the block may end: every run of the lines that tell which channel it is, with what belongs to it."""
    value = rb": ([^\r\n\0]*)"
    run = rb"\r\n%sPriority: (-?\d+)\r\n%sUniqueid%s(?:\r\n%sLinkedid%s)?" % (prefix, prefix, value, prefix, value)
    return re.compile(run + rb"(?:\r\n%s(?:Tenantid|ChanVariable): [^\r\n\0]*)*" % prefix).finditer(text, at)


def _is_whole(prefix: bytes, text: bytes, at: int, end: int) -> bool:
    """All lines of a block stand in that stretch, in order."""
    for name in WRITABLE:
        if name != b"Language":
            at = text.find(b"\r\n" + prefix + name + b": ", at, end)
            if at < 0:
                return False
    return True


def _writable(prefix: bytes, text: bytes) -> bytes:
    """A value counts only if reading forward and backward find the same beginning and end."""
    names = [b"\r\n" + prefix + name + b": " for name in WRITABLE if name != b"Language" or b"Language: " in text]
    front, behind, at = list[int](), list[int](), 0
    for name in names:
        at = text.find(name, at)
        front.append(at)
    end = len(text)
    for name in reversed(names):
        end = text.rfind(name, 0, max(end, 0))
        behind.insert(0, end)
    made, front, behind = b"", [*front, len(text)], [*behind, len(text)]
    for number, name in enumerate(names):
        certain = front[number : number + 2] == behind[number : number + 2] and front[number] >= 0
        value = text[front[number] + len(name) : front[number + 1]] if certain else b""
        made += name + (b"" if _UNUSABLE.search(value) else value)
    return made


def _tail(text: bytes, grammar: Grammar) -> bytes | None:
    values: dict[bytes, list[bytes]] = {}
    for line in text.split(END):
        name, colon, value = line.partition(b": ")
        if colon and name in grammar.tail and not _UNUSABLE.search(value):
            values.setdefault(name, []).append(value)
    if any(len(set(values.get(name, ()))) != 1 for name in _MUST_AGREE.intersection(grammar.tail)):
        return None
    chosen = ((name, values[name][0 if name in _FIRST_COUNTS else -1]) for name in grammar.tail if name in values)
    return b"".join(b"\r\n" + name + b": " + value for name, value in chosen)
