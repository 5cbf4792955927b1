"""A call of the tracker as the API shows it."""

from kit.http.links import call_id
from kit.http.wire import instant, instant_or_none
from metrics.calls.models import AttemptOut, CallOut, TransferOut
from metrics.calls.service_level import Verdict
from telephony.facts import Attempt, Call, Transfer


def call_out(call: Call, verdict: Verdict, caller: str | None, now_us: int, ticket: str | None = None) -> CallOut:
    """Ringing and waiting that still last are measured until `now_us`."""
    known = call.is_timed
    return CallOut.model_construct(
        id=call_id(call.pbx, call.linkedid),
        pbx=call.pbx,
        linkedid=call.linkedid,
        direction=call.direction,
        hotline=call.hotline,
        caller=caller,
        caller_raw=call.caller_raw,
        dialled=call.dialled,
        arrived_at=instant(call.arrived_at_us),
        queued_at=instant_or_none(call.queued_at_us if call.stamped else None),
        alerted_at=instant_or_none(call.alerted_at_us if call.stamped and call.alerted_after_us is None else None),
        answered_at=instant_or_none(call.answered_at_us if call.stamped and call.answered_after_us is None else None),
        ended_at=instant_or_none(call.ended_at_us if call.stamped else None),
        ring_seconds=_seconds(call.alerted_at_us, call.ring_ended_at_us or now_us) if known else None,
        rings=verdict.rings,
        wait_seconds=_seconds(call.arrived_at_us, call.ring_ended_at_us or now_us) if known else None,
        talk_seconds=_seconds(call.answered_at_us, call.ended_at_us or now_us) if known else None,
        disposition=call.disposition,
        within_target=verdict.within_target,
        excluded=verdict.excluded,
        agent=call.agent,
        attempts=[_attempt(attempt, now_us) for attempt in call.attempts],
        transfers=[_transfer(transfer) for transfer in call.transfers],
        ticket=ticket,
        measurement=call.measurement,
        margin_seconds=call.margin_us / 1_000_000,
    )


def _attempt(attempt: Attempt, now_us: int) -> AttemptOut:
    known = attempt.is_timed
    return AttemptOut.model_construct(
        agent=attempt.agent,
        device=attempt.device,
        alerted_at=instant_or_none(attempt.alerted_at_us) if known else None,
        ended_at=instant_or_none(attempt.ended_at_us) if known else None,
        ring_seconds=_seconds(attempt.alerted_at_us, attempt.ended_at_us or now_us) if known else None,
        outcome=attempt.outcome,
    )


def _transfer(transfer: Transfer) -> TransferOut:
    return TransferOut.model_construct(
        at=instant(transfer.at_us), kind=transfer.kind, from_=transfer.from_agent, to=transfer.to_agent
    )


def _seconds(since_us: int | None, until_us: int) -> float:
    return 0.0 if since_us is None else max(0, until_us - since_us) / 1_000_000
