"""The line that a proxy sends first."""

import struct
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.http.proxy_opening import Opening, OpeningError, read_opening

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
HTTP = b"GET / HTTP/1.1\r\n\r\n"
LINE_4 = b"PROXY TCP4 192.0.2.1 10.0.0.1 40000 8080\r\n"
LINE_6 = b"PROXY TCP6 2001:db8::1 ::1 40000 8080\r\n"
BINARY_4 = SIGNATURE + b"\x21\x11" + struct.pack("!H4s4sHH", 12, b"\xc0\0\2\1", b"\x0a\0\0\1", 40000, 8080)
MAPPED = ip_address("::ffff:192.0.2.1").packed
BINARY_6 = SIGNATURE + b"\x21\x21" + struct.pack("!H16s16sHH", 39, MAPPED, MAPPED, 40000, 8080) + b"\4\0\0"
LOCAL = SIGNATURE + b"\x20\x00\0\0"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        (LINE_4, "192.0.2.1"),
        (LINE_6, "2001:db8::1"),
        (b"PROXY UNKNOWN\r\n", None),
        (b"PROXY UNKNOWN ffff:f... 65535\r\n", None),
        (BINARY_4, "192.0.2.1"),
        (BINARY_6, "192.0.2.1"),
        (LOCAL, None),
    ],
)
def test_it_says_where_a_connection_comes_from_however_it_is_cut(line: bytes, source: str | None) -> None:
    address = None if source is None else ip_address(source)
    assert read_opening(line + HTTP) == Opening(len(line), address)
    for length in range(len(line)):
        assert read_opening(line[:length]) is None


def test_without_it_http_begins_at_once() -> None:
    assert read_opening(HTTP) == Opening(0, None)
    assert read_opening(b"PUT") == Opening(0, None)
    assert read_opening(b"P") is None


@pytest.mark.parametrize(
    "line",
    [
        b"PROXY TCP4 192.0.2.1 10.0.0.1 40000\r\n",
        b"PROXY TCP4 192.0.2.256 10.0.0.1 40000 8080\r\n",
        b"PROXY TCP4 2001:db8::1 ::1 40000 8080\r\n",
        b"PROXY UDP4 192.0.2.1 10.0.0.1 40000 8080\r\n",
        b"PROXY TCP4 " + b"1" * 200,
        SIGNATURE + b"\x31\x11\0\0",
        SIGNATURE + b"\x21\x11\xff\xff",
        SIGNATURE + b"\x21\x11\0\4\xc0\0\2\1",
    ],
)
def test_what_begins_like_it_and_is_not_is_refused(line: bytes) -> None:
    with pytest.raises(OpeningError):
        read_opening(line)


@given(st.sampled_from((b"PROXY ", b"PROXY TCP6 ", SIGNATURE, SIGNATURE + b"\x21")), st.binary(max_size=300))
def test_whatever_comes_it_is_read_or_refused(begin: bytes, rest: bytes) -> None:
    try:
        opening = read_opening(begin + rest)
    except OpeningError:
        return
    assert opening is None or opening.length <= len(begin + rest)
