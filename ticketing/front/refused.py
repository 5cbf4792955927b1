"""How the stores' refusals become problems."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from aiohttp import hdrs
from pydantic import BaseModel

from kit.database.refusals import GoneError, StaleError
from kit.http.cursor import Cursor
from kit.http.problems import Problem
from kit.refusals import ImpossibleError, MissingError, NotYoursError, RefusedError
from ticketing.front import ask as desk
from ticketing.front.ask import Ask, Reply, cursor_of, wrong_cursor
from ticketing.front.words import masked_words

T = TypeVar("T")


def served(handler: desk.DeskHandler, status: int = 200) -> desk.Answering:
    async def refusing(ask: Ask, asked: Any) -> Reply:
        try:
            reply = await handler(ask, asked)
            return reply if reply.model is None else Reply(_as_seen(ask, reply.model), reply.headers)
        except Problem as problem:
            current = problem.more.get("current")
            if isinstance(current, BaseModel):
                problem.more["current"] = _as_seen(ask, current)
            raise
        except GoneError as error:
            raise Problem(404, sentence(error)) from None
        except StaleError as error:
            raise Problem(409, sentence(error), headers=etag(error.version)) from None
        except NotYoursError as error:
            raise Problem(403, sentence(error)) from None
        except ImpossibleError as error:
            raise Problem(422, sentence(error), possible=[str(action) for action in error.possible]) from None
        except MissingError as error:
            errors = [{"parameter": name, "message": "is needed"} for name in error.names]
            raise Problem(422, sentence(error), errors=errors) from None
        except RefusedError as error:
            raise Problem(422, sentence(error)) from None

    return desk.served(refusing, status)


def _as_seen(ask: Ask, model: BaseModel) -> BaseModel:
    return model if ask.viewer.sees_all() else masked_words(model)


async def fresh(change: Awaitable[T], current: Callable[[], Awaitable[BaseModel]]) -> T:
    """A change that was decided on an older version is answered with what there is now."""
    try:
        return await change
    except StaleError as error:
        raise Problem(409, sentence(error), headers=etag(error.version), current=await current()) from None


def etag(version: int) -> Mapping[Any, str]:
    return {hdrs.ETAG: f'"{version}"'}


def sentence(error: Exception) -> str:
    text = str(error)
    return f"{text[0].upper()}{text[1:]}."


def wrong(parameter: str, message: str, detail: str) -> Problem:
    return Problem(422, detail, errors=[{"parameter": parameter, "message": message}])


def place_after(cursor: str | None, kind: str, digits: int = 15) -> Cursor | None:
    """Where the page before ended. Raises Problem 422 for the cursor of another list."""
    try:
        found = cursor_of(cursor)
    except ValueError:
        raise wrong_cursor() from None
    if found is not None and (found.pbx != kind or not _is_id(found.linkedid, digits)):
        raise wrong_cursor()
    return found


def _is_id(text: str, digits: int) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= digits
