"""The session of a call to a workman: the announcement, and key 1, which accepts the work. Runs on a thread."""

import contextlib
from dataclasses import dataclass
from typing import Protocol

from telephony.agi.server import Script, Session
from telephony.agi.wording import HangUpError, RefusedError
from ticketing.agi.scripts import RESULT, Ask, digit_of, say
from ticketing.work_links.call import KEY, Outcome

_ASKING_SECONDS = 5.0
_TALKING_SECONDS = 60.0


class Calls(Protocol):
    """Each call by the identifier of its channel, which the service made."""

    async def picked_up(self, channel: str, at_us: int) -> bool: ...

    async def accept(self, channel: str, at_us: int) -> bool: ...

    async def over(self, channel: str, outcome: Outcome, at_us: int) -> None: ...


class Prompts(Protocol):
    @property
    def prompt(self) -> str: ...

    @property
    def prompt_accepted(self) -> str: ...

    @property
    def prompt_too_late(self) -> str: ...

    @property
    def key_seconds(self) -> float: ...


class Clock(Protocol):
    def __call__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class WorkScript:
    calls: Calls
    ask: Ask
    prompts: Prompts
    now_us: Clock

    def script(self) -> Script:
        return Script(self.run, _TALKING_SECONDS)

    def run(self, session: Session) -> None:
        channel = session.request.uniqueid or session.verbs.evaluated("${UNIQUEID}")
        accepted = False
        if self.ask(self.calls.picked_up(channel, self.now_us()), _ASKING_SECONDS):
            try:
                pressed = digit_of(session, self.prompts.prompt, KEY, self.prompts.key_seconds)
            except HangUpError:
                self._over(channel)
                raise
            if not pressed:
                self._over(channel)
                return
            accepted = self.ask(self.calls.accept(channel, self.now_us()), _ASKING_SECONDS)
        with contextlib.suppress(RefusedError):
            session.verbs.set_variable(RESULT, "accepted" if accepted else "nothing")
        say(session, self.prompts.prompt_accepted if accepted else self.prompts.prompt_too_late)

    def _over(self, channel: str) -> None:
        self.ask(self.calls.over(channel, Outcome.NO_KEY, self.now_us()), _ASKING_SECONDS)
