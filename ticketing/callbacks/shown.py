"""Callbacks as somebody may see them. Pure."""

from kit.http.links import call_id
from kit.http.wire import instant, instant_or_none
from kit.instants import SECOND_US
from telephony.masking import mask_number, mask_text
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.models import CallbackAttemptOut, CallbackOut


def callback_out(callback: Callback, full: bool) -> CallbackOut:
    return CallbackOut(
        id=callback.id,
        version=callback.version,
        reason=callback.reason,
        phone=callback.phone if full else mask_number(callback.phone),
        masked=not full,
        household=callback.household,
        ticket=callback.ticket,
        born_at=instant(callback.born_at_us),
        due_at=instant(callback.due_at_us),
        not_before=instant(callback.not_before_us),
        state=callback.state,
        claimed_by=callback.claimed_by,
        claimed_until=instant_or_none(callback.claimed_until_us),
        missed_count=callback.missed_count,
        attempts=[
            CallbackAttemptOut(
                at=instant(attempt.at_us),
                agent=attempt.agent if full else mask_text(attempt.agent),
                call=None if attempt.call is None else call_id(*attempt.call),
                outcome=attempt.outcome,
                talk_seconds=attempt.talk_us / SECOND_US,
            )
            for attempt in callback.attempts
        ],
        settled_at=instant_or_none(callback.settled_at_us),
        way=callback.way,
        why=callback.why if full else mask_text(callback.why),
    )
