"""A call as an agent sees it: with its numbers while it rings at their phone or they talk in it, otherwise masked."""

from aiohttp import web

from kit.http.site import SITE
from metrics.calls.masking import mask_call
from metrics.calls.models import CallOut
from ticketing.disclosure import Right, Rule
from ticketing.http.ask import DESK, Ask, asking, outages
from ticketing.http.disclosures import disclosed


async def as_seen(request: web.Request, call: CallOut) -> CallOut:
    desk, masked = request.app[DESK], mask_call(call)
    if desk is None:
        return masked
    ask: Ask = asking(request, desk, request.app[SITE].now_us())
    right = Right(f"call {call.id}", f"{call.caller_raw} {call.dialled}", is_own(call, ask.token.who), Rule.OWN_CALL)
    async with outages():
        if not await disclosed(ask, right):
            return masked
    return masked.model_copy(update={name: getattr(call, name) for name in ("caller", "caller_raw", "dialled")})


def is_own(call: CallOut, who: str) -> bool:
    """Whether the call is live, and rings at their phone or has them as its agent."""
    if call.ended_at is not None:
        return False
    talks = call.transfers[-1].to if call.transfers else call.agent
    rings = (one.agent == who and one.alerted_at is not None and one.ended_at is None for one in call.attempts)
    return talks == who or (call.answered_at is None and any(rings))
