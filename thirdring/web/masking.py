"""Phone numbers as somebody may see them who need not know them."""

import re

from telephony.facts import Direction
from thirdring.web.models import AttemptOut, CallOut, TransferOut

_HEAD, _TAIL = 3, 4
_LONG_NUMBER = re.compile(r"\+?\d{7,}", re.ASCII)


def mask_number(number: str) -> str:
    """13800000001 → 138****0001; +8613800000001 → +861****0001; a short number keeps its last digit only."""
    plus, digits = ("+", number[1:]) if number.startswith("+") else ("", number)
    if len(digits) <= _HEAD + _TAIL:
        return plus + "*" * (len(digits) - 1) + digits[-1:]
    return f"{plus}{digits[:_HEAD]}****{digits[-_TAIL:]}"


def mask_text(text: str) -> str:
    """Masks what could be a phone number in the name of a device: a call forwarded to a mobile phone has one."""
    return _LONG_NUMBER.sub(lambda found: mask_number(found.group()), text)


def mask_call(call: CallOut) -> CallOut:
    dialled = mask_number(call.dialled) if call.direction is Direction.OUTBOUND else call.dialled
    return call.model_copy(
        update={
            "caller": call.caller and mask_number(call.caller),
            "caller_raw": mask_number(call.caller_raw),
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
