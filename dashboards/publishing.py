"""What is to be in Grafana beside what is there: the steps from one to the other. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from enum import StrEnum
from typing import Any, NamedTuple

Json = dict[str, Any]

FOLDER_UID, FOLDER_TITLE = "thirdring", "Third Ring"
OLDEST = (11, 6)
_ITS_OWN = frozenset({"id", "version", "iteration", "schemaVersion"})  # Grafana counts and migrates these itself
_NAMED = 4  # differences that are told by name


class Thing(StrEnum):
    FOLDER = "folder"
    SOURCE = "data source"
    BOARD = "board"


class Do(StrEnum):
    MAKE = "make"
    CHANGE = "change"
    LEAVE = "leave"  # it comes from a file of Grafana's own provisioning, and only that changes it


class Step(NamedTuple):
    do: Do
    thing: Thing
    title: str
    differences: tuple[str, ...] = ()
    method: str = ""
    path: str = ""
    body: Json | None = None


class Wanted(NamedTuple):
    sources: Sequence[Json]
    boards: Sequence[Json]


class Found(NamedTuple):
    """By uid; what is missing is None."""

    folder: Json | None
    sources: Mapping[str, Json | None]
    boards: Mapping[str, Json | None]  # as Grafana wraps them: {"dashboard": …, "meta": …}


def version_of(health: object) -> tuple[int, int] | None:
    """None where Grafana keeps its version to itself."""
    told = health.get("version") if isinstance(health, dict) else None
    numbers = re.match(r"(\d+)\.(\d+)", str(told or ""))
    return (int(numbers[1]), int(numbers[2])) if numbers else None


def for_site(board: Json, values: Mapping[str, str]) -> Json:
    """The board with a site's own values for its text variables, such as the address that its links go to, and in its
    time zone.
    """
    made = deepcopy(board)
    if "timezone" in values:
        made["timezone"] = values["timezone"]
    for variable in made["templating"]["list"]:
        if variable["type"] in ("textbox", "constant") and values.get(variable["name"]):
            value = values[variable["name"]]
            variable["query"] = value
            variable["current"] = {"selected": True, "text": value, "value": value}
    return made


def steps(wanted: Wanted, found: Found, secrets_again: bool = False) -> Iterator[Step]:
    """In the order in which they can be carried out."""
    yield from _folder(found.folder)
    for source in wanted.sources:
        yield from _source(source, found.sources.get(source["uid"]), secrets_again)
    for board in wanted.boards:
        yield from _board(board, found.boards.get(board["uid"]))


def _folder(found: Json | None) -> Iterator[Step]:
    if found is None:
        made: Json = {"uid": FOLDER_UID, "title": FOLDER_TITLE}
        yield Step(Do.MAKE, Thing.FOLDER, FOLDER_TITLE, (), "POST", "/api/folders", made)
    elif found.get("title") != FOLDER_TITLE:
        body: Json = {"title": FOLDER_TITLE, "version": found.get("version")}
        yield Step(Do.CHANGE, Thing.FOLDER, FOLDER_TITLE, ("title",), "PUT", f"/api/folders/{FOLDER_UID}", body)


def _source(source: Json, found: Json | None, secrets_again: bool) -> Iterator[Step]:
    name = source["name"]
    if found is None:
        yield Step(Do.MAKE, Thing.SOURCE, name, (), "POST", "/api/datasources", source)
        return
    secrets = source.get("secureJsonData", {})
    known = found.get("secureJsonFields") or {}
    told = {key: value for key, value in source.items() if key != "secureJsonData"}
    lacking = [f"secureJsonData.{key}" for key in secrets if secrets_again or not known.get(key)]
    different = (*differences(told, found), *lacking)
    if not different:
        return
    if found.get("readOnly"):
        yield Step(Do.LEAVE, Thing.SOURCE, name, different)
        return
    path = f"/api/datasources/uid/{source['uid']}"
    yield Step(Do.CHANGE, Thing.SOURCE, name, different, "PUT", path, {**source, "version": found.get("version")})


def _board(board: Json, found: Json | None) -> Iterator[Step]:
    """An old one is changed only from the version that was looked at, so that nobody's work is written over unseen."""
    body: Json = {"dashboard": {**board, "id": None}, "folderUid": FOLDER_UID, "overwrite": False}
    made = Step(Do.MAKE, Thing.BOARD, board["title"], (), "POST", "/api/dashboards/db", body)
    if found is None:
        yield made
        return
    there, meta = found.get("dashboard") or {}, found.get("meta") or {}
    moved = () if meta.get("folderUid") == FOLDER_UID else ("folder",)
    different = (*moved, *differences(board, there))
    if not different:
        return
    if meta.get("provisioned"):
        yield Step(Do.LEAVE, Thing.BOARD, board["title"], different)
        return
    body["dashboard"] = {**board, "id": there.get("id"), "version": there.get("version")}
    yield made._replace(do=Do.CHANGE, differences=different)


def differences(wanted: object, found: object, path: str = "") -> tuple[str, ...]:
    """Where what is wanted is not what was found. What Grafana adds of itself is no difference."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        parts = [(key, value) for key, value in wanted.items() if path or key not in _ITS_OWN]
        inside = f"{path}." if path else ""
        return tuple(at for key, value in parts for at in differences(value, found.get(key), f"{inside}{key}"))
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return tuple(at for index, (one, other) in pairs for at in differences(one, other, f"{path}.{index}"))
    return () if wanted == found or (not wanted and found is None) else (path,)


def shortly(different: Sequence[str]) -> str:
    rest = len(different) - _NAMED
    return ", ".join(different[:_NAMED]) + (f" … +{rest}" if rest > 0 else "")
