"""The one door to NATS: a stream of a JetStream server, as messages with sequences. Everything raises StreamError.

What is read is read from the stream's leader, so it is what a majority of the servers has.
"""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any

import nats.errors
from nats.aio.client import Client
from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.client import JetStreamContext
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError, ServiceUnavailableError

from telephony.stream.terms import (
    AwayError,
    FullError,
    NoStreamError,
    Options,
    OvertakenError,
    State,
    Stored,
    StreamError,
)

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 3.0
PING_SECONDS = 5
AGAIN_SECONDS = 0.25
DUPLICATES_SECONDS = 120.0
_WRONG_LAST = frozenset({10071, 10164})
_FULL = frozenset({10023, 10047, 10054, 10077, 10122})
"""No room: limits of the server, of the account, of the stream by count or bytes, and what the store says."""
_FULL_WORDS = ("maximum bytes", "maximum messages", "insufficient", "no space", "resource")
_NO_LEADER = "the stream has no leader: more than half of its servers must run"
_NO_STREAM = 10059
_NO_MESSAGE = 10037


class Stream:
    def __init__(self, client: Client, options: Options, said: list[str]) -> None:
        self.options = options
        self._client = client
        self._jet: JetStreamContext = client.jetstream(timeout=ANSWER_SECONDS)
        self._said = said

    async def make(self) -> None:
        """Where it is not there yet. One that discards what is old is refused: it would lose calls silently."""
        wanted = self.options
        with self._answers():
            try:
                info = await self._jet.stream_info(wanted.stream)
            except NotFoundError:
                info = await self._jet.add_stream(
                    StreamConfig(
                        name=wanted.stream,
                        description="Events that Third Ring has heard",
                        subjects=[f"{wanted.stream}.>"],
                        retention=RetentionPolicy.LIMITS,
                        discard=DiscardPolicy.NEW,
                        storage=StorageType.FILE,
                        num_replicas=wanted.replicas,
                        max_bytes=wanted.size_bytes_max,
                        max_age=wanted.age_seconds,
                        duplicate_window=DUPLICATES_SECONDS,
                    )
                )
        if info.config.discard != DiscardPolicy.NEW:
            raise StreamError(f"the stream {wanted.stream} gives up old messages when it is full: set discard to new")

    async def send(self, subject: str, content: bytes, message_id: str, after_sequence: int) -> int:
        """Returns its sequence, once a majority has it. Sent again, it is stored once."""
        headers = {"Nats-Msg-Id": message_id, "Nats-Expected-Last-Subject-Sequence": str(after_sequence)}
        with self._answers():
            return (await self._jet.publish(subject, content, headers=headers)).seq

    async def last(self, subject: str) -> Stored | None:
        return await self._get(subject=subject)

    async def next(self, subject: str, sequence: int) -> Stored | None:
        """The first of the subject from that sequence on."""
        return await self._get(subject=subject, seq=sequence, next=True)

    async def subjects(self, pattern: str) -> Sequence[str]:
        with self._answers():
            info = await self._jet.stream_info(self.options.stream, subjects_filter=pattern)
        return sorted(info.state.subjects or ())

    async def state(self) -> State:
        with self._answers():
            info = await self._jet.stream_info(self.options.stream)
        others = [] if info.cluster is None else info.cluster.replicas or []
        return State(
            info.state.first_seq,
            info.state.last_seq,
            info.state.bytes,
            info.config.max_bytes or -1,
            1 + len(others),
            1 + sum(bool(other.current) and not other.offline for other in others),
        )

    async def hint(self, subject: str, hear: Callable[[], None]) -> None:
        """`hear` is called when something is sent there. It may not be stored yet, and one call may be missing."""

        async def heard(_message: Any) -> None:
            hear()

        with self._answers():
            await self._client.subscribe(subject, cb=heard)

    async def _get(self, **wanted: Any) -> Stored | None:
        with self._answers():
            try:
                found = await self._jet.get_msg(self.options.stream, **wanted)
            except NotFoundError as error:
                if error.err_code == _NO_MESSAGE:
                    return None
                raise
            return Stored(found.seq or 0, found.data or b"")

    @contextlib.contextmanager
    def _answers(self) -> Iterator[None]:
        with _translated(self._said):
            yield


@contextlib.asynccontextmanager
async def connected(options: Options) -> AsyncIterator[Stream]:
    """Goes on connecting for as long as it is used. Raises AwayError where the first connection fails."""
    said: list[str] = []

    async def note(error: Exception) -> None:
        said[:] = [str(error)]

    client = Client()
    with _translated(said):
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await client.connect(**_arguments(options), error_cb=note)
        except BaseException:
            await _closed(client.close())
            raise
    try:
        yield Stream(client, options, said)
    finally:
        await _closed(client.close())


async def _closed(closing: Awaitable[None]) -> None:
    with contextlib.suppress(nats.errors.Error, OSError, TimeoutError):
        async with asyncio.timeout(1):
            await closing


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
        last = f" ({said[-1]})" if said and said[-1] else f" ({error})" if str(error) else ""
        raise AwayError(f"no NATS server answers{last}: start them, or correct journal.url and [nats]") from None


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
