"""Calls with their numbers masked."""

from functools import lru_cache

from metrics.calls.live_call import Fields
from metrics.calls.models import AttemptOut, CallOut, TransferOut
from telephony.facts import Direction
from telephony.masking import mask_number, mask_text
from telephony.numbers import is_withheld

masked_text = lru_cache(maxsize=2_048)(mask_text)
"""Of names of agents and devices, which are few."""


def mask_call(call: CallOut) -> CallOut:
    hidden = masked_numbers(call.direction, call.caller, call.caller_raw, call.dialled)
    return call.model_copy(
        update={
            **hidden,
            "agent": call.agent and mask_text(call.agent),
            "attempts": [_mask_attempt(attempt) for attempt in call.attempts],
            "transfers": [_mask_transfer(transfer) for transfer in call.transfers],
        }
    )


def masked_fields(call: Fields) -> Fields:
    """The same for the fields that the live stream writes."""
    agent = call["agent"]
    return {
        **call,
        **masked_numbers(call["direction"], call["caller"], call["caller_raw"], call["dialled"]),
        "agent": agent and masked_text(agent),
        "attempts": [
            {**attempt, "agent": masked_text(attempt["agent"]), "device": masked_text(attempt["device"])}
            for attempt in call["attempts"]
        ],
        "transfers": [
            {**transfer, **{end: transfer[end] and masked_text(transfer[end]) for end in ("from", "to")}}
            for transfer in call["transfers"]
        ],
    }


@lru_cache(maxsize=2_048)
def masked_numbers(direction: Direction, caller: str | None, caller_raw: str, dialled: str) -> Fields:
    """The masked numbers of a call, as all its events show them."""
    return {
        "caller": caller and mask_number(caller),
        "caller_raw": caller_raw if is_withheld(caller_raw) else mask_number(caller_raw),
        "dialled": mask_number(dialled) if direction is Direction.OUTBOUND else dialled,
    }


def _mask_attempt(attempt: AttemptOut) -> AttemptOut:
    return attempt.model_copy(update={"agent": mask_text(attempt.agent), "device": mask_text(attempt.device)})


def _mask_transfer(transfer: TransferOut) -> TransferOut:
    return transfer.model_copy(
        update={
            "from_": transfer.from_ and mask_text(transfer.from_),
            "to": transfer.to and mask_text(transfer.to),
        }
    )
