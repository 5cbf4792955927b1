"""What of the built script and style is newer than our oldest browsers, by MDN's table of the first version of each.

A name counts as new where everything of that name is: a method is told by its name alone, without its object.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from console.built import FOLDER

OLDEST = {"chrome": 81.0, "firefox": 98.0, "safari": 15.4}
_TABLE = FOLDER.parent / "node_modules" / "@mdn" / "browser-compat-data" / "data.json"


@cache
def table() -> Any:
    return json.loads(_TABLE.read_text("utf-8"))


def _since(support: Any) -> float | None:
    """The first version that has it without a switch; None: none has."""
    rows = support if isinstance(support, list) else [support]
    kept = [one["version_added"] for one in rows if not one.get("flags") and not one.get("version_removed")]
    return min(
        (float(str(version).lstrip("≤")) for version in kept if version not in (None, False, "preview")), default=None
    )


def _too_new(entry: Any) -> bool:
    since = {name: _since(entry["__compat"]["support"].get(name, [])) for name in OLDEST}
    return any(version is None or version > OLDEST[name] for name, version in since.items())


def _entries(node: Any) -> Iterator[tuple[str, Any]]:
    return ((name, one) for name, one in node.items() if name != "__compat" and "__compat" in one)


@cache
def _statics() -> dict[str, bool]:
    """Whether `Owner.member` is too new."""
    objects = {**table()["api"], **table()["javascript"]["builtins"]}
    return {
        f"{owner}.{name.removesuffix('_static')}": _too_new(member)
        for owner, one in _entries(objects)
        for name, member in _entries(one)
    }


@cache
def _globals() -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    for objects in (table()["api"], table()["javascript"]["builtins"]):
        for name, one in _entries(objects):
            found.setdefault(name, []).append(_too_new(one))
    return found


@cache
def _members() -> dict[str, list[bool]]:
    """Of each name that follows a dot: whether it is too new, for each object that has it."""
    found = {name: list(new) for name, new in _globals().items()}
    built_in = table()["javascript"]["builtins"]
    for objects in (table()["api"], built_in, built_in["Intl"]):
        for _owner, one in _entries(objects):
            for name, member in _entries(one):
                found.setdefault(name.removesuffix("_static"), []).append(_too_new(member))
    return found


def new_in_script(text: str) -> set[str]:
    called = set(re.findall(r"(?<!\.)\.([A-Za-z_]\w*)(?=\()", text))
    alone = set(re.findall(r"(?<![.\w\"'-])([A-Za-z]\w+)(?=[(.])", text))
    static = set(re.findall(r"(?<![.\w])([A-Z]\w+\.\w+)", text))
    return (
        {name for name in called if all(_members().get(name, [False]))}
        | {name for name in alone if all(_globals().get(name, [False]))}
        | {name for name in static if _statics().get(name)}
    )


def _unit(name: str) -> Any:
    known = table()["css"]["types"]["length"]
    kind = {"d": "dynamic", "s": "small", "l": "large"}.get(name[0])
    return known.get(f"viewport_percentage_units_{kind}" if re.fullmatch("[dsl]v[a-z]+", name) else name)


def new_in_style(text: str) -> set[str]:
    css = table()["css"]
    rules = {f"@{name}": css["at-rules"].get(name) for name in re.findall(r"@([a-z-]+)", text)}
    chosen = {f":{name}": css["selectors"].get(name) for name in re.findall(r":([a-z-]+)(?=[^;{}]*\{)", text)}
    found = {**rules, **chosen}
    for name, value in re.findall(r"[{;]\s*([a-z-]+)\s*:([^;{}]*)", text):
        known = css["properties"].get(name, {})
        found[name] = known or None
        found |= {f"{name}: {word}": known[word] for word in re.findall(r"[a-z][a-z-]*", value) if word in known}
        found |= {f"{word}()": css["types"].get(word) for word in re.findall(r"([a-z-]+)\(", value)}
        found |= {f"{word}()": css["types"]["color"].get(word) for word in re.findall(r"([a-z-]+)\(", value)}
        found |= {unit: _unit(unit) for unit in re.findall(r"\d([a-z]+)\b", value)}
    nested = {"&"} if re.search(r"&", text) else set()
    return {name for name, entry in found.items() if entry and "__compat" in entry and _too_new(entry)} | nested
