"""The members of a PBX's queues, found by their agent and by their phone without a look at all of them. Pure."""

from collections.abc import Collection
from typing import NamedTuple

Key = tuple[str, str]  # queue, interface


class Member(NamedTuple):
    agent: str
    queue: str
    interface: str
    device: str  # whose state is the member's
    paused_since_us: int | None  # None: takes calls
    reason: str = ""
    last_call_us: int = 0  # when their last call of this queue ended


class Members:
    def __init__(self) -> None:
        self._all: dict[Key, Member] = {}
        self._of_agent: dict[str, dict[Key, Member]] = {}
        self._on_device: dict[str, dict[Key, Member]] = {}

    def get(self, key: Key) -> Member | None:
        return self._all.get(key)

    def put(self, key: Key, member: Member) -> None:
        before = self._all.get(key)
        if before is not None and (before.agent, before.device) != (member.agent, member.device):
            self.pop(key)
        self._all[key] = member
        self._of_agent.setdefault(member.agent, {})[key] = member
        self._on_device.setdefault(member.device, {})[key] = member

    def pop(self, key: Key) -> Member | None:
        member = self._all.pop(key, None)
        if member is not None:
            del self._of_agent[member.agent][key]
            del self._on_device[member.device][key]
        return member

    def keep(self, keys: Collection[Key]) -> None:
        """Only these."""
        for key in [key for key in self._all if key not in keys]:
            self.pop(key)

    def of_agent(self, agent: str) -> list[Member]:
        return list(self._of_agent.get(agent, {}).values())

    def on_device(self, device: str) -> list[Member]:
        return list(self._on_device.get(device, {}).values())
