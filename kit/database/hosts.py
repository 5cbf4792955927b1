"""Several hosts in one address, as libpq writes them. Each is asked whether it takes writes.

`postgresql://thirdring@db1,db2:5433/site` names two. It is split into one address for each host, so that a host whose
machine is gone does not delay the attempt at the next one.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from kit.wrong import WrongValueError

_ATTRIBUTE = "target_session_attrs"
WRITES = "read-write"


def single_hosts(url: str) -> list[str]:
    """An address for each host; the address itself where it names one. Raises WrongValueError."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    who, at, places = parts.netloc.rpartition("@")
    names = query.pop("host", "").split(",") if "host" in query else []
    found = list(_of_query(names, query.pop("port", ""))) if names else places.split(",")
    if len(found) < 2:
        return [url]
    if "" in found:
        raise WrongValueError("names an empty host between commas")
    query.setdefault(_ATTRIBUTE, WRITES)
    if not names:
        return [parts._replace(netloc=f"{who}{at}{place}", query=urlencode(query)).geturl() for place in found]
    return [parts._replace(netloc=f"{who}{at}", query=f"{place}&{urlencode(query)}").geturl() for place in found]


def _of_query(names: list[str], ports: str) -> Iterator[str]:
    """A single port is used for all hosts."""
    each = ports.split(",") if ports else []
    if len(each) not in (0, 1, len(names)):
        raise WrongValueError("has another number of ports than of hosts")
    for place, name in enumerate(names):
        port = each[place] if len(each) == len(names) else "".join(each)
        yield f"host={quote(name, safe='/')}" + (f"&port={port}" if port else "") if name else ""
