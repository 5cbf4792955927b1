"""Where the parts of a stack find each other, and the files of deploy/ with that filled in. Pure."""

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import NamedTuple, TypeAlias

from kit.i18n import _
from thirdring.stack import StackError

AGENTS = ("1001", "1002", "1009")
"""Whose phones the sample has, in the order of site/pjsip.conf."""

SAMPLE_TIMEZONE = "Asia/Shanghai"
"""In the files of deploy/ as they come."""


def _boards(*slugs: str) -> list[str]:
    return [f"grafana/dashboards/thirdring-{slug}-{language}.json" for slug in slugs for language in ("en", "zh")]


_WALL = _boards("wall")
_LEADING = _boards("shift", "hotline", "agents", "tickets", "objectives", "health")
"""Boards that lead to the pages of Third Ring; the wall is looked at only."""

Changes: TypeAlias = Mapping[str, tuple[tuple[str, str], ...]]
"""By file: what stands there, and what is to stand there. A text of the sample that a site has replaced is left alone;
one that comes several times is replaced one after the other."""


_PORTS = re.compile(r"(\d{4,5})-(\d{4,5})", re.ASCII)
_LOWEST, _HIGHEST = 1024, 65535


class Rtp(NamedTuple):
    """Where the sound of calls goes: ports of Asterisk, and where browsers find it by another address than its own."""

    first: int
    last: int
    own: str = ""
    told: str = ""


class Places(NamedTuple):
    web: str
    agi: str
    alertmanager: str
    alertmanager_secrets: str  # a folder, as Alertmanager sees it
    relay: str  # where Alertmanager reaches `relay`
    ami_address: str  # where the manager interface listens
    ami_port: str
    ami_permit: str  # who may log in there
    page_permit: str  # from where phones in pages are handed through
    sip: str  # where phones and trunk reach Asterisk
    provider: str  # host and port of the trunk's other end
    provider_match: str
    url: str = "http://127.0.0.1:8080"  # of Third Ring, as people's browsers reach it
    rtp: Rtp | None = None  # None: as the sample has it


NET = "172.30.73"
"""The first three numbers of the containers' network, unless THIRDRING_NET says others."""


RTP_PORTS, RTP_ADDRESS = "10000-10099", "127.0.0.1"
"""Unless THIRDRING_RTP_PORTS and THIRDRING_RTP_ADDRESS say others."""


def rtp_of(net: str, ports: str, address: str) -> Rtp:
    """Raises StackError. On the loopback address or on all of them, nobody is told another one than Asterisk's own."""
    found = _PORTS.fullmatch(ports)
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if not _LOWEST <= first < last <= _HIGHEST:
        text = _("THIRDRING_RTP_PORTS: {ports} is no range of ports above 1023. An example is 10000-10099.")
        raise StackError(text.format(ports=ports))
    try:
        told = ip_address(address)
    except ValueError:
        text = _("THIRDRING_RTP_ADDRESS: {address} is no address. An example is 192.0.2.10.")
        raise StackError(text.format(address=address)) from None
    return Rtp(first, last, f"{net}.5", "" if told.is_loopback or told.is_unspecified else str(told))


def compose(
    net: str = NET, url: str = "http://127.0.0.1:8080", rtp_ports: str = RTP_PORTS, rtp_address: str = RTP_ADDRESS
) -> Places:
    """The names, the network and the ports of docker-compose.yml. What a call waits for has an address and no name: a
    look-up of the name of a container that is stopped takes as long as the site's DNS servers take to say no."""
    return Places(
        web="thirdring:8080",
        agi=f"{net}.3:4573",
        alertmanager="alertmanager:9093",
        alertmanager_secrets="/etc/alertmanager/secrets",
        relay="relay:8091",
        ami_address="0.0.0.0",  # noqa: S104  inside the containers' own network
        ami_port="5038",
        ami_permit=f"{net}.0/255.255.255.0",
        page_permit=f"{net}.3/32,{net}.4/32",
        sip="0.0.0.0:5060",
        provider=f"{net}.10:5060",
        provider_match=f"{net}.10",
        url=url,
        rtp=rtp_of(net, rtp_ports, rtp_address),
    )


COMPOSE = compose()


WAYS = {"wecom": "wecom_url", "dingtalk": "dingtalk_url", "webhook": "webhook_url"}
"""The secret that switches a way on, by the name that alertmanager.yml has for it."""


def ways_of(secrets: Mapping[str, str]) -> str:
    """Between the brackets of `on-call` and `office`."""
    return ", ".join(f"*{way}" for way, secret in WAYS.items() if secrets.get(secret))


def changes(places: Places, secrets: Mapping[str, str], timezone: str = SAMPLE_TIMEZONE) -> Changes:
    return {
        "prometheus/prometheus.yml": (("127.0.0.1:9093", places.alertmanager), ("127.0.0.1:8080", places.web)),
        "alertmanager/alertmanager.yml": (
            ("/etc/alertmanager/secrets", places.alertmanager_secrets),
            ("127.0.0.1:8091", places.relay),
            ("webhook_configs: []", f"webhook_configs: [{ways_of(secrets)}]"),
            (SAMPLE_TIMEZONE, timezone),
        ),
        "alertmanager/templates/thirdring.tmpl": ((SAMPLE_TIMEZONE, timezone),),
        **dict.fromkeys(_WALL, ((SAMPLE_TIMEZONE, timezone),)),
        **dict.fromkeys(_LEADING, ((SAMPLE_TIMEZONE, timezone), ("http://127.0.0.1:8080", places.url))),
        "nats/nats.conf": (("put a long random word here", secrets["nats_password"]),),
        **_of_asterisk(places, secrets),
    }


def _of_asterisk(places: Places, secrets: Mapping[str, str]) -> Changes:
    return {
        "asterisk/site/rtp.conf": _of_sound(places.rtp),
        "asterisk/site/globals.conf": (("127.0.0.1:4573", places.agi),),
        "asterisk/site/http.conf": (("bindaddr = 127.0.0.1", f"bindaddr = {places.ami_address}"),),
        "asterisk/site/extconfig.conf": (
            ("127.0.0.1:8080", places.web),
            ("putalongrandomwordhere", secrets["page_phone_secret"]),
        ),
        "asterisk/site/manager.conf": (
            ("bindaddr = 127.0.0.1", f"bindaddr = {places.ami_address}"),
            ("port = 5038", f"port = {places.ami_port}"),
            ("permit = 127.0.0.1/255.255.255.255", f"permit = {places.ami_permit}"),
            ("put a long random word here", secrets["ami_secret"]),
        ),
        "asterisk/site/pjsip.conf": (
            ("0.0.0.0:5060", places.sip),
            ("sip:sip.provider.example:5060", f"sip:{places.provider}"),
            ("match = sip.provider.example", f"match = {places.provider_match}"),
            ("permit = 127.0.0.1/32", f"permit = {places.page_permit}"),
            *(("put another long random word here", secrets[f"phone_{agent}"]) for agent in AGENTS),
        ),
    }


def _of_sound(rtp: Rtp | None) -> tuple[tuple[str, str], ...]:
    if rtp is None:
        return ()
    ports = (("rtpstart = 10000", f"rtpstart = {rtp.first}"), ("rtpend = 10999", f"rtpend = {rtp.last}"))
    return (*ports, ("; 192.168.1.5 => 203.0.113.5", f"{rtp.own} => {rtp.told}")) if rtp.told else ports


def filled_in(texts: Mapping[str, str], wanted: Changes) -> dict[str, str]:
    return {name: _changed(text, wanted.get(name, ())) for name, text in texts.items()}


def _changed(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    counts = {old: [new for each, new in pairs if each == old] for old, _ in pairs}
    for old, news in counts.items():
        if len(news) == 1:
            text = text.replace(old, news[0])
        else:
            pieces = text.split(old)
            text = "".join(_alternating(pieces, news))
    return text


def _alternating(pieces: list[str], between: list[str]) -> Iterator[str]:
    """The last of them again and again, where there are more gaps."""
    for number, piece in enumerate(pieces):
        if number:
            yield between[min(number, len(between)) - 1]
        yield piece
