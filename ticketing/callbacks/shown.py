"""Callbacks as somebody may see them. Pure."""

from kit.http.links import call_id
from kit.http.shown import shown
from telephony.masking import mask_text
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.models import CallbackAttemptOut, CallbackOut


def callback_out(callback: Callback, full: bool) -> CallbackOut:
    hide = None if full else mask_text
    attempts = [
        shown(CallbackAttemptOut, attempt, hide, call=None if attempt.call is None else call_id(*attempt.call))
        for attempt in callback.attempts
    ]
    return shown(CallbackOut, callback, hide, masked=not full, attempts=attempts)
