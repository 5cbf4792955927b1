"""Calls with their numbers masked."""

from metrics.calls.models import AttemptOut, CallOut, TransferOut
from telephony.facts import Direction
from telephony.masking import mask_number, mask_text
from telephony.numbers import is_withheld


def mask_call(call: CallOut) -> CallOut:
    dialled = mask_number(call.dialled) if call.direction is Direction.OUTBOUND else call.dialled
    return call.model_copy(
        update={
            "caller": call.caller and mask_number(call.caller),
            "caller_raw": call.caller_raw if is_withheld(call.caller_raw) else mask_number(call.caller_raw),
            "dialled": dialled,
            "agent": call.agent and mask_text(call.agent),
            "attempts": [_mask_attempt(attempt) for attempt in call.attempts],
            "transfers": [_mask_transfer(transfer) for transfer in call.transfers],
        }
    )


def _mask_attempt(attempt: AttemptOut) -> AttemptOut:
    return attempt.model_copy(update={"agent": mask_text(attempt.agent), "device": mask_text(attempt.device)})


def _mask_transfer(transfer: TransferOut) -> TransferOut:
    return transfer.model_copy(
        update={
            "from_": transfer.from_ and mask_text(transfer.from_),
            "to": transfer.to and mask_text(transfer.to),
        }
    )
