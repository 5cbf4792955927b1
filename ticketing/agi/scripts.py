"""What happens in a session of each script. Runs on a thread of the AGI server; the desk is asked on the event loop."""

import contextlib
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from telephony.agi.server import Script, Session
from telephony.agi.wording import RefusedError
from ticketing.agi.desk import Caller
from ticketing.agi.introduction import Introduction, NameForm, variables

RESULT = "TR_RESULT"
"""What a script did, for the dialplan: rated, callback, nothing."""

SETTING_SECONDS = 0.05
"""Kept of arrive's time for setting what was found: it is set whole or not at all."""

RATINGS = "12345"
_ASKING_SECONDS = 5.0
_TALKING_SECONDS = 60.0
_ASKED_TIMES = 2

T = TypeVar("T")


class UnknownPbxError(Exception):
    """The URL in the dialplan names a PBX that is not in the settings: a ticket of it would never find its call."""


class Ask(Protocol):
    def __call__(self, work: Coroutine[Any, Any, T], within_seconds: float) -> T:
        """The result of `work`, which runs on the event loop. Raises TimeoutError, or what `work` raised."""


class Desk(Protocol):
    async def introduce(self, caller: Caller) -> Introduction: ...

    async def rate(self, caller: Caller, rating: int) -> bool: ...

    async def request_callback(self, caller: Caller) -> bool: ...


class Options(Protocol):
    """What the settings say of AGI."""

    @property
    def arrive_ms(self) -> int: ...

    @property
    def callback_key(self) -> str: ...

    @property
    def name_ascii(self) -> bool: ...

    @property
    def name_bytes(self) -> int: ...

    @property
    def name_format(self) -> str: ...

    @property
    def prompt_callback(self) -> str: ...

    @property
    def prompt_closed(self) -> str: ...

    @property
    def prompt_no_number(self) -> str: ...

    @property
    def prompt_rate(self) -> str: ...

    @property
    def prompt_thanks(self) -> str: ...

    @property
    def rate_seconds(self) -> float: ...


@dataclass(frozen=True, slots=True)
class HotlineScripts:
    desk: Desk
    ask: Ask
    options: Options
    pbxs: tuple[str, ...]  # those of the settings; the first calls where the URL does not say which
    now_us: Callable[[], int]

    def table(self) -> Mapping[str, Script]:
        return {
            "arrive": Script(self.arrive, self.options.arrive_ms / 1000),
            "rate": Script(self.rate, _TALKING_SECONDS),
            "callback": Script(self.callback, _TALKING_SECONDS),
            "after-hours": Script(self.after_hours, _TALKING_SECONDS),
            "nothing": Script(_nothing, _ASKING_SECONDS),
        }

    def arrive(self, session: Session) -> None:
        caller = self._caller(session)
        within = session.connection.seconds_left - SETTING_SECONDS
        known = self.ask(self.desk.introduce(caller), within)
        form = NameForm(self.options.name_format, self.options.name_bytes, self.options.name_ascii)
        for name, value in variables(known, form).items():
            session.verbs.set_variable(name, value)

    def rate(self, session: Session) -> None:
        caller = self._caller(session)
        session.verbs.answer()
        rating = digit_of(session, self.options.prompt_rate, RATINGS, self.options.rate_seconds)
        rated = bool(rating) and self.ask(self.desk.rate(caller, int(rating)), _ASKING_SECONDS)
        session.verbs.set_variable(RESULT, "rated" if rated else "nothing")
        if rated:
            say(session, self.options.prompt_thanks)

    def callback(self, session: Session) -> None:
        caller = self._caller(session)
        session.verbs.answer()
        self._note_callback(session, caller)

    def after_hours(self, session: Session) -> None:
        """The call has its ticket; a key asks for a callback."""
        caller = self._caller(session)
        session.verbs.answer()
        key = self.options.callback_key
        if digit_of(session, self.options.prompt_closed, key, self.options.rate_seconds, times=1) == key:
            self._note_callback(session, caller)
        else:
            session.verbs.set_variable(RESULT, "nothing")

    def _note_callback(self, session: Session, caller: Caller) -> None:
        """Who hangs up while the confirmation plays is called back all the same."""
        noted = self.ask(self.desk.request_callback(caller), _ASKING_SECONDS)
        session.verbs.set_variable(RESULT, "callback" if noted else "nothing")
        say(session, self.options.prompt_callback if noted else self.options.prompt_no_number)

    def _caller(self, session: Session) -> Caller:
        """Of a forged block only what the dialplan said is taken, and what the channel says when it is asked."""
        request = session.request
        pbx = request.query.get("pbx") or self.pbxs[0]
        if pbx not in self.pbxs:
            raise UnknownPbxError
        linkedid = request.query.get("linkedid") or session.verbs.evaluated("${CHANNEL(linkedid)}") or request.uniqueid
        return Caller(pbx, linkedid, request.caller, self.now_us())


def _nothing(session: Session) -> None:
    """Does nothing. Benches measure the other scripts against it."""


def say(session: Session, prompt: str) -> None:
    """A prompt that is not there is passed over."""
    with contextlib.suppress(RefusedError):
        session.verbs.stream_file(prompt)


def digit_of(session: Session, prompt: str, wanted: str, seconds: float, times: int = _ASKED_TIMES) -> str:
    """Pressed while the prompt plays or some seconds after it; '' where it was none of those wanted."""
    for _ in range(times):
        digit = ""
        with contextlib.suppress(RefusedError):
            digit = session.verbs.stream_file(prompt, wanted)
        digit = digit or session.verbs.wait_for_digit(int(seconds * 1000))
        if digit and digit in wanted:
            return str(digit)
    return ""
