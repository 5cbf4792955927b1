"""Reads request bodies strictly: JSON of the model's form, without unknown fields."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kit.http.problems import Problem
from kit.http.storable import WHY, unstorable

DEPTH_MAX = 16
_OPENING, _CLOSING = frozenset(b"[{"), frozenset(b"]}")

Words = Annotated[str, Field(max_length=4_000, pattern=r"^[^\x00]*$")]
"""Text of a person. PostgreSQL holds no NUL; everything else stays as it was written."""
Short = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Named = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
Id = Annotated[int, Field(ge=1, le=2**53 - 1)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


B = TypeVar("B", bound=BaseModel)


async def read_body(request: web.Request, model: type[B]) -> B:
    """Raises Problem 415 for another media type, 422 that names what is wrong."""
    if request.content_type != "application/json":
        raise Problem(415, "The body must be JSON: send `Content-Type: application/json`.")
    text = await request.read()
    if _depth(text) > DEPTH_MAX:
        raise Problem(422, f"The body is nested deeper than {DEPTH_MAX}: nothing of ours is.")
    try:
        body = model.model_validate_json(text)
        errors = list(_faults(text))
        if not errors:
            return body
    except ValidationError as error:
        errors = [_explain(detail) for detail in error.errors(include_url=False, include_input=False)]
    raise Problem(422, "The body is wrong: correct it as `errors` says.", errors=errors[:20])


def _faults(text: bytes) -> Iterator[dict[str, str]]:
    """Errors that the model cannot detect: repeated keys, and text that cannot be stored. Numbers stay text."""
    doubled: list[str] = []

    def read(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        doubled.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return dict(pairs)

    content = json.loads(text, object_pairs_hook=read, parse_int=str, parse_float=str, parse_constant=str)
    for key in doubled:
        yield {"parameter": key[:64], "message": "is given more than once: give it once"}
    for place in unstorable(content):
        yield {"parameter": place[:64], "message": WHY}


def _depth(text: bytes) -> int:
    """The nesting depth. Brackets inside strings count too, which is harmless."""
    depth = deepest = 0
    for byte in text:
        if byte in _OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif byte in _CLOSING:
            depth -= 1
    return deepest


def _explain(detail: Any) -> dict[str, str]:
    name = ".".join(str(part) for part in detail["loc"])[:64]
    if detail["type"] == "extra_forbidden":
        return {"parameter": name, "message": "is not known here"}
    return {"parameter": name, "message": str(detail["msg"]).removeprefix("Value error, ")}
