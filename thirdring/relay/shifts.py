"""Who is on shift, as the service says it, now and for the next days. Where the service is down, as it last said."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import aiohttp
import structlog
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from kit.instants import instant_us
from thirdring.relay.duty import Span
from thirdring.settings.relay import ShiftsKnown

PATH = "/api/v1/shifts/ahead"
EVERY_SECONDS = 30.0
ANSWER_BYTES_MAX = 1024 * 1024

log = structlog.get_logger()


class _Span(BaseModel):
    since: AwareDatetime
    until: AwareDatetime
    people: tuple[str, ...]
    managers: tuple[str, ...]


class _Answer(BaseModel):
    items: list[_Span] = Field(max_length=2000)


class NotSaidError(Exception):
    """The service did not say who is on shift; holds no address and no token."""


class Shifts:
    """`spans`: empty until the service has answered once, and where it has no shifts."""

    def __init__(self, source: ShiftsKnown, http: aiohttp.ClientSession) -> None:
        self.spans: Sequence[Span] = ()
        self._source, self._http = source, http
        self._trouble = ""

    async def run(self) -> None:
        """Never returns."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        try:
            self.spans = await self._ask()
            trouble = ""
        except NotSaidError as error:
            trouble = str(error)
        if trouble and trouble != self._trouble:
            log.warning("the service does not say who is on shift: the last answer holds", why=trouble)
        self._trouble = trouble

    async def _ask(self) -> Sequence[Span]:
        """Raises NotSaidError."""
        token = "" if self._source.token is None else self._source.token.get_secret_value()
        headers = {"Authorization": f"Bearer {token}"}
        url = self._source.url.rstrip("/") + PATH
        try:
            async with self._http.get(url, headers=headers, allow_redirects=False) as answer:
                text = await answer.content.read(ANSWER_BYTES_MAX)
                while len(text) < ANSWER_BYTES_MAX and not answer.content.at_eof():
                    text += await answer.content.read(ANSWER_BYTES_MAX - len(text))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise NotSaidError(type(error).__name__) from None
        if answer.status in (401, 403):
            raise NotSaidError(f"{answer.status}: relay.shifts.token is to be a token of the role relay")
        if answer.status != 200:
            raise NotSaidError(str(answer.status))
        return spans_of(text)


def spans_of(answer: bytes) -> Sequence[Span]:
    """Raises NotSaidError."""
    try:
        said = _Answer.model_validate_json(answer).items
    except ValidationError:
        raise NotSaidError("it answers as no service does: is relay.shifts.url right?") from None
    return [Span(instant_us(each.since), instant_us(each.until), each.people, each.managers) for each in said]


@contextlib.asynccontextmanager
async def knowing(source: ShiftsKnown, http: aiohttp.ClientSession) -> AsyncIterator[Shifts]:
    """Asks again and again, where there is somebody to ask."""
    shifts = Shifts(source, http)
    if not source.url:
        yield shifts
        return
    asking = asyncio.create_task(shifts.run(), name="who is on shift")
    try:
        yield shifts
    finally:
        asking.cancel()
        await asyncio.wait([asking])
