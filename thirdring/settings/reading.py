"""The TOML file of the settings, as text."""

import re
import tomllib
from pathlib import Path
from typing import Any

from kit.i18n import _
from kit.wrong import SettingsError
from thirdring.settings.problems import reason


def values_of(file: Path | None) -> dict[str, Any]:
    """What it says, its lists of tables by number; nothing without a file. Raises SettingsError."""
    return _numbered(_read(file))


def _read(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        text = _("{file}: {why}. `./run config example` prints a file to begin with.")
        raise SettingsError(text.format(file=file, why=reason(error.strerror))) from None
    except UnicodeDecodeError:
        raise SettingsError(_("{file} is no valid TOML: it is not UTF-8").format(file=file)) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_no_toml(error).format(file=file)) from None


def _no_toml(error: tomllib.TOMLDecodeError) -> str:
    place = re.search(r"line (\d+), column (\d+)", str(error))
    if place is None:
        return _("{file} is no valid TOML: it ends before it is whole")
    where = _("{{file}} is no valid TOML: look at line {line}, column {column}")
    return where.format(line=place[1], column=place[2])


def _numbered(values: dict[str, Any]) -> dict[str, Any]:
    """Lists of tables as tables by number, so that THIRDRING__PBX__0__SECRET joins the first [[pbx]] of the file."""
    return {key: _joinable(value) for key, value in values.items()}


def _joinable(value: Any) -> Any:
    if isinstance(value, dict):
        return _numbered(value)
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        return {str(number): _numbered(item) for number, item in enumerate(value)}
    return value
