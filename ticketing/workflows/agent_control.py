"""What agents do now, and what a person may change of it: a pause in the queues, and the time after a call."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from kit.instants import SECOND_US
from kit.refusals import RefusedError
from telephony.agents.board import AgentBoard, AgentNow
from telephony.agents.switch import AgentSwitch
from telephony.agents.wrap_up import LengthenedError, OverError
from ticketing.workflows.agent_memory import MemoryFile

TELL_SECONDS = 0.1
"""Changes of so long are told together: in a queue that rings everybody each call changes everybody."""
_HEARD_WITHIN_SECONDS = 0.5
_KEEP_SECONDS = 1.0
_KEEP_ANYWAY_SECONDS = 30.0
"""Also without a change, so that the next start knows how long nobody heard the PBX."""

AWAY = "离开"
"""The reason for which the service pauses whoever closed all pages of the desk."""

Tell = Callable[[AgentNow, int], None]


class AgentControl:
    """`switches` by PBX. `reasons` are those of a pause. Without a `memory` a restart forgets wrap-ups."""

    def __init__(
        self,
        board: AgentBoard | None = None,
        switches: Mapping[str, AgentSwitch] = MappingProxyType({}),
        reasons: Sequence[str] = (),
        now_us: Callable[[], int] = lambda: 0,
        memory: MemoryFile | None = None,
    ) -> None:
        self.board = board or AgentBoard()
        self.reasons = reasons
        self._switches = switches
        self._now_us = now_us
        self._memory = memory
        self._unkept = False
        self._tell: Tell = lambda _agent, _at_us: None
        self._changed: dict[str, int] = {}
        self.board.on_change = self._note

    def tell_to(self, tell: Tell) -> None:
        self._tell = tell

    @property
    def wrap_up_seconds(self) -> float:
        return self.board.wrap_up_us / SECOND_US

    def recall(self) -> None:
        """What was kept before the service stopped; before any PBX is heard."""
        if self._memory is not None:
            self.board.recall(self._memory.read())

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for pbx, switch in self._switches.items():
                tasks.create_task(switch.run(), name=f"agents of {pbx}")
            tasks.create_task(self._tick(), name="wrap-ups")

    async def keep(self) -> None:
        """What agents do, for the next start. Never returns."""
        if self._memory is None:
            await asyncio.Event().wait()
        else:
            await self._keep(self._memory)

    async def pause(self, agent: str, reason: str) -> None:
        """In all queues. Raises RefusedError, and AmiError where the PBX does not do it."""
        if reason not in self.reasons:
            detail = "This is no reason for a pause here."
            text = "must be one of the reasons in the settings (desk.pause_reasons)"
            raise RefusedError(text, detail=detail, errors={"reason": text})
        await self._pause(agent, reason)

    async def send_away(self, agent: str) -> None:
        """Raises RefusedError and AmiError."""
        await self._pause(agent, AWAY)

    async def _pause(self, agent: str, reason: str) -> None:
        for pbx, interfaces in self._members(agent).items():
            await self._switches[pbx].pause(interfaces, reason)
        await self._until_heard(agent, lambda now: now.reason == reason)

    async def unpause(self, agent: str) -> None:
        """In all queues. Raises RefusedError and AmiError."""
        for pbx, interfaces in self._members(agent).items():
            await self._switches[pbx].unpause(interfaces)
        await self._until_heard(agent, lambda now: not now.reason)

    def lengthen_wrap_up(self, agent: str) -> None:
        """Once, by as long as it lasts. Raises RefusedError."""
        try:
            self.board.lengthen(agent, self._now_us())
        except OverError:
            raise RefusedError("There is no wrap-up to lengthen: it is over.") from None
        except LengthenedError:
            raise RefusedError("This wrap-up was lengthened already: it can be lengthened once.") from None

    def end_wrap_up(self, agent: str) -> None:
        self.board.end_wrap_up(agent, self._now_us())

    def tell_changes(self) -> None:
        changed, self._changed = self._changed, {}
        for agent, at_us in changed.items():
            now = self.board.of(agent)
            if now is not None:
                self._tell(now, at_us)

    def _members(self, agent: str) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for pbx, member in self.board.members_of(agent):
            if member.interface not in found.setdefault(pbx, []):
                found[pbx].append(member.interface)
        if not found:
            raise RefusedError("This agent is in no queue of a PBX that is connected, so there is nothing to pause.")
        return found

    async def _until_heard(self, agent: str, is_so: Callable[[AgentNow], bool]) -> None:
        """The PBX tells it a moment after it has done it."""
        deadline = asyncio.get_running_loop().time() + _HEARD_WITHIN_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            now = self.board.of(agent)
            if now is None or is_so(now):
                return
            await asyncio.sleep(0.005)

    def _note(self, agent: AgentNow, at_us: int) -> None:
        self._changed[agent.name] = at_us
        self._unkept = True

    async def _keep(self, memory: MemoryFile) -> None:
        loop, kept_at = asyncio.get_running_loop(), 0.0
        try:
            while True:
                await asyncio.sleep(_KEEP_SECONDS)
                if self._unkept or loop.time() - kept_at >= _KEEP_ANYWAY_SECONDS:
                    self._unkept, kept_at = False, loop.time()
                    await asyncio.to_thread(memory.write, self.board.memory(self._now_us()))
        finally:
            memory.write(self.board.memory(self._now_us()))

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TELL_SECONDS)
            self.board.tick(self._now_us())
            self.tell_changes()
