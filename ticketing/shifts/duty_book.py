"""Who is on duty, as far as it was last read: in memory, for whoever asks at a call."""

from collections.abc import Iterable
from datetime import tzinfo

from kit.instants import DAY_US
from ticketing.shifts.ahead import Span, spans
from ticketing.shifts.on_duty import (
    AHEAD_US,
    NOBODY,
    OnDuty,
    OnTurn,
    Roster,
    empty_turns,
    on_turn,
    who_is_on,
)
from ticketing.shifts.patterns import ShiftRules, Turn, Works, turns_around
from ticketing.shifts.stand_ins import Away, StandIns

WEEK_US = 7 * DAY_US


class DutyBook:
    """Never raises. Without shifts nobody is on duty, and everybody stands for themselves."""

    def __init__(self, rules: ShiftRules, zone: tzinfo, works: Works) -> None:
        self.rules = rules
        self._zone = zone
        self._works = works
        self._roster: Roster = {}
        self._stand_ins = StandIns()
        self.is_read = False  # the roster was read since the start

    @property
    def has_shifts(self) -> bool:
        return bool(self.rules.patterns)

    def take(self, roster: Roster, absences: Iterable[Away]) -> None:
        self._roster, self._stand_ins, self.is_read = roster, StandIns(absences), True

    def on_duty(self, at_us: int) -> OnDuty:
        if not self.has_shifts:
            return NOBODY
        return who_is_on(self._turns(at_us, at_us), self._roster, self._stand_ins, at_us)

    def next_turn(self, at_us: int) -> OnTurn | None:
        """The one that begins next, within a week, with who will be there."""
        ahead = (turn for turn in self._turns(at_us, at_us + WEEK_US) if turn.begins_us > at_us)
        turn = min(ahead, key=lambda turn: turn.begins_us, default=None)
        return None if turn is None else on_turn(turn, self._roster, self._stand_ins, turn.begins_us)

    def stands_for(self, person: str, at_us: int) -> str | None:
        """None: they are away and nobody stands in for them."""
        return self._stand_ins.of(person, at_us) if self.has_shifts else person

    def short(self, now_us: int) -> list[Turn]:
        """Turns with too few people that run, or begin within a day. None before the roster was read."""
        if not self.is_read:
            return []
        return empty_turns(self._turns(now_us, now_us + AHEAD_US + 1), self._roster, self._stand_ins, now_us)

    def ahead(self, since_us: int, until_us: int) -> list[Span]:
        """Who is on, one after the other."""
        return spans(self._turns(since_us, until_us), self._roster, self._stand_ins, since_us, until_us)

    def short_shifts(self, now_us: int) -> dict[str, bool]:
        """Of each shift whether it has such a turn. Empty before the roster was read."""
        short = {turn.shift for turn in self.short(now_us)}
        return {pattern.name: pattern.name in short for pattern in self.rules.patterns} if self.is_read else {}

    def _turns(self, since_us: int, until_us: int) -> list[Turn]:
        return turns_around(self.rules.patterns, since_us, until_us, self._zone, self._works)
