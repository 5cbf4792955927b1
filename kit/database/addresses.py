"""Addresses of databases of others, as settings name them. Pure.

Read as strictly as they are written: a letter that means something in an address is written as %XX in a name or a
password. So nothing of a password can be taken for a host, which is shown and logged.
"""

import ipaddress
import re
from typing import NamedTuple
from urllib.parse import unquote

from kit.wrong import WrongValueError, marked

_TEXT = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_HOST = r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?"
_URL = re.compile(
    rf"(?P<scheme>postgresql|postgres|mysql)://(?:(?P<user>{_TEXT}+)(?::(?P<password>{_TEXT}*))?@)?"
    rf"(?P<hosts>{_HOST}(?:,{_HOST})*)?/(?P<database>{_TEXT}+)(?:\?(?P<options>.+))?"
)
_OPTION = re.compile(rf"([a-z_]+)=((?:{_TEXT}|[/:])+)")
_SPLIT = re.compile(r"(\[[^\]]*\]|[^:]*)(?::([0-9]+))?")
_POSTGRESQL_OPTIONS = frozenset(
    {"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "target_session_attrs"}
)
_MYSQL_OPTIONS = frozenset({"unix_socket", "ssl_ca"})
_URL_LETTERS_MAX = 1_000
_WRONG = marked(
    "must be {scheme}://USER:PASSWORD@HOST/DATABASE; "
    "in user and password, write / @ : # ? and % as %2F %40 %3A %23 %3F and %25"
)


class Address(NamedTuple):
    """`hosts`: each with its port, or 0 where none is given."""

    is_mysql: bool
    user: str
    password: str
    hosts: tuple[tuple[str, int], ...]
    database: str
    options: dict[str, str]

    @property
    def place(self) -> str:
        """The address for people, without user and password."""
        hosts = ",".join(_named(host, port) for host, port in self.hosts)
        return f"{hosts or self.options.get('host') or self.options.get('unix_socket', '')}/{self.database}"


def address_of(url: str) -> Address:
    """Raises WrongValueError."""
    scheme = "mysql" if url.startswith("mysql://") else "postgresql"
    if not url.startswith(("postgresql://", "postgres://", "mysql://")):
        raise WrongValueError("must begin with postgresql:// or mysql://")
    found = _URL.fullmatch(url) if len(url) <= _URL_LETTERS_MAX else None
    if found is None:
        raise WrongValueError(_WRONG, scheme=scheme)
    is_mysql = scheme == "mysql"
    try:
        hosts = tuple(_host(each) for each in (found["hosts"] or "").split(",") if each)
        options = _options(found["options"], _MYSQL_OPTIONS if is_mysql else _POSTGRESQL_OPTIONS)
        user, password, database = (
            unquote(found[name] or "", errors="strict") for name in ("user", "password", "database")
        )
    except ValueError:
        raise WrongValueError(_WRONG, scheme=scheme) from None
    if "\0" in f"{user}{password}{database}" or "/" in database or (is_mysql and (not user or len(hosts) > 1)):
        raise WrongValueError(_WRONG, scheme=scheme)
    return Address(is_mysql, user, password, hosts, database, options)


def _named(host: str, port: int) -> str:
    named = f"[{host}]" if ":" in host else host
    return f"{named}:{port}" if port else named


def _host(written: str) -> tuple[str, int]:
    """Raises ValueError."""
    found = _SPLIT.fullmatch(written)
    if found is None:
        raise ValueError
    host, port = found[1], int(found[2] or 0)
    if found[2] and not 0 < port < 1 << 16:
        raise ValueError
    if host.startswith("["):
        return str(ipaddress.IPv6Address(host[1:-1])), port
    return host, port


def _options(written: str | None, known: frozenset[str]) -> dict[str, str]:
    """Raises ValueError."""
    options: dict[str, str] = {}
    for each in written.split("&") if written else ():
        found = _OPTION.fullmatch(each)
        if found is None or found[1] not in known or found[1] in options:
            raise ValueError
        options[found[1]] = unquote(found[2], errors="strict")
    if not all(port.isdecimal() and 0 < int(port) < 1 << 16 for port in options.get("port", "1").split(",")):
        raise ValueError
    return options
