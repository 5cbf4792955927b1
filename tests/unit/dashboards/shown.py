"""What a person reads in a figure of Grafana 11.6: its text and colour, from a panel's JSON and a query's answer.

Learned by looking at the real one (docs/pictures): a value goes through the mappings in their order; a number that none
of them takes is written in the panel's unit and coloured by the threshold below it; where no series came back, the
mapping of null, else `noValue`.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Json = dict[str, Any]


class Shown(NamedTuple):
    title: str
    text: str
    color: str


def shown(panel: Json, answers: Mapping[str, Sequence[float]]) -> list[Shown]:
    """`answers`: the values of each query by its refId; none: no series. One entry for each value that is drawn."""
    found = [
        _one(panel, target["refId"], value) for target in panel["targets"] for value in answers.get(target["refId"], ())
    ]
    return found or [Shown("", *_said(panel, None))]


def _one(panel: Json, ref: str, value: float) -> Shown:
    defaults = panel["fieldConfig"]["defaults"]
    legend = next(target["legendFormat"] for target in panel["targets"] if target["refId"] == ref)
    text, color = _said(panel, value)
    if not _mapped(panel, value):
        color = _fixed(panel, ref) or color
    return Shown(defaults.get("displayName", legend), text, color)


def _said(panel: Json, value: float | None) -> tuple[str, str]:
    defaults = panel["fieldConfig"]["defaults"]
    if (result := _mapped(panel, value)) is not None:
        return result["text"], result["color"]
    if value is None:
        return defaults["noValue"], defaults["thresholds"]["steps"][0]["color"]
    return written(value, defaults["unit"], defaults.get("decimals")), _threshold(defaults, value)


def _mapped(panel: Json, value: float | None) -> Json | None:
    for mapping in panel["fieldConfig"]["defaults"]["mappings"]:
        options = mapping["options"]
        if mapping["type"] == "value" and value is not None and not math.isnan(value):
            if (result := options.get(f"{value:g}")) is not None:
                return dict(result)
        elif mapping["type"] == "special":
            is_nan, is_null = value is not None and math.isnan(value), value is None
            if {"nan": is_nan, "null": is_null, "null+nan": is_nan or is_null}[options["match"]]:
                return dict(options["result"])
    return None


def _threshold(defaults: Json, value: float) -> str:
    colors = [
        step["color"] for step in defaults["thresholds"]["steps"] if step["value"] is None or value >= step["value"]
    ]
    return str(colors[-1])


def _fixed(panel: Json, ref: str) -> str | None:
    for override in panel["fieldConfig"]["overrides"]:
        if override["matcher"] == {"id": "byFrameRefID", "options": ref}:
            for told in override["properties"]:
                if told["id"] == "color":
                    return str(told["value"]["fixedColor"])
    return None


def written(value: float, unit: str, decimals: int | None) -> str:
    places = 0 if decimals is None else decimals
    if unit == "percentunit":
        return f"{100 * value:.{places}f}%"
    suffix = unit.removeprefix("suffix:") if unit.startswith("suffix:") else ""
    return f"{value:.{places}f}{suffix}"
