"""What a site says about its telephone system: which numbers and queues are a hotline, which devices are whose."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.wrong import WrongValueError, marked


@dataclass(frozen=True, slots=True)
class Hotline:
    name: str
    numbers: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agent:
    name: str
    devices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """The look-ups of a site. A number, a queue or a device belongs to one hotline or agent at most."""

    hotline_of_number: dict[str, str] = field(default_factory=dict)
    hotline_of_queue: dict[str, str] = field(default_factory=dict)
    agent_of_device: dict[str, str] = field(default_factory=dict)
    test_numbers: frozenset[str] = frozenset()
    """Of a hotline, called by the service itself alone."""

    def agent_of(self, *devices: str) -> str | None:
        """Whose is the first of these that anybody has; a queue may name its member's device with options."""
        owners = (self.agent_of_device.get(as_channels_say(device)) for device in devices)
        return next((owner for owner in owners if owner is not None), None)


_NUMBER_TWICE = marked("number {thing} belongs to both {one} and {other}")
_QUEUE_TWICE = marked("queue {thing} belongs to both {one} and {other}")
_DEVICE_TWICE = marked("device {thing} belongs to both {one} and {other}")


def layout(hotlines: Iterable[Hotline], agents: Iterable[Agent]) -> Layout:
    """Raises ValueError, naming both owners, when two hotlines or agents claim the same number, queue or device."""
    hotlines, agents = tuple(hotlines), tuple(agents)
    return Layout(
        _owners(_NUMBER_TWICE, ((number, h.name) for h in hotlines for number in h.numbers)),
        _owners(_QUEUE_TWICE, ((queue, h.name) for h in hotlines for queue in h.queues)),
        _owners(_DEVICE_TWICE, ((as_channels_say(device), a.name) for a in agents for device in a.devices)),
    )


def as_channels_say(device: str) -> str:
    """A channel does not tell the options of a queue's member: `Local/1001@agents/n`."""
    return device.rpartition("/")[0] if device.startswith("Local/") and device.count("/") > 1 else device


def _owners(twice: str, claims: Iterable[tuple[str, str]]) -> dict[str, str]:
    owners: dict[str, str] = {}
    for thing, owner in claims:
        if owners.setdefault(thing, owner) != owner:
            raise WrongValueError(twice, thing=thing, one=owners[thing], other=owner)
    return owners


def device_of(channel: str) -> str:
    """`PJSIP/1001-0000002a` → `PJSIP/1001`; `Local/1001@agents-00000003;1` → `Local/1001@agents`."""
    return channel.rpartition("-")[0] or channel
