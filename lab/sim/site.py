"""The simulated site: its numbers, queues and agents, and when each agent is free."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from telephony.layout import Agent, Hotline

TRUNK = "PJSIP/trunk"
NEVER_US = 2**62


@dataclass(frozen=True, slots=True)
class Site:
    """`number` goes to the queue at once; the others are further ways into the same hotline."""

    devices: tuple[str, ...]
    name: str = "service"
    number: str = "8001"
    menu_number: str = "8002"  # Answer, a menu, then the queue
    direct_number: str = "8003"  # Dial of one phone
    group_number: str = "8004"  # Dial of several phones
    other_number: str = "7000"  # no hotline
    queue: str = "hotline"
    overflow_queue: str = "second"
    ring_at_once: int = 2  # members of one penalty: so many phones ring together
    ring_round_us: int = 25_000_000  # how long the queue rings its members at a time
    queue_time_us: int = 45_000_000  # how long a caller may wait in a queue

    @property
    def members(self) -> dict[str, tuple[str, ...]]:
        half = max(1, len(self.devices) // 2)
        return {self.queue: self.devices, self.overflow_queue: self.devices[-half:]}

    @property
    def hotline(self) -> Hotline:
        numbers = (self.number, self.menu_number, self.direct_number, self.group_number)
        return Hotline(self.name, numbers, (self.queue, self.overflow_queue))

    @property
    def agents(self) -> tuple[Agent, ...]:
        return tuple(Agent(device.partition("/")[2], (device,)) for device in self.devices)


def site(agents: int, first: int = 1001) -> Site:
    return Site(tuple(f"PJSIP/{number}" for number in range(first, first + agents)))


class Pause(NamedTuple):
    reason: str
    since_us: int


NO_PAUSE = Pause("", 0)


@dataclass(slots=True)
class Floor:
    """Who is free from when on. Calls are planned in the order of their arrival, each to its end."""

    random: Random
    free_at_us: dict[str, int] = field(default_factory=dict)
    pauses: dict[str, Pause] = field(default_factory=dict)
    """Of devices that the queues ring no more, from the next call on."""

    def taking(self, members: Iterable[str]) -> list[str]:
        return [device for device in members if device not in self.pauses]

    def free(self, devices: Iterable[str], at_us: int) -> list[str]:
        """Who has been free longest comes first."""
        idle = [device for device in devices if self.free_at_us.get(device, 0) <= at_us]
        return sorted(idle, key=lambda device: self.free_at_us.get(device, 0))

    def next_free_us(self, devices: Iterable[str]) -> int:
        return min((self.free_at_us.get(device, 0) for device in devices), default=NEVER_US)

    def occupy(self, device: str, until_us: int) -> None:
        self.free_at_us[device] = max(until_us, self.free_at_us.get(device, 0))
