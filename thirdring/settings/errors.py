"""Explains a wrong setting: the reason, its place, and a correct example."""

import inspect
import typing
from collections.abc import Iterator, Mapping
from datetime import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from kit.i18n import _
from kit.wrong import WrongValueError
from thirdring.settings.problems import problem
from thirdring.settings.values import Address
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay
from ticketing.clocks.wording import term_text


def explain(error: ValidationError, model: type[BaseModel], file: Path | None, environ: Mapping[str, str]) -> str:
    return "\n".join(_line(details, model, file, environ) for details in error.errors(include_input=False))


def _line(details: ErrorDetails, model: type[BaseModel], file: Path | None, environ: Mapping[str, str]) -> str:
    wrong = details.get("ctx", {}).get("error")
    at = wrong.at if isinstance(wrong, WrongValueError) else ()
    keys = [str(part) for part in (*details["loc"], *at)]
    name = "THIRDRING__" + "__".join(keys).upper()
    where = name if name in {key.upper() for key in environ} else str(file or _("settings"))
    holder, field = _find(model, keys)
    told = _("{where}: {key} {problem}").format(where=where, key=_dotted(keys), problem=problem(details, keys, holder))
    if not field or not field.examples:
        return told
    return told + _("; for example {example}").format(example=as_toml(field.examples[0]))


def _dotted(keys: list[str]) -> str:
    """`pbx[0].secret`; the whole when there is no key."""
    return "".join(f"[{key}]" if key.isdecimal() else f".{key}" for key in keys).removeprefix(".")


def as_toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Address():
            return f'"{value}"'
        case time():
            return f'"{value:%H:%M}"'
        case Elapsed() | EndOfDay() | DaysLater():
            return f'"{term_text(value)}"'
        case list() | tuple():
            return f"[{', '.join(map(as_toml, value))}]"
        case dict():
            return "{ " + ", ".join(f"{key} = {as_toml(item)}" for key, item in value.items()) + " }"
        case int() | float():
            return str(value)
    return f'"{value}"'


def _find(model: type[BaseModel], keys: list[str]) -> tuple[type[BaseModel], FieldInfo | None]:
    """The group that holds the last key, and its field if there is such a key."""
    field = None
    for key in keys:
        field = model.model_fields.get(key, field if key.isdecimal() else None)
        if field is None or key == keys[-1]:
            break
        model = next(models_of(field.annotation), model)
    return model, field


def models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside a type: of `tuple[Pbx, ...]` it is Pbx."""
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from models_of(argument)
