"""Instants of a call that move together when a clock was set, so that its durations stay."""

from typing import overload

from telephony.facts import Call


@overload
def shifted(at_us: int, by_us: int) -> int: ...
@overload
def shifted(at_us: int | None, by_us: int) -> int | None: ...
def shifted(at_us: int | None, by_us: int) -> int | None:
    return None if at_us is None else at_us + by_us


def shift_call(call: Call, by_us: int) -> None:
    call.arrived_at_us += by_us
    call.queued_at_us = shifted(call.queued_at_us, by_us)
    call.alerted_at_us = shifted(call.alerted_at_us, by_us)
    call.answered_at_us = shifted(call.answered_at_us, by_us)
    call.alerted_after_us = shifted(call.alerted_after_us, by_us)
    call.answered_after_us = shifted(call.answered_after_us, by_us)
    call.ring_ended_at_us = shifted(call.ring_ended_at_us, by_us)
    for attempt in call.attempts:
        attempt.began_at_us += by_us
        attempt.alerted_at_us = shifted(attempt.alerted_at_us, by_us)
        attempt.ended_at_us = shifted(attempt.ended_at_us, by_us)
    call.transfers[:] = [transfer._replace(at_us=transfer.at_us + by_us) for transfer in call.transfers]
    call.receipt[:] = [line._replace(at_us=line.at_us + by_us) for line in call.receipt]
