"""The turns of some days with all that is known of them, as they are read for an answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kit.database.pool import Session
from kit.http.shown import shown
from kit.http.wire import instant
from ticketing.shifts.models import HandoverOut, SeatOut, ShiftTitleOut, TurnOut
from ticketing.shifts.on_duty import OnDuty, Roster, is_short, on_turn, who_is_on
from ticketing.shifts.patterns import Turn, titles
from ticketing.shifts.records import Handover
from ticketing.shifts.records_store import absences_between, handover_counts
from ticketing.shifts.stand_ins import StandIns
from ticketing.shifts.store import Entered, Key, entered_between, roster_of


@dataclass(frozen=True, slots=True)
class Plan:
    turns: Sequence[Turn]
    entered: Mapping[Key, Entered]
    roster: Roster
    stand_ins: StandIns
    notes: Mapping[Key, tuple[int, int]]
    taking_notes: Collection[Turn]
    now_us: int

    def on_duty(self) -> OnDuty:
        return who_is_on(self.turns, self.roster, self.stand_ins, self.now_us)

    def running(self) -> list[Turn]:
        return [turn for turn in self.turns if turn.runs(self.now_us)]

    def shown(self, turn: Turn) -> TurnOut:
        key = turn.shift, turn.day
        entered, (notes, waiting) = self.entered.get(key), self.notes.get(key, (0, 0))
        at_us = self.now_us if turn.runs(self.now_us) else turn.begins_us
        looked_us = self.now_us if turn.ends_us > self.now_us else turn.begins_us
        return TurnOut(
            shift=turn.shift,
            title=title_of(turn.shift),
            day=turn.day,
            begins=instant(turn.begins_us),
            ends=instant(turn.ends_us),
            version=0 if entered is None else entered.version,
            seats=[
                SeatOut(person=seat.person, part=seat.part, taken_by=seat.taken_by)
                for seat in on_turn(turn, self.roster, self.stand_ins, at_us).seats
            ],
            people_min=turn.people_min,
            is_short=is_short(turn, self.roster, self.stand_ins, looked_us),
            note_count=notes,
            waiting_note_count=waiting,
            takes_notes=turn in self.taking_notes,
            entered_by=None if entered is None else entered.entered_by,
            entered_at=None if entered is None else instant(entered.entered_at_us),
        )


async def plan_of(
    connection: Session, turns: Sequence[Turn], taking_notes: Collection[Turn] | None, now_us: int
) -> Plan:
    """`taking_notes` None: the reader sees no notes."""
    if not turns:
        return Plan((), {}, {}, StandIns(), {}, (), now_us)
    first, last = min(turn.day for turn in turns), max(turn.day for turn in turns)
    absences = await absences_between(
        connection, min(turn.begins_us for turn in turns), max(turn.ends_us for turn in turns)
    )
    entered = await entered_between(connection, first, last)
    return Plan(
        turns,
        entered,
        roster_of(entered),
        StandIns(absence.away for absence in absences),
        {} if taking_notes is None else await handover_counts(connection, first, last),
        taking_notes or (),
        now_us,
    )


def title_of(shift: str) -> ShiftTitleOut:
    zh, en = titles(shift)
    return ShiftTitleOut(zh=zh, en=en)


def handover_out(note: Handover) -> HandoverOut:
    return shown(HandoverOut, note, title=title_of(note.shift))
