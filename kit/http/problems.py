"""Errors as RFC 9457 problem details: what is wrong, and what to do about it."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, ParamSpec, Protocol, TypeVar

from aiohttp import hdrs, web
from pydantic import BaseModel, Field, SerializeAsAny

from kit.http.language import Language
from kit.refusals import RefusedError

MEDIA_TYPE = "application/problem+json"
P = ParamSpec("P")
T = TypeVar("T")


class Words(Protocol):
    """The Chinese text of a problem."""

    def title(self, status: int, english: str) -> str: ...

    def in_chinese(self, text: str) -> str: ...


WORDS: web.AppKey[Words] = web.AppKey("words of problems")


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """Raised by a handler; a middleware turns it into the answer."""

    def __init__(self, status: int, detail: str, *, headers: Mapping[Any, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = {str(name): value for name, value in (headers or {}).items()}
        self.more = more


PROBLEM: web.ResponseKey[Problem] = web.ResponseKey("problem", Problem)
"""The content of a problem, for a page that shows it in its own form."""


def refusing(handler: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """The handler, with each refusal as the problem that it is."""

    async def answer(*asked: P.args, **more: P.kwargs) -> T:
        try:
            return await handler(*asked, **more)
        except RefusedError as error:
            raise problem_of(error) from None

    return answer


def problem_of(error: RefusedError) -> Problem:
    more: dict[str, Any] = {}
    if error.possible is not None:
        more["possible"] = [str(choice) for choice in error.possible]
    if error.errors:
        more["errors"] = [{"parameter": name, "message": message} for name, message in error.errors.items()]
    if error.current is not None:
        more["current"] = error.current
    headers = {} if error.version is None else etag(error.version)
    if error.retry_seconds is not None:
        headers[hdrs.RETRY_AFTER] = str(error.retry_seconds)
    detail = f"{error.detail[0].upper()}{error.detail[1:].removesuffix('.')}."
    return Problem(error.status, detail, headers=headers, **more)


def etag(version: int) -> dict[Any, str]:
    return {hdrs.ETAG: f'"{version}"'}


class ParameterError(BaseModel):
    parameter: str
    message: str


class ProblemDetails(BaseModel):
    """RFC 9457. `type` is always about:blank, so `title` is the name of the status."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do about it")
    errors: list[ParameterError] | None = Field(None, description="One entry for each wrong parameter or field")
    possible: list[str] | None = Field(None, description="What is possible instead")
    current: SerializeAsAny[BaseModel] | None = Field(
        None, description="The present state, if it was changed by somebody else"
    )


def problem_response(problem: Problem, language: Language = "en", words: Words | None = None) -> web.Response:
    """The answer in the client's language. Fields for programs, such as `possible`, are not translated."""
    title, detail, more = HTTPStatus(problem.status).phrase, problem.detail, problem.more
    if language == "zh" and words is not None:
        title, detail = words.title(problem.status, title), words.in_chinese(detail)
        if more.get("errors"):
            more = more | {"errors": [each | {"message": words.in_chinese(each["message"])} for each in more["errors"]]}
    details = ProblemDetails(title=title, status=problem.status, detail=detail, **more)
    absent = {name for name, value in details if value is None}  # within `current` a null says something
    response = web.Response(
        body=details.model_dump_json(exclude=absent).encode(),
        status=problem.status,
        headers={**problem.headers, hdrs.CONTENT_LANGUAGE: language},
        content_type=MEDIA_TYPE,
    )
    response[PROBLEM] = problem
    return response
