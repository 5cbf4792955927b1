"""The settings as a list, for people: the README's table and the example file are made of it."""

import textwrap
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from thirdring.settings.errors import as_toml, models_of


class Row(NamedTuple):
    section: str  # "" for the keys at the top
    repeated: bool  # [[section]]
    key: str
    default: str  # as TOML; "" without a default
    example: str
    description: str

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
            yield from rows(inner, key, repeated=field.default == ())


def _default(field: FieldInfo) -> str:
    value: Any = field.get_default()
    if field.is_required() or value is None:
        return ""
    return as_toml(value.get_secret_value() if isinstance(value, SecretStr) else value)


def _example(field: FieldInfo) -> str:
    return as_toml(field.examples[0]) if field.examples else ""


def example(model: type[BaseModel]) -> str:
    """A settings file with every key: what a site has to say, and the others commented out with their defaults."""
    lines = [
        "# Settings of Third Ring. A key that is commented out shows its default, or an example where there is none."
    ]
    section = ""
    for row in rows(model):
        if row.section != section:
            section = row.section
            lines += ["", f"[[{section}]]" if row.repeated else f"[{section}]"]
        lines += ["", *textwrap.wrap(row.description, 100, initial_indent="# ", subsequent_indent="# ")]
        value = row.example if row.default in ("", "[]") else row.default
        lines.append(f"{'' if _is_filled_in(row) else '# '}{row.key} = {value}")
    return "\n".join(lines) + "\n"


def _is_filled_in(row: Row) -> bool:
    """In [[pbx]], [[hotline]], [[agent]]: what has to be said, and what a hotline or an agent is known by."""
    return row.repeated and not row.key.endswith("_file") and (row.default in ("", "[]") or row.key in ("name", "host"))


def markdown(model: type[BaseModel], head: tuple[str, str, str], translate: Callable[[str], str]) -> str:
    lines = [f"| {' | '.join(head)} |", "|---|---|---|"]
    for row in rows(model):
        shown = f"`{row.default}`" if row.default not in ("", "[]", '""') else "–"
        lines.append(f"| `{row.path}` | {shown} | {translate(row.description)} |")
    return "\n".join(lines) + "\n"
