"""The line that a proxy sends before everything else to say where a connection comes from: the PROXY protocol, versions
1 and 2 (haproxy, doc/proxy-protocol.txt). Pure: bytes in, address out.
"""

import struct
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple

from kit.http.clients import Address, plain

_FIRST, _SECOND = b"PROXY ", b"\r\n\r\n\0\r\nQUIT\n"
_LINE_MAX = 107  # bytes of version 1
_HEAD = 16  # bytes of version 2 before the addresses
_REST_MAX = 2_048  # addresses take 216 at most; the others are remarks of the proxy
_LOCAL, _PROXIED = 0x20, 0x21
_ADDRESSES: dict[int, type[IPv4Address] | type[IPv6Address]] = {4: IPv4Address, 16: IPv6Address}
_SOURCE_BYTES = {0x11: 4, 0x21: 16}  # TCP over IPv4 and IPv6


class OpeningError(ValueError):
    """The data begins like the PROXY protocol but is invalid."""


class Opening(NamedTuple):
    length: int  # bytes before the first of HTTP
    source: Address | None  # None: not said


def read_opening(data: bytes) -> Opening | None:
    """None if more bytes are needed. The length is 0 if there is no such line. Raises OpeningError."""
    if data.startswith(_FIRST):
        return _line(data)
    if data.startswith(_SECOND):
        return _binary(data)
    if _FIRST.startswith(data) or _SECOND.startswith(data):
        return None
    return Opening(0, None)


def _line(data: bytes) -> Opening | None:
    line, ends, _ = data[:_LINE_MAX].partition(b"\r\n")
    if not ends:
        if len(data) >= _LINE_MAX:
            raise OpeningError("too long")
        return None
    length = len(line) + len(ends)
    match line.split(b" "):
        case [_, b"UNKNOWN", *_]:
            return Opening(length, None)
        case [_, b"TCP4", source, _, _, _]:
            return Opening(length, _read(IPv4Address, source))
        case [_, b"TCP6", source, _, _, _]:
            return Opening(length, _read(IPv6Address, source))
    raise OpeningError("of no known form")


def _read(kind: type[IPv4Address] | type[IPv6Address], text: bytes) -> Address:
    try:
        return plain(kind(text.decode("ascii")))
    except ValueError as error:
        raise OpeningError("no address") from error


def _binary(data: bytes) -> Opening | None:
    if len(data) < _HEAD:
        return None
    command, family, rest = struct.unpack_from("!BBH", data, len(_SECOND))
    if command not in (_LOCAL, _PROXIED) or rest > _REST_MAX:
        raise OpeningError("of no known form")
    length = _HEAD + rest
    if len(data) < length:
        return None
    size = _SOURCE_BYTES.get(family)
    if command == _LOCAL or size is None:
        return Opening(length, None)
    if rest < 2 * size + 4:  # source, destination and their ports
        raise OpeningError("too short")
    return Opening(length, plain(_ADDRESSES[size](data[_HEAD : _HEAD + size])))
