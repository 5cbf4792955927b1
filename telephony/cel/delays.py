"""How long each phone needs, once it is called, before it rings: by what was heard. Pure.

Where the PBX writes no log that says when phones ring, its rows say when they are called, and no more.
"""

from collections import deque
from typing import NamedTuple, TypeVar

from telephony.layout import device_of

SAMPLES = 20
SAMPLES_MIN = 5
DEVICES_MAX = 2_000
CALLED_MAX = 2_000

Value = TypeVar("Value")


class Delay(NamedTuple):
    """From its call to its ringing: the median, and what it will hardly exceed."""

    middle_us: int
    most_us: int


class Called(NamedTuple):
    at_us: int
    channel: str


class Delays:
    def __init__(self) -> None:
        self.called: dict[str, Called] = {}  # by uniqueid: what was called, and was not heard to ring
        self.rang_us: dict[str, int] = {}  # by device: when it did last
        self.samples: dict[str, deque[int]] = {}  # by device

    @property
    def is_known(self) -> bool:
        """Whether the delay of any phone is known."""
        return any(len(samples) >= SAMPLES_MIN for samples in self.samples.values())

    def of(self, device: str) -> Delay | None:
        samples = sorted(self.samples.get(device, ()))
        if len(samples) < SAMPLES_MIN:
            return None
        return Delay(samples[len(samples) // 2], samples[-1] * 3 // 2)

    def begin(self, uniqueid: str, channel: str, at_us: int) -> None:
        if not channel.startswith("Local/"):
            self.called[uniqueid] = Called(at_us, channel)
            _trim(self.called, CALLED_MAX)

    def ring(self, uniqueid: str, at_us: int) -> None:
        called = self.called.pop(uniqueid, None)
        if called is None:
            return
        device = device_of(called.channel)
        self.rang_us[device] = at_us
        self.samples.setdefault(device, deque(maxlen=SAMPLES)).append(max(0, at_us - called.at_us))
        _trim(self.samples, DEVICES_MAX)
        _trim(self.rang_us, DEVICES_MAX)

    def end(self, uniqueid: str) -> None:
        self.called.pop(uniqueid, None)

    def copy(self) -> "Delays":
        other = Delays()
        other.called, other.rang_us = dict(self.called), dict(self.rang_us)
        other.samples = {device: deque(each, SAMPLES) for device, each in self.samples.items()}
        return other


def _trim(known: dict[str, Value], most: int) -> None:
    """The oldest makes room."""
    if len(known) > most:
        del known[next(iter(known))]
