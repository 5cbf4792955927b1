"""One value as Grafana 11.6 writes and colours it: mappings in their order, else unit and decimals, then thresholds.

Held against the real one (docs/pictures/states-en.png). A text that looks like a number is one, unless its unit says
`string`. NaN and null are written by the mappings of these, else as "NaN" and as `noValue`.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
Value = float | str | datetime | None

_MOMENT = {"YYYY": "%Y", "MMM": "%b", "MM": "%m", "DD": "%d", "D": "%-d", "ddd": "%a", "HH": "%H", "mm": "%M"}
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB")
_OTHER_MODES = {"palette-classic": "palette"}


def config(panel: Json, name: str, ref: str = "") -> Json:
    """What a field of this name, of this query, has of its own before what all have."""
    found = dict(panel["fieldConfig"]["defaults"])
    for override in panel["fieldConfig"]["overrides"]:
        if override["matcher"] in ({"id": "byName", "options": name}, {"id": "byFrameRefID", "options": ref}):
            found |= {told["id"]: told["value"] for told in override["properties"]}
    return found


def said(has: Json, value: Any, zone: str = "UTC") -> tuple[str, str]:
    """Text and colour."""
    value = float(value) if isinstance(value, (int, Decimal)) else value
    result = _mapped(has.get("mappings", ()), value)
    number = _number(value) if has.get("unit") != "string" else math.nan
    text = result.get("text")
    if text is None:
        text = _written(has, value, number, zone)
    return text, result.get("color") or _color(has, number)


def _mapped(mappings: Any, value: Value) -> Mapping[str, str]:
    for mapping in mappings:
        options = mapping["options"]
        if mapping["type"] == "value" and value is not None:
            if (result := options.get(_key(value))) is not None:
                return dict(result)
        elif mapping["type"] == "special":
            is_nan, is_null = isinstance(value, float) and math.isnan(value), value is None
            if {"nan": is_nan, "null": is_null, "null+nan": is_nan or is_null}[options["match"]]:
                return dict(options["result"])
        elif mapping["type"] == "regex" and isinstance(value, str) and re.search(options["pattern"][1:-1], value):
            return dict(options["result"])
    return {}


def _key(value: float | str | datetime) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _number(value: Value) -> float:
    if isinstance(value, datetime):
        return value.timestamp() * 1000
    try:
        return math.nan if value is None or value == "" else float(value)
    except ValueError:
        return math.nan


def _written(has: Json, value: Value, number: float, zone: str) -> str:
    if not math.isnan(number):
        return written(number, has.get("unit", ""), has.get("decimals"), zone)
    if isinstance(value, float):
        return "NaN"
    return str(value) if value else has.get("noValue", "")


def written(number: float, unit: str, decimals: int | None, zone: str = "UTC") -> str:
    if math.isinf(number):
        return "∞" if number > 0 else "-∞"
    kind, _, rest = unit.partition(":")
    if kind == "time":
        return _moment(number, rest, zone)
    if unit == "percentunit":
        return fixed(100 * number, decimals) + "%"
    if unit == "bytes":
        at = min(len(_BINARY) - 1, int(math.log(max(1, number), 1024)))
        return f"{fixed(number / 1024**at, decimals)} {_BINARY[at]}"
    if unit == "locale":
        places = 3 if decimals is None else decimals
        return re.sub(r"(\.\d*?)0+$", r"\1", f"{_rounded(number, places):,.{places}f}").rstrip(".") if places else (
            f"{_rounded(number, 0):,.0f}"
        )  # fmt: skip
    suffix = rest.strip() if kind == "suffix" else ""
    return f"{fixed(number, decimals)} {suffix}".strip()


def fixed(number: float, decimals: int | None) -> str:
    if decimals is not None:
        return f"{_rounded(number, decimals):.{decimals}f}"
    return f"{_rounded(number, _decimals(number)):g}"


def _decimals(number: float) -> int:
    """So many that three digits say it, about."""
    if number % 1 == 0:
        return 0
    places = 1 - math.floor(math.log10(abs(number)))
    factor: float = 10.0**places
    return max(0, places + (number * factor > 2.25))


def _rounded(number: float, places: int) -> float:
    factor: int = 10**places
    return math.floor(number * factor + 0.5) / factor


def _moment(milliseconds: float, pattern: str, zone: str) -> str:
    told = re.sub("|".join(_MOMENT), lambda found: _MOMENT[found[0]], pattern)
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(ZoneInfo(zone)).strftime(told)


def _color(has: Json, number: float) -> str:
    color = has["color"]
    if color["mode"] == "fixed":
        return str(color["fixedColor"])
    if color["mode"] != "thresholds":
        return _OTHER_MODES.get(color["mode"], "scale")
    steps = has["thresholds"]["steps"]
    return str([step["color"] for step in steps if step["value"] is None or number >= step["value"]][-1])
