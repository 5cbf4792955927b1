"""Reads query parameters strictly: an unknown or repeated one is refused."""

from typing import Annotated, Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from kit.amounts import whole
from kit.http.problems import Problem
from kit.http.storable import WHY, storable

PAGE_LIMIT_MAX = 500


def _read_flag(text: object) -> object:
    if text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text == "true"


def read_count(text: object) -> object:
    number = whole(text, 9) if isinstance(text, str) else None
    if number is None:
        raise ValueError("must be a whole number")
    return number


Flag = Annotated[bool, BeforeValidator(_read_flag), WithJsonSchema({"type": "boolean"})]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Query(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class NoQuery(Query):
    pass


class LinkQuery(Query):
    """Of a page that people open by a link that was sent: messengers and SMS tools add parameters of their own."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


SEVERAL_MAX = 20
T = TypeVar("T")


def _read_several(text: object) -> object:
    """`open,dispatched`; the comma of a Chinese keyboard does as well."""
    if not isinstance(text, str):
        return text
    parts = list(dict.fromkeys(part.strip() for part in text.replace("，", ",").split(",")))
    if len(parts) > SEVERAL_MAX or "" in parts:
        raise ValueError(f"must be 1 to {SEVERAL_MAX} values with commas between them")
    return parts


Several = Annotated[tuple[T, ...], BeforeValidator(_read_several)]
"""Several values of one parameter, with commas between them."""
Q = TypeVar("Q", bound=Query)


def read_query(request: web.BaseRequest, model: type[Q]) -> Q:
    """Raises Problem 422 that names every parameter that is wrong."""
    values: dict[str, str] = {}
    errors: list[dict[str, str]] = []
    for name, value in request.query.items():
        if issubclass(model, LinkQuery) and (name in values or name not in model.model_fields):
            continue
        if not storable(name + value):
            errors.append({"parameter": _shown(name), "message": WHY})
            continue
        if name in values:
            errors.append({"parameter": name[:64], "message": "is given more than once: give it once"})
        values[name] = value
    try:
        query = model.model_validate(values)
    except ValidationError as error:
        errors += [_explain(detail, model) for detail in error.errors(include_url=False, include_input=False)]
    if errors:
        raise Problem(422, "Some parameters are wrong: correct them as `errors` says.", errors=errors[:20])
    return query


def _shown(name: str) -> str:
    """The name as text that JSON can hold."""
    return name.encode("ascii", "replace").decode().replace("\0", "?")[:64]


def _explain(detail: Any, model: type[Query]) -> dict[str, str]:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    if detail["type"] == "extra_forbidden":
        known = ", ".join(field.alias or key for key, field in model.model_fields.items()) or "none"
        return {"parameter": name[:64], "message": f"is not known here; known: {known}"}
    return {"parameter": name, "message": detail["msg"].removeprefix("Value error, ")}
