"""A stored call as the news that the desk missed."""

from kit.database.instants import us, us_or_none
from kit.database.pool import Record
from kit.instants import SECOND_US
from telephony.facts import CallRef, Direction, Disposition, Measurement, Outcome
from ticketing.callbacks.callback import AttemptOutcome
from ticketing.callbacks.sightings import MISSED, Numbering, Sighting, outcome_from
from ticketing.notices import Arrived, Ended


def ended_of(row: Record, numbering: Numbering) -> Ended:
    """The variables of a call are not stored: its callback is found by number and agent."""
    outbound = row["direction"] == Direction.OUTBOUND
    number = numbering.of_dialled(row["dialled"]) if outbound else numbering.of_caller(row["caller_raw"])
    arrived_us = us(row["arrived_at"])
    arrived = None if outbound or row["hotline"] is None else Arrived(row["pbx"], row["linkedid"], arrived_us, number)
    seen = Sighting(
        CallRef(row["pbx"], row["linkedid"]),
        Direction(row["direction"]),
        number,
        row["agent"],
        arrived_us,
        us_or_none(row["answered_at"]),
        round(row["talk_seconds"] * SECOND_US),
        _outcome(row),
        not outbound and row["disposition"] in MISSED,
        callback=None,
        gave_up_after_us=_gave_up_after_us(row),
    )
    return Ended(arrived, seen, us(row["ended_at"]))


def _gave_up_after_us(row: Record) -> int | None:
    """The same as `Call.gave_up_after_us`, from a row."""
    if row["disposition"] != Disposition.ABANDONED or row["measurement"] == Measurement.ESTIMATED:
        return None
    return us(row["ring_ended_at"] or row["ended_at"]) - us(row["alerted_at"] or row["arrived_at"])


def _outcome(row: Record) -> AttemptOutcome:
    if row["answered_at"] is not None:
        return AttemptOutcome.REACHED
    return outcome_from(None if row["last_outcome"] is None else Outcome(row["last_outcome"]))
