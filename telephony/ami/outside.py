"""What a link takes from outside: its observer, chance and clocks. A test passes its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from telephony.ami.backoff import Pace
from telephony.ami.observer import Observer, SilentObserver


def _unix_us() -> int:
    return time.time_ns() // 1000


@dataclass(frozen=True, slots=True)
class Outside:
    """`steady_us`: a clock that nobody sets, beside which a step of `now_us` is seen; None: nobody looks."""

    observer: Observer = field(default_factory=SilentObserver)
    pace: Pace = field(default_factory=Pace)
    chance: Random = field(default_factory=Random)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    now_us: Callable[[], int] = _unix_us
    steady_us: Callable[[], int] | None = None
