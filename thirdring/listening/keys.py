"""The few settings that hearing needs, read without pydantic, which takes longer to import than the PBX to link.

It accepts only what is written plainly. Where it is in doubt it says nothing (`None`), and the whole settings are
asked: they read everything else, and say what is wrong. What it accepts, they accept with the same values.
"""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kit.database.others import check_url, is_table

PREFIX = "THIRDRING__"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_WHOLE = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"[0-9]{1,18}(\.[0-9]{1,18})?")
_NUMBERED = re.compile(r"0|[1-9][0-9]{0,3}")
_LEVELS = ("debug", "info", "warning", "error")
_FORMATS = ("auto", "json", "text")


EMBEDDED = "embedded"
_SERVER = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
_URL_LETTERS_MAX = 500


class DoubtError(Exception):
    """Not written plainly enough to be read here."""


class CelKeys(NamedTuple):
    """Rows are in a file, in a table of a database, or nowhere."""

    csv: Path | None = None
    url: str = ""
    table: str = "cel"
    log: Path | None = None
    late_seconds: float = 0.5


class PbxKeys(NamedTuple):
    name: str
    host: str
    port: int
    username: str
    secret: str
    tls: bool
    tls_ca_file: Path | None
    cel: CelKeys = CelKeys()


class EarKeys(NamedTuple):
    """`forwards`: the journal goes on to other hosts, so that what is not there yet is kept."""

    data_dir: Path
    retention_days: float
    size_bytes_max: int
    forwards: bool
    log_level: str
    log_format: str
    pbxs: tuple[PbxKeys, ...]


class _Table:
    """A table whose keys are taken one by one; what is left over is in doubt."""

    def __init__(self, values: Any) -> None:
        if not isinstance(values, dict):
            raise DoubtError
        self._left = dict(values)

    def text(self, key: str, default: str | None = None, *, least: int = 0) -> str:
        value = self._left.pop(key, default)
        if not isinstance(value, str) or len(value) < least:
            raise DoubtError
        return value

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        value = self._left.pop(key, default)
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            value = int(value)
        if type(value) is not int or not least <= value <= most:
            raise DoubtError
        return value

    def number(self, key: str, default: float, above: float, most: float) -> float:
        value = self._left.pop(key, default)
        if isinstance(value, str) and _NUMBER.fullmatch(value):
            value = float(value)
        if type(value) not in (int, float) or not above < value <= most:
            raise DoubtError
        return float(value)

    def flag(self, key: str) -> bool:
        value = self._left.pop(key, False)
        value = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
        if not isinstance(value, bool):
            raise DoubtError
        return value

    def path(self, key: str, default: str = "") -> Path | None:
        if key not in self._left and not default:
            return None
        return Path(self.text(key, default, least=1))

    def table(self, key: str) -> "_Table | None":
        value = self._left.pop(key, None)
        return None if value is None else _Table(value)

    def end(self) -> None:
        if self._left:
            raise DoubtError


def nats_servers(url: str) -> tuple[str, ...]:
    """The servers in journal.url; empty: the journal is on this disk alone. Raises DoubtError."""
    if url == EMBEDDED:
        return ()
    scheme, mark, rest = url.partition("://")
    places = rest.split(",")
    if not mark or scheme not in ("nats", "tls") or len(url) > _URL_LETTERS_MAX:
        raise DoubtError
    if not all(map(_SERVER.fullmatch, places)):
        raise DoubtError
    return tuple(f"{scheme}://{place}" for place in places)


def read_keys(file: Path | None, environ: Mapping[str, str] = os.environ) -> EarKeys | None:
    """None: in doubt."""
    try:
        values = {} if file is None else tomllib.loads(file.read_text(encoding="utf-8"))
        return _keys({name: _of_section(values.get(name), name, environ) for name in ("data_dir", *_SECTIONS)})
    except (DoubtError, OSError, ValueError):
        return None


_SECTIONS = ("journal", "log", "pbx")


def _of_section(value: Any, section: str, environ: Mapping[str, str]) -> Any:
    """The environment over the file. A list of tables is a table by number."""
    if section == "pbx" and isinstance(value, list):
        value = {str(number): item for number, item in enumerate(value)}
    for keys, text in _set_in(environ, section):
        if not keys:
            if section != "data_dir":
                raise DoubtError
            value = text
            continue
        if len(keys) != (2 + (keys[1:2] == ["cel"]) if section == "pbx" else 1):
            raise DoubtError
        value = _joined(value, keys, text)
    return value


def _joined(value: Any, keys: list[str], text: str) -> dict[str, Any]:
    if value is None:
        value = {}
    if not isinstance(value, dict):
        raise DoubtError
    return {**value, keys[0]: text if len(keys) == 1 else _joined(value.get(keys[0]), keys[1:], text)}


def _set_in(environ: Mapping[str, str], section: str) -> Iterator[tuple[list[str], str]]:
    known = set()
    for name, text in environ.items():
        if not name.upper().startswith(PREFIX):
            continue
        first, *keys = name[len(PREFIX) :].lower().split("__")
        if first == section:
            if tuple(keys) in known:  # the same in other letters
                raise DoubtError
            known.add(tuple(keys))
            yield keys, text


def _keys(values: Mapping[str, Any]) -> EarKeys:
    site = _Table({"data_dir": values["data_dir"]} if values["data_dir"] is not None else {})
    journal, log = _Table(values["journal"] or {}), _Table(values["log"] or {})
    keys = EarKeys(
        site.path("data_dir", "/var/lib/thirdring") or Path(),
        journal.number("retention_days", 14.0, 0, 3650),
        journal.whole("size_bytes_max", 4_294_967_296, 1_048_576, 1 << 62),
        bool(nats_servers(journal.text("url", EMBEDDED))),
        log.text("level", "info"),
        log.text("format", "auto"),
        tuple(_pbxs(values["pbx"])),
    )
    if journal.flag("heard_elsewhere"):
        raise DoubtError  # this host hears nothing by itself
    journal.end()
    log.end()
    names, places = {pbx.name for pbx in keys.pbxs}, {(pbx.host.lower(), pbx.port) for pbx in keys.pbxs}
    if not len(names) == len(places) == len(keys.pbxs) > 0:
        raise DoubtError
    if keys.log_level not in _LEVELS or keys.log_format not in _FORMATS:
        raise DoubtError
    return keys


def _pbxs(tables: Any) -> Iterator[PbxKeys]:
    if not isinstance(tables, dict) or not all(map(_NUMBERED.fullmatch, tables)):
        raise DoubtError
    for number in sorted(tables, key=int):
        yield _pbx(_Table(tables[number]))


def _pbx(table: _Table) -> PbxKeys:
    name = table.text("name", "main")
    if not _NAME.fullmatch(name):
        raise DoubtError
    secret = _secret(table)
    table.number("clock_bound_seconds", 1.5, 1.4999999, 1e9)
    cel = _cel(table.table("cel"))
    pbx = PbxKeys(
        name,
        table.text("host", "127.0.0.1", least=1),
        table.whole("port", 5038, 1, 65535),
        table.text("username", "thirdring", least=1),
        secret,
        table.flag("tls"),
        table.path("tls_ca_file"),
        cel,
    )
    table.end()
    return pbx


def _cel(table: _Table | None) -> CelKeys:
    if table is None:
        return CelKeys()
    csv, url, name, log = table.path("csv"), _secret(table, "url", ""), table.text("table", "cel"), table.path("log")
    late_seconds = table.number("late_seconds", 0.5, 0.4999999, 60)
    table.end()
    if not is_table(name) or (url and (csv or check_url(url) != url)):
        raise DoubtError
    return CelKeys(csv, url, name, log, late_seconds)


def _secret(table: _Table, key: str = "secret", default: str | None = None) -> str:
    file = table.path(f"{key}_file")
    if file is None:
        return table.text(key, default)
    lines = file.read_text().splitlines()
    if not lines or not lines[0].strip():
        raise DoubtError
    return lines[0].strip()
