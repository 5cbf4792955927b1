"""One connection to a PBX: its greeting, frames in, actions out. It never reconnects; `AmiLink` does.

Frames of events go to `on_events` in the order they came, with the instant of receipt; answers to whoever asked.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable

from telephony.ami.actions import (
    ActionTimeoutError,
    AmiError,
    Headers,
    LinkClosedError,
    Response,
    challenge_key,
    encode,
    response,
)
from telephony.ami.breath import Breath
from telephony.ami.frames import FrameReader
from telephony.ami.greeting import too_old
from telephony.ami.vetting import Vetting

_GREETING_BYTES = 512
_PENDING_MOST = 1000

OnEvents = Callable[[list[bytes], int], None]


class GreetingError(AmiError):
    """The other side is not AMI, or did not answer."""


class LoginRefusedError(AmiError):
    """The PBX refused this user, secret or address."""


class Session(asyncio.Protocol):
    def __init__(
        self,
        on_events: OnEvents,
        now_us: Callable[[], int],
        *,
        everything: bool = False,
        on_forged: Callable[[], None] = lambda: None,
    ) -> None:
        """`everything`: noise too, and nothing is held against what Asterisk writes."""
        loop = asyncio.get_running_loop()
        self.reader = FrameReader(everything=everything)
        self.late_answers = 0
        self.bytes_read = 0
        self.closed: asyncio.Future[str] = loop.create_future()  # done with the reason
        self._on_events = on_events
        self._now_us = now_us
        self._greeting: asyncio.Future[str] = loop.create_future()
        self._greeting_bytes = b""
        self._transport: asyncio.Transport | None = None
        self._pending: dict[str, asyncio.Future[Response]] = {}
        self.vetting = None if everything else Vetting(self._pending.__contains__, self._give_late, on_forged)
        self._paused = False
        self._breath = Breath()
        self._breathing: asyncio.TimerHandle | None = None

    # what the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  tells the type checker; always so for TCP and TLS
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        received_us = self._now_us()
        self.bytes_read += len(data)
        if not self._greeting.done():
            data = self._greet(data)
        if data:
            frames = self.reader.feed(data)
            self._give(frames if self.vetting is None else self.vetting.vet(frames, self.reader), received_us)
            self._take_breath(len(frames))

    def _take_breath(self, events: int) -> None:
        """Not where the instant of receipt is all that is known of when something was."""
        if self.vetting is None or not self.vetting.stamped or self._breathing is not None:
            return
        loop = asyncio.get_running_loop()
        if seconds := self._breath.after(events, loop.time()):
            self._hold()
            self._breathing = loop.call_later(seconds, self._read_on)

    def _read_on(self) -> None:
        self._breathing = None
        if not self._paused:
            self._let_come()

    def _give_late(self, frames: list[bytes]) -> None:
        self._give(frames, self._now_us())

    def _give(self, frames: list[bytes], received_us: int) -> None:
        if not frames:
            return
        events = [frame for frame in frames if frame.startswith(b"Event")]
        if len(events) != len(frames):
            events = [frame for frame in frames if not self._answer(frame)]
        if events:
            self._on_events(events, received_us)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end("the PBX closed the connection" if exc is None else f"the connection broke: {exc}")

    # for the link

    async def greeting(self, within_seconds: float) -> str:
        """The first line of the PBX."""
        try:
            async with asyncio.timeout(within_seconds):
                line = await asyncio.shield(self._greeting)
        except TimeoutError:
            raise GreetingError(
                f"No AMI greeting within {within_seconds:g} s. Is this the AMI port (manager.conf: enabled, port)?"
            ) from None
        if why := too_old(line):
            raise GreetingError(why)
        return line

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response:
        """Sends an action and waits for its answer. A refusal is an answer. Raises AmiError."""
        action_id = _new_action_id()
        data = encode(action, action_id)
        if self._transport is None or self.closed.done():
            raise LinkClosedError("There is no connection to the PBX.")
        if len(self._pending) >= _PENDING_MOST:
            raise AmiError(f"{_PENDING_MOST} actions wait for the PBX already.")
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._pending[action_id] = answer
        if self.vetting is not None:
            self.vetting.expect_list(action, action_id)
        self._transport.write(data)
        try:
            async with asyncio.timeout(within_seconds):
                return await answer
        except TimeoutError:
            raise ActionTimeoutError(f"The PBX did not answer within {within_seconds:g} s.") from None
        finally:
            self._pending.pop(action_id, None)

    async def login(self, username: str, secret: str, within_seconds: float) -> None:
        """Logs in with events off, by challenge if the PBX supports it, so that the secret is not sent."""
        challenge = await self.action({"Action": "Challenge", "AuthType": "MD5"}, within_seconds)
        login = {"Action": "Login", "Username": username, "Events": "off"}
        if challenge.success and challenge.headers.get("Challenge"):
            login |= {"AuthType": "MD5", "Key": challenge_key(challenge.headers["Challenge"], secret)}
        else:
            login |= {"Secret": secret}
        answer = await self.action(login, within_seconds)
        if not answer.success:
            raise LoginRefusedError(
                f"The PBX refused the login of AMI user {username!r}: check name, secret and permit in manager.conf."
            )

    def pause(self) -> None:
        self._paused = True
        self._hold()

    def resume(self) -> None:
        self._paused = False
        if self._breathing is None:
            self._let_come()

    def _hold(self) -> None:
        if self._transport is not None and not self._transport.is_closing() and self._transport.is_reading():
            self._transport.pause_reading()

    def _let_come(self) -> None:
        if self._transport is not None and not self._transport.is_closing() and not self._transport.is_reading():
            self._transport.resume_reading()

    @property
    def paused(self) -> bool:
        return self._paused

    def close(self, reason: str) -> None:
        """Closes at once. Unread data is dropped."""
        self._end(reason)
        if self._transport is not None:
            with contextlib.suppress(OSError):
                self._transport.abort()

    def say_goodbye(self) -> None:
        if self._transport is not None and not self.closed.done():
            self._transport.write(encode({"Action": "Logoff"}, _new_action_id()))

    # inside

    def _greet(self, data: bytes) -> bytes:
        """Waits for the whole first line; the rest is frames."""
        self._greeting_bytes += data
        line, end, rest = self._greeting_bytes.partition(b"\n")
        if not end and len(self._greeting_bytes) < _GREETING_BYTES:
            return b""
        if end and line.startswith(b"Asterisk Call Manager"):
            self._greeting.set_result(line.decode("ascii", "replace").strip())
            return rest
        self._greeting.set_exception(GreetingError("What answers at this port is no AMI: check host and port."))
        self._greeting.exception()  # also when nobody waits any more
        return b""

    def _answer(self, frame: bytes) -> bool:
        """Whether this frame was an answer, given to whoever waits for it, and no event."""
        if frame.startswith(b"Event"):
            return False
        answer = response(frame)
        if not answer.word or "Event" in answer.headers:
            return False
        waiting = self._pending.get(answer.headers.get("ActionID", ""))
        if waiting is None or waiting.done():
            self.late_answers += 1
        else:
            waiting.set_result(answer)
        return True

    def _end(self, reason: str) -> None:
        if self.closed.done():
            return
        if self._breathing is not None:
            self._breathing.cancel()
        if self.vetting is not None:
            self.vetting.settle()
        self.closed.set_result(reason)
        if not self._greeting.done():
            self._greeting.set_exception(
                GreetingError(f"Before any greeting, {reason}. Does permit in manager.conf allow this machine?")
            )
            self._greeting.exception()
        for waiting in self._pending.values():
            if not waiting.done():
                waiting.set_exception(LinkClosedError(f"The answer cannot come any more: {reason}."))


def _new_action_id() -> str:
    """A random id, so that nobody can forge an answer."""
    return f"thirdring-{secrets.token_hex(16)}"
