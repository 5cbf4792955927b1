"""What the form of an inspection sends, as the API wants it. Pure.

The fields of a point are `result.KEY`, `place.KEY` and `what.KEY`; those of a finding that is looked at again are
`again.ID` (`ok` or `not_ok`) and `again_what.ID`.
"""

from collections.abc import Mapping
from typing import Any

_AS_THEY_ARE = ("form", "department", "day", "notes", "idempotency_key")


def filled(typed: Mapping[str, str]) -> dict[str, Any]:
    body: dict[str, Any] = {name: typed[name] for name in _AS_THEY_ARE if name in typed}
    if typed.get("walk"):
        body["walk"] = typed["walk"]
    body["results"] = [
        {"item": key, "result": result, "note": _note(typed, key)} for key, result in _of(typed, "result")
    ]
    body["rechecks"] = [
        {"finding": _number(key), "ok": said == "ok", "note": typed.get(f"again_what.{key}", "")}
        for key, said in _of(typed, "again")
    ]
    return body


def _of(typed: Mapping[str, str], kind: str) -> list[tuple[str, str]]:
    return [(name.removeprefix(f"{kind}."), text) for name, text in typed.items() if name.startswith(f"{kind}.")]


def _note(typed: Mapping[str, str], key: str) -> str:
    """The note of a finding: place and description."""
    parts = (typed.get(f"{name}.{key}", "").strip() for name in ("place", "what"))
    return " · ".join(part for part in parts if part)


def _number(text: str) -> int | str:
    """What is no number stays text, and the API says so."""
    return int(text) if text.isascii() and text.isdecimal() else text
