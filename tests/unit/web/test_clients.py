"""Whose request it is, behind proxies and without."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.http.clients import Proxies, address_of, party

PROXY = ip_address("10.0.0.2")
STRANGER = ip_address("203.0.113.9")
PROXIES = Proxies([ip_network("10.0.0.0/28"), ip_network("fd00::/64")])


def client(*forwarded_for: str, forwarded: tuple[str, ...] = (), peer: object = PROXY) -> str:
    return str(PROXIES.client(peer, forwarded_for, forwarded))  # type: ignore[arg-type] # an address in every test


def test_without_a_proxy_the_client_is_who_connects() -> None:
    assert client(peer=STRANGER) == "203.0.113.9"


def test_a_stranger_cannot_claim_an_address() -> None:
    assert client("192.0.2.1", peer=STRANGER) == "203.0.113.9"
    assert client(forwarded=("for=192.0.2.1",), peer=STRANGER) == "203.0.113.9"


def test_a_proxy_says_who_asked_it() -> None:
    assert client("192.0.2.1") == "192.0.2.1"
    assert client(forwarded=('for="[2001:db8::1]:4711";proto=https',)) == "2001:db8::1"


def test_what_the_client_itself_wrote_left_of_that_is_not_believed() -> None:
    assert client("127.0.0.1, 10.0.0.5, 192.0.2.1") == "192.0.2.1"
    assert client("127.0.0.1", "192.0.2.1") == "192.0.2.1"
    assert client(forwarded=('for="10.0.0.5, for=192.0.2.1',)) == "192.0.2.1"


def test_through_several_proxies_of_ours_the_first_that_is_none_counts() -> None:
    assert client("192.0.2.1, 10.0.0.7, 10.0.0.8") == "192.0.2.1"
    assert client("10.0.0.7") == "10.0.0.7"


def test_what_is_no_address_ends_the_way() -> None:
    assert client("192.0.2.1, unknown") == "10.0.0.2"
    assert client("unknown, 10.0.0.7") == "10.0.0.7"
    assert client(forwarded=("for=_hidden",)) == "10.0.0.2"


def test_where_both_headers_are_there_and_disagree_none_is_believed() -> None:
    """The proxy writes one of them; the other is the client's own."""
    assert client("192.0.2.1", forwarded=("for=192.0.2.7",)) == "10.0.0.2"
    assert client("192.0.2.1", forwarded=("for=192.0.2.1",)) == "192.0.2.1"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1:5060", "192.0.2.1"),
        (" ::ffff:192.0.2.1 ", "192.0.2.1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
        ("", None),
        ("192.0.2.256", None),
    ],
)
def test_addresses_are_read_as_proxies_write_them(text: str, address: str | None) -> None:
    found = address_of(text)
    assert (None if found is None else str(found)) == address


def test_limits_count_one_address_of_ipv4_and_one_network_of_ipv6() -> None:
    assert party(ip_address("192.0.2.1")) == "192.0.2.1"
    assert party(ip_address("2001:db8:0:1::7")) == party(ip_address("2001:db8:0:1:ffff::")) == "2001:db8:0:1::/64"
    assert party(ip_address("::1")) == "::/64"


@given(st.lists(st.text(max_size=40), max_size=5), st.lists(st.text(max_size=40), max_size=5))
def test_whatever_the_headers_say_there_is_a_client(forwarded_for: list[str], forwarded: list[str]) -> None:
    client(*forwarded_for, forwarded=tuple(forwarded))
