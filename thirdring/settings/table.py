"""The settings as a list. The example file and, by `lab.texts.readme`, docs/settings.md are generated from it."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from kit.wrong import marked
from thirdring.settings.errors import as_toml, models_of

HEAD = marked(
    "Settings of Third Ring. A key that is commented out shows its default, or an example where there is none."
)
_WIDTH = 100
_WIDE = "\u2e80-\uffff"
_UNBREAKABLE = re.compile(rf"[{_WIDE}][，。；：、）]*|[^\s{_WIDE}]+\s*|\s+")


class Row(NamedTuple):
    section: str  # "" for the keys at the top
    repeated: bool  # [[section]]
    key: str
    default: str  # as TOML; "" without a default
    example: str
    description: str

    @property
    def optional(self) -> bool:
        """A table in a list that nobody has to write."""
        return self.repeated and ("." in self.section or self.section == "duty")

    @property
    def heading(self) -> str:
        """The heading of its section in the file."""
        if not self.section:
            return ""
        return f"[[{self.section}]]" if self.repeated else f"[{self.section}]"

    @property
    def path(self) -> str:
        return f"{self.section}{'[]' if self.repeated else ''}.{self.key}".lstrip(".")


def rows(model: type[BaseModel], section: str = "", repeated: bool = False) -> Iterator[Row]:
    for key, field in model.model_fields.items():
        inner = next(models_of(field.annotation), None)
        if inner is None:
            yield Row(section, repeated, key, _default(field), _example(field), field.description or "")
    for key, field in model.model_fields.items():
        inner = next(models_of(field.annotation), None)
        if inner is not None:
            yield from rows(inner, f"{section}.{key}".lstrip("."), repeated=field.default == ())


def _default(field: FieldInfo) -> str:
    value: Any = field.get_default()
    if field.is_required() or value is None:
        return ""
    return as_toml({key: _open(item) for key, item in value.items()} if isinstance(value, dict) else _open(value))


def _open(value: Any) -> Any:
    """A default is no secret."""
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _example(field: FieldInfo) -> str:
    return as_toml(field.examples[0]) if field.examples else ""


_NOTHING = ("", "[]", '""', "{  }")
"""Defaults that would show nobody what to write."""


def example(model: type[BaseModel], translate: Callable[[str], str] = str) -> str:
    """An example file with all keys. Optional keys are commented out with their defaults."""
    lines = [f"# {translate(HEAD)}"]
    section = ""
    for row in rows(model):
        if row.section != section:
            section = row.section
            lines += ["", f"{'# ' if row.optional else ''}{row.heading}"]
        lines += ["", *_wrapped(translate(row.description))]
        value = row.example if row.default in _NOTHING else row.default
        lines.append(f"{'' if _is_filled_in(row) else '# '}{row.key} = {value}")
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> list[str]:
    """The text as comment lines. Chinese breaks between any two characters, and each counts as two columns."""
    lines, line = [], ""
    for part in _UNBREAKABLE.findall(text):
        if _width(line + part.rstrip()) > _WIDTH:
            lines.append(line)
            line = ""
        line += part
    return [f"# {each.strip()}" for each in (*lines, line)]


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def _is_filled_in(row: Row) -> bool:
    """Whether the example sets the key: required keys, and the names of [[pbx]], [[hotline]] and [[agent]]."""
    needed = row.default in ("", "[]") or row.key in ("name", "host")
    return row.repeated and not row.optional and not row.key.endswith("_file") and needed
