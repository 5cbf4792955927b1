"""What Grafana puts in the place of variables and macros, for those who ask a board's questions without it. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

_TIME_FILTER = re.compile(r"\$__timeFilter\(((?:[^()]|\([^()]*\))*)\)")
_LINES = ",".join(str(line) for line in range(1, 22))


class Span(NamedTuple):
    """The time chosen at a board's top, in seconds since 1970."""

    since: float
    until: float


def promql(expr: str, span: Span, period: str = "1h", rate: str = "20s") -> str:
    values = {"$hotline": ".*", "$__rate_interval": rate, "$period": period}
    return _replaced(expr, {**values, "$__range": f"{max(1, round(span.until - span.since))}s"})


def sql(text: str, span: Span, timezone: str = "Asia/Shanghai") -> str:
    since, until = (datetime.fromtimestamp(at, UTC).isoformat() for at in span)
    found = _TIME_FILTER.sub(rf"\1 between '{since}' and '{until}'", text)
    values = {
        "$__timeFrom()": f"'{since}'",
        "$__timeTo()": f"'{until}'",
        "${hotline:regex}": ".*",
        "${objective:csv}": _LINES,
    }
    return _replaced(found, {**values, "${timezone}": timezone})


def _replaced(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text
