"""How the simulated people behave: how fast they answer, how long they talk, how long they wait. All from one seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from lab.sim.round import Does, Phone
from lab.sim.site import TRUNK


@dataclass(frozen=True, slots=True)
class Habits:
    """Seconds. `answer_seconds` is the middle of a spread with a long right end: some calls are answered late."""

    answer_seconds: float = 6.0
    answer_spread: float = 0.55
    talk_seconds: float = 40.0
    wrap_up_seconds: float = 4.0
    patience_seconds: float = 60.0
    voicemail_seconds: float = 8.0
    callback_seconds: float = 25.0


USUAL = Habits()
_KNOWN = 0.9  # of callers, the share that the directory has


@dataclass(slots=True)
class People:
    random: Random
    habits: Habits = USUAL
    directory: Sequence[str] = ()

    @property
    def wrap_up_us(self) -> int:
        return int(self.habits.wrap_up_seconds * 1_000_000)

    def caller(self) -> str:
        if self.random.random() < 0.04:
            return "anonymous"
        return self.caller_outside()

    def caller_outside(self) -> str:
        """Mostly somebody of the directory, where there is one; else a number that nobody has."""
        if self.directory and self.random.random() < _KNOWN:
            return self.random.choice(self.directory)
        return f"1390000{self.random.randrange(10**4):04d}"

    def customer(self) -> Phone:
        """Somebody outside who is called."""
        does = self.random.choices((Does.ANSWERS, Does.IS_BUSY, Does.RINGS), (80, 9, 11))[0]
        after_us = self.random.randrange(300_000, 900_000) if does is Does.IS_BUSY else self.answer_us()
        return Phone(TRUNK, does, after_us)

    def patience_us(self) -> int:
        return int(self.habits.patience_seconds * self.random.uniform(0.6, 1.6) * 1_000_000)

    def answer_us(self) -> int:
        spread = self.random.lognormvariate(0.0, self.habits.answer_spread)
        return int(max(0.4, self.habits.answer_seconds * spread) * 1_000_000)

    def talk_seconds(self) -> float:
        mean = self.habits.talk_seconds
        return min(5 * mean, max(0.2 * mean, self.random.expovariate(1 / mean)))

    def callback_seconds(self) -> float:
        """A call to a customer has its purpose, and is over when that is reached."""
        return self.habits.callback_seconds * self.random.uniform(0.7, 1.5)

    def react(self, devices: Sequence[str], answer_us: int = 0) -> list[Phone]:
        """One of those who are rung answers; the others would have, a little later."""
        if not devices:
            return []
        answer_us, one = answer_us or self.answer_us(), self.random.randrange(len(devices))
        return [
            Phone(device, Does.ANSWERS, answer_us + (0 if n == one else self.random.randrange(1_500_000, 6_000_000)))
            for n, device in enumerate(devices)
        ]

    def ignore(self, devices: Sequence[str]) -> list[Phone]:
        return [Phone(device, Does.RINGS) for device in devices]
