"""What PostgreSQL cannot hold, sent to every route at every place: refused by name, and never a 500."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from kit.roles import Role
from tests.integration.web.site_in_memory import Web
from tests.integration.web_desk.conftest import DeskWeb
from thirdring.http.operations import OPERATIONS, Operation

NASTY_TEXT = (
    *("\0", "a\0b", "\udcff", "9" * 400, "-1", "9223372036854775808", "1e400", "NaN", "0", "٣"),
    *("0000-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999-12:00", "2026-02-30"),
)
NASTY_NUMBERS = (0, -1, 2**31, 2**63, -(2**63) - 1, 10**300)
KNOWN = {
    "^[0-9]{8}-[0-9]{4,9}$": "20261125-0001",
    "^[0-9+() -]*$": "13800138000",
    r"^[^\x00]*\S[^\x00]*$": "why",
}
KNOWN_NAMES = {"number": "20261125-0001", "token": "t" * 32, "linkedid": "1764036000.1"}
SEEN = tuple(operation for operation in OPERATIONS if not operation.streams)


def escaped(text: str) -> str:
    return quote(text.encode("utf-8", "surrogateescape"), safe="")


def sample(schema: dict[str, Any], shared: dict[str, Any]) -> Any:
    """Something that fits the schema, with every field in it."""
    schema = shared[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if choices := schema.get("anyOf"):
        return sample(choices[0], shared)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    match schema.get("type"):
        case "object" if "properties" in schema:
            return {name: sample(part, shared) for name, part in schema["properties"].items()}
        case "object":
            return {"key": sample(schema.get("additionalProperties") or {}, shared)}
        case "array":
            return [sample(schema.get("items") or {}, shared)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
    if schema.get("format") == "date-time":
        return "2026-11-25T08:00:00Z"
    return "2026-11-25" if schema.get("format") == "date" else KNOWN.get(schema.get("pattern", ""), "a")


def spoilt(value: Any) -> Iterator[Any]:
    """The same, with one leaf exchanged for something nasty."""
    match value:
        case dict():
            for key, part in value.items():
                yield from ({**value, key: other} for other in spoilt(part))
            yield {**value, "a\0b": 1}
        case list():
            for part in value:
                yield from ([other] for other in spoilt(part))
        case bool() | None:
            pass
        case str():
            yield from NASTY_TEXT
        case _:
            yield from NASTY_NUMBERS


def names(operation: Operation) -> list[str]:
    """Of the parameters in its path."""
    return re.findall(r"{(\w+)}", operation.path)


def url(operation: Operation, **exchanged: str) -> str:
    values = dict.fromkeys(names(operation), "1") | KNOWN_NAMES | exchanged
    return operation.path.format(**{name: escaped(text) for name, text in values.items()})


def requests_of(operation: Operation) -> Iterator[tuple[str, bytes | None]]:
    """Addresses and bodies."""
    body: Any = None
    if operation.body is not None:
        schema = operation.body.model_json_schema()
        body = sample(schema, schema.get("$defs", {}))
    sent = None if body is None else json.dumps(body).encode()
    for name in names(operation):
        yield from ((url(operation, **{name: text}), sent) for text in NASTY_TEXT)
    for field, about in operation.query.model_fields.items():
        name = about.alias or field
        yield from ((f"{url(operation)}?{name}={escaped(text)}", sent) for text in NASTY_TEXT)
    yield f"{url(operation)}?{escaped('a' + chr(0))}=1", sent
    yield from ((url(operation), json.dumps(other).encode()) for other in spoilt(body))
    if operation.form:
        yield from ((url(operation), f"q={escaped(text)}".encode()) for text in NASTY_TEXT)


async def status_of(web: Web, operation: Operation, path: str, body: bytes | None) -> int:
    kind = "application/x-www-form-urlencoded" if operation.form else "application/json"
    headers = {"Content-Type": kind, "If-Match": '"1"'} if body is not None else {"If-Match": '"1"'}
    async with web.request(operation.method, path, Role.ADMIN, data=body, **headers) as response:
        await response.read()
        return response.status


async def test_nothing_that_can_be_sent_to_a_route_is_a_defect(desk_web: DeskWeb) -> None:
    ticket = (await desk_web.opened())["number"]
    defects = []
    for operation in SEEN:
        for path, body in requests_of(operation):
            there = path.replace("20261125-0001", ticket)
            if await status_of(desk_web.web, operation, there, body) >= 500:
                defects.append((operation.id, there, body))
    assert defects == []


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        (b'{"category": "repair", "title": "a", "title": "b"}', ["title"]),
        (b'{"category": "repair", "category": "repair", "title": "a", "title": "a"}', ["category", "title"]),
        (b'{"category": "repair", "title": "a\\u0000b"}', ["title"]),
    ],
)
async def test_doubled_keys_and_what_cannot_be_stored_are_refused_by_name(
    desk_web: DeskWeb, sent: bytes, named: list[str]
) -> None:
    headers = {"Content-Type": "application/json"}
    async with desk_web.web.request("POST", "/api/v1/tickets", Role.AGENT, data=sent, **headers) as response:
        problem = await response.json()
    assert response.status == 422
    assert [error["parameter"] for error in problem["errors"]] == named
