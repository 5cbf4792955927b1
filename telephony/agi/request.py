"""The request at the start of a session: the script and the channel. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

_WITHHELD = frozenset({"", "unknown", "anonymous", "<unknown>"})


@dataclass(frozen=True, slots=True)
class Request:
    """`agi://host/arrive?pbx=main` is path `arrive`, query {'pbx': 'main'}.

    `forged`: somebody wrote lines of their own into the block. Only the dialplan's URL is kept of it.
    """

    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)  # agi_…, without the prefix
    forged: bool = False

    @property
    def uniqueid(self) -> str:
        return self.variables.get("uniqueid", "")

    @property
    def caller(self) -> str:
        """The caller's number as the switch has it; '' if withheld or unusable."""
        number = self.variables.get("callerid", "")
        return "" if number.lower() in _WITHHELD else number


def request(lines: Mapping[str, str], *, forged: bool = False) -> Request:
    """`lines` are the names and values as they came."""
    variables = {name.removeprefix("agi_"): value for name, value in lines.items() if name.startswith("agi_")}
    script = variables.get("network_script") or _after_host(variables.get("request", ""))
    path, _, query = script.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=64)
    return Request(unquote(path).strip("/"), dict(pairs), {} if forged else variables, forged)


def _after_host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}"
