"""Whose request it is: the address of the client, also behind the proxies that the settings name. Pure.

A proxy adds the address that it was asked from at the right of `X-Forwarded-For` or `Forwarded`. What stands further
left may be made up by the client. So the way is walked from the right, and ends at the first that is no proxy of ours.
"""

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NOWHERE = IPv6Address("::")
"""Of a client without an address, as on a socket in a folder."""

_OF_ONE_HOME = 64  # bits: each customer gets a network of IPv6 so large, and may use any address in it


def party(address: Address) -> str:
    """The unit for limits: an IPv4 address, or a /64 of IPv6."""
    if isinstance(address, IPv4Address):
        return str(address)
    return str(IPv6Network((int(address), _OF_ONE_HOME), strict=False))


def address_of(text: str) -> Address | None:
    """Parses an address with or without port, brackets, zone and quotes. IPv4 in IPv6 becomes IPv4. None if invalid."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return plain(address)


def plain(address: Address) -> Address:
    """Converts IPv4 in IPv6 to IPv4."""
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


class Proxies:
    """The proxies whose forwarding headers are trusted."""

    def __init__(self, networks: Sequence[Network] = ()) -> None:
        self._networks = tuple(networks)

    def __bool__(self) -> bool:
        return bool(self._networks)

    def trust(self, address: Address) -> bool:
        return any(address in network for network in self._networks)  # never of another family

    def client(self, peer: Address, forwarded_for: Sequence[str], forwarded: Sequence[str]) -> Address:
        """`forwarded_for` and `forwarded` are the headers of these names, in their order.

        Where both are there and disagree, one of them is the client's own, so none is believed.
        """
        if not (forwarded_for or forwarded) or not self.trust(peer):
            return peer
        ends = {self._walked(peer, way) for way in (_plain_hops(forwarded_for), _named_hops(forwarded)) if way}
        return ends.pop() if len(ends) == 1 else peer

    def _walked(self, peer: Address, way: Sequence[Address | None]) -> Address:
        client = peer
        for hop in reversed(way):
            if hop is None or not self.trust(client):
                break
            client = hop
        return client


def _plain_hops(lines: Sequence[str]) -> list[Address | None]:
    return [address_of(hop) for hop in _parts(lines)]


def _named_hops(lines: Sequence[str]) -> list[Address | None]:
    """Cut at each comma, quoted or not: a quote that the client left open must not hide what our proxy added."""
    return [_for(hop) for hop in _parts(lines)]


def _parts(lines: Sequence[str]) -> Iterator[str]:
    return (part for line in lines for part in line.split(","))


def _for(hop: str) -> Address | None:
    for pair in hop.split(";"):
        name, _, value = pair.partition("=")
        if name.strip().lower() == "for":
            return address_of(value)
    return None
