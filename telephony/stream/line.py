"""A line to NATS that is made again when the client cannot help itself any more. Everything raises StreamError."""

import asyncio
import contextlib
import re
import ssl
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import nats.errors
from nats.aio.client import Client
from nats.js.client import JetStreamContext
from nats.js.errors import APIError, NoStreamResponseError, ServiceUnavailableError

from telephony.stream.terms import AwayError, FullError, NoStreamError, Options, OvertakenError, StreamError

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 3.0
CLOSE_SECONDS = 1.0
RENEW_SECONDS = 10.0
"""Without an answer for so long, the client is replaced: it may have given up to look for servers."""
PING_SECONDS = 5
AGAIN_SECONDS = 0.25
_WRONG_LAST = frozenset({10071, 10164})
_FULL = frozenset({10023, 10047, 10054, 10077, 10122})
"""No room: limits of the server, of the account, of the stream by count or bytes, and what the store says."""
_FULL_WORDS = ("maximum bytes", "maximum messages", "insufficient", "no space", "resource")
_NO_LEADER = "the stream has no leader: more than half of its servers must run"
_NO_STREAM = 10059
_FORBIDDEN = re.compile(r'permissions violation for publish to ["\s]*([\w.$>*-]{1,200})', re.IGNORECASE)
_UNKNOWN_USER = "authorization violation"

T = TypeVar("T")


class Line:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._said: list[str] = []
        self._client = Client()
        self._jet: JetStreamContext
        self._hints: list[tuple[str, Callable[[], None]]] = []
        self._away_since: float | None = None

    async def open(self) -> None:
        """Raises AwayError."""
        self._client = client = Client()
        with _translated(self._said):
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    arguments = _arguments(self._options)
                    await _whole(client.connect(**arguments, error_cb=self._note, reconnected_cb=self._forget))
                for subject, hear in self._hints:
                    await _whole(client.subscribe(subject, cb=_calling(hear)))
            except BaseException:
                await self.close()
                raise
        self._jet = client.jetstream(timeout=ANSWER_SECONDS)
        await self._forget()

    async def close(self) -> None:
        with contextlib.suppress(nats.errors.Error, OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await _whole(self._client.close())

    async def ask(self, work: Callable[[JetStreamContext], Coroutine[Any, Any, T]]) -> T:
        """Raises StreamError."""
        if self._away_since is not None and time.monotonic() > self._away_since + RENEW_SECONDS:
            await self.close()
            await self.open()
        try:
            with _translated(self._said):
                answer = await _whole(work(self._jet))
        except AwayError:
            self._away_since = self._away_since or time.monotonic()
            raise
        except StreamError:
            self._away_since = None
            raise
        self._away_since = None
        self._said.clear()
        return answer

    async def hint(self, subject: str, hear: Callable[[], None]) -> None:
        """Subscribes, and does so again on each later client."""
        with _translated(self._said):
            await _whole(self._client.subscribe(subject, cb=_calling(hear)))
        self._hints.append((subject, hear))

    async def _note(self, error: Exception) -> None:
        if not self._said or not isinstance(error, ConnectionError):  # that a server hangs up says less than why
            self._said[:] = [str(error)]

    async def _forget(self) -> None:
        self._said.clear()


def _calling(hear: Callable[[], None]) -> Callable[[Any], Coroutine[Any, Any, None]]:
    async def heard(_message: Any) -> None:
        hear()

    return heard


async def _whole(work: Coroutine[Any, Any, T]) -> T:
    """NATS waits by `asyncio.wait_for`, which on Python 3.11 can swallow a cancellation: whoever is stopped then would
    go on for ever."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait((task,))
    except asyncio.CancelledError:
        task.cancel()
        raise
    return task.result()


def _arguments(options: Options) -> Mapping[str, Any]:
    arguments: dict[str, Any] = {
        "servers": list(options.servers),
        "name": options.name,
        "connect_timeout": 2,
        "reconnect_time_wait": AGAIN_SECONDS,
        "max_reconnect_attempts": -1,
        "ping_interval": PING_SECONDS,
        "max_outstanding_pings": 2,
        "pending_size": 0,
    }
    if options.username:
        arguments |= {"user": options.username, "password": options.password}
    if options.token:
        arguments["token"] = options.token
    if options.credentials_file is not None:
        arguments["user_credentials"] = str(options.credentials_file)
    if any(server.startswith("tls://") for server in options.servers) or options.tls_ca_file is not None:
        arguments["tls"] = _tls(options)
    return arguments


def _tls(options: Options) -> ssl.SSLContext:
    """Raises OSError."""
    context = ssl.create_default_context(cafile=options.tls_ca_file)
    if options.tls_cert_file is not None:
        context.load_cert_chain(options.tls_cert_file, options.tls_key_file)
    return context


@contextlib.contextmanager
def _translated(said: Sequence[str]) -> Iterator[None]:
    try:
        yield
    except StreamError:
        raise
    except ServiceUnavailableError as error:
        if _is_full(error):
            raise FullError(_full(error)) from None
        raise AwayError(_NO_LEADER) from None
    except NoStreamResponseError:
        raise AwayError(_NO_LEADER) from None
    except APIError as error:
        raise _of(error) from None
    except (nats.errors.Error, OSError, TimeoutError) as error:
        raise AwayError(_unanswered(said[-1] if said and said[-1] else str(error))) from None


def _unanswered(last: str) -> str:
    """A server does not answer what is forbidden: it says so beside."""
    if found := _FORBIDDEN.search(last):
        return f"the user of [nats] may not publish to {found[1]}: give it the subjects of docs/scale.md"
    if _UNKNOWN_USER in last.lower():
        return "the NATS servers do not accept the user of [nats]: correct its name, password, token or credentials"
    return f"no NATS server answers{f' ({last})' if last else ''}: start them, or correct journal.url and [nats]"


def _of(error: APIError) -> StreamError:
    if error.err_code in _WRONG_LAST:
        return OvertakenError("the stream has gone on without this sender")
    if _is_full(error):
        return FullError(_full(error))
    if error.err_code == _NO_STREAM:
        return NoStreamError("the stream is not there yet")
    return StreamError(f"the NATS server refuses ({error.description}): correct its configuration")


def _is_full(error: APIError) -> bool:
    words = (error.description or "").lower()
    return error.err_code in _FULL or any(word in words for word in _FULL_WORDS)


def _full(error: APIError) -> str:
    return f"the stream is full ({error.description}): give it more room"
