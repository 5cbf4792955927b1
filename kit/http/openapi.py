"""openapi.json, generated from the operations and models, so that it cannot differ from the service."""

import json
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Union

from pydantic import BaseModel, create_model
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from kit.http.operation import Operation
from kit.http.problems import MEDIA_TYPE, ProblemDetails
from kit.http.queries import SEVERAL_MAX, Query

_REF = "#/components/schemas/{model}"
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="ProblemDetails")}}}
_TEXT = {"type": "string"}
_ALWAYS = {
    413: "The body is too large",
    421: "The Host header names an unknown host",
    422: "A parameter or field is wrong; `errors` names it",
    429: "Too many requests; Retry-After says when to retry",
    503: "The database does not answer, or the answer took too long; Retry-After says when to retry",
}
_WITH_BODY = {415: "The body is not JSON"}
_WITH_TOKEN = {401: "The token is missing or unknown", 403: "The role of the token does not permit this"}
_PATH_PARAMETERS = {
    "pbx": "Name of the PBX",
    "linkedid": "The linkedid of the call, URL-encoded",
    "number": "The ticket's number: YYYYMMDD-NNNN",
    "id": "The id, as in the list",
    "objective": "1 to 21",
    "response": "The id of an answer, as in the list",
    "name": "The user's name, URL-encoded",
    "sheet": "The id of the sheet that was sent",
    "token": "The last part of the household's link",
    "day": "The local day on which the shift begins: YYYY-MM-DD",
    "shift": "The shift's name, URL-encoded",
}
_LEADS_TO = {
    "TicketOut": ("/api/v1/tickets/{number}", "number"),
    "CallbackOut": ("/api/v1/callbacks/{id}", "id"),
    "SurveyOut": ("/api/v1/surveys/{id}", "id"),
    "HouseholdOut": ("/api/v1/households/{id}", "id"),
    "ReadingOut": ("/api/v1/readings/{id}", "id"),
    "DutyOut": ("/api/v1/duties/{id}", "id"),
    "InspectionOut": ("/api/v1/inspections/{id}", "id"),
    "InspectionFindingOut": ("/api/v1/findings/{id}", "id"),
    "NonconformityOut": ("/api/v1/nonconformities/{id}", "id"),
    "FileOut": ("/api/v1/files/{id}", "id"),
    "AbsenceOut": ("/api/v1/absences/{id}", "id"),
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The version that the change is based on: the ETag as it was returned",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$', "examples": ['"3"']},
}


def describe(operations: Iterable[Operation], metrics_open: bool) -> bytes:
    operations = tuple(operations)
    answers = {operation.answer for operation in operations if operation.answer} | {_problem(operations)}
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        (model, "serialization") for model in sorted(answers, key=lambda model: model.__name__)
    ]
    bodies = {operation.body for operation in operations if operation.body}
    models += [(model, "validation") for model in sorted(bodies, key=lambda model: model.__name__)]
    _, schemas = models_json_schema(models, ref_template=_REF)
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Third Ring",
            "version": "1",
            "description": "Calls of a hotline, measured and explained; its tickets and callbacks.",
        },
        "paths": _paths(operations, metrics_open),
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _problem(operations: Iterable[Operation]) -> type[ProblemDetails]:
    """`current` is one of what can change meanwhile."""
    models = list(dict.fromkeys(operation.current for operation in operations if operation.current))
    if not models:
        return ProblemDetails
    field: Any = (Union[(*models, None)], ProblemDetails.model_fields["current"])
    return create_model("ProblemDetails", __base__=ProblemDetails, __doc__=ProblemDetails.__doc__, current=field)


def _paths(operations: tuple[Operation, ...], metrics_open: bool) -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        described = _operation(operation, metrics_open)
        if links := _links(operation, operations):
            described["responses"][str(operation.status)]["links"] = links
        paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return paths


def _links(operation: Operation, operations: Iterable[Operation]) -> dict[str, Any]:
    """Links from an answer with a ticket, callback or household to its operations."""
    place, name = _LEADS_TO.get(operation.answer.__name__ if operation.answer else "", ("", ""))
    return {
        other.id: {
            "operationId": other.id,
            "parameters": {
                name: f"$response.body#/{name}",
                **({"header.If-Match": "$response.header.ETag"} if other.if_match else {}),
            },
        }
        for other in operations
        if place and other.path.startswith(place)
    }


def _operation(operation: Operation, metrics_open: bool) -> dict[str, Any]:
    is_open = operation.roles is None or (operation.path == "/metrics" and metrics_open)
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "parameters": [
            *_path_parameters(operation.path),
            *([_IF_MATCH] if operation.if_match else []),
            *_query_parameters(operation.query),
        ],
        "security": [] if is_open else [{"token": []}],
        "responses": _responses(operation, is_open),
        **_request_body(operation),
    }


def _responses(operation: Operation, is_open: bool) -> dict[str, dict[str, Any]]:
    """The responses by status, in order."""
    answer = _content(operation)
    responses: dict[str, dict[str, Any]] = {
        str(operation.status): {"description": HTTPStatus(operation.status).phrase, "content": answer},
        "400": {"description": "The request is not valid HTTP", "content": {"text/plain": {"schema": _TEXT}}},
    }
    if operation.empty or operation.status == 204:
        responses["204"] = {"description": "Done, no content"}
    problems = {
        **_ALWAYS,
        **({} if is_open else _WITH_TOKEN),
        **(_WITH_BODY if operation.body else {}),
        **operation.problems,
    }
    for status, text in problems.items():
        shapes = {**answer, **_PROBLEM} if status in operation.also else _PROBLEM
        responses[str(status)] = {"description": text, "content": shapes}
    return dict(sorted(responses.items()))


def _request_body(operation: Operation) -> dict[str, Any]:
    if operation.upload:
        return {"requestBody": {"content": {"application/octet-stream": {}}, "required": True}}
    if operation.form:
        fields = {"type": "object", "additionalProperties": _TEXT}
        return {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": fields}}}}
    if operation.body is not None:
        schema = {"$ref": _REF.format(model=operation.body.__name__)}
        return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}
    return {}


def _content(operation: Operation) -> dict[str, Any]:
    """The content of an answer. For a file, only its type is described."""
    if operation.files:
        return {media_type: {} for media_type in operation.files}
    return {operation.media_type: {"schema": _schema(operation)}}


def _schema(operation: Operation) -> dict[str, Any]:
    if operation.answer and operation.media_type == "application/json":
        return {"$ref": _REF.format(model=operation.answer.__name__)}
    return {"type": "object"} if operation.media_type == "application/json" else _TEXT


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PATH_PARAMETERS[name],
            "schema": {"type": "string", "minLength": 1},
        }
        for name in re.findall(r"{(\w+)}", path)
    ]


def _query_parameters(query: type[Query]) -> list[dict[str, Any]]:
    schema = query.model_json_schema(ref_template=_REF)
    shared, required = schema.get("$defs", {}), schema.get("required", ())
    return [_parameter(name, part, shared, required) for name, part in schema.get("properties", {}).items()]


def _parameter(name: str, part: dict[str, Any], shared: dict[str, Any], required: Iterable[str]) -> dict[str, Any]:
    """A parameter that may be left out is absent, never null."""
    part = {key: value for key, value in part.items() if key not in ("title", "default") or value is not None}
    description = part.pop("description", None)
    part.pop("title", None)
    choices = [_resolved(choice, shared) for choice in part.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        part |= choices[0]
    elif choices:
        part["anyOf"] = choices
    parameter = {"name": name, "in": "query", "required": name in required, "schema": part}
    if part.get("type") == "array":
        parameter |= {"style": "form", "explode": False}
        part |= {"items": _resolved(part["items"], shared), "minItems": 1, "maxItems": SEVERAL_MAX}
    return {**parameter, "description": description} if description else parameter


def _resolved(part: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """Inlines enumerations."""
    if "$ref" not in part:
        return part
    found = shared[part["$ref"].rpartition("/")[2]]
    return {"type": found["type"], "enum": found["enum"]}
