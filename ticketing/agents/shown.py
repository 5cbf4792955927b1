"""An agent as the API shows it."""

from kit.http.links import call_id
from kit.http.shown import Hide
from kit.http.wire import instant, instant_or_none
from telephony.agents.board import AgentNow
from telephony.agents.wrap_up import WrapUp
from telephony.facts import Call
from ticketing.agents.models import AgentNowOut, RescueOut, WrapUpOut


def agent_now(now: AgentNow, hide: Hide | None = None) -> AgentNowOut:
    """A reason may be set by a dialplan, so it is masked as what people write."""
    return AgentNowOut(
        name=now.name,
        state=now.state,
        since=instant_or_none(now.since_us),
        reason=now.reason if hide is None else hide(now.reason),
        reachable=now.reachable,
        queues=list(now.queues),
        wrap_up=None if now.wrap_up is None else _wrap_up(now.wrap_up),
    )


def _wrap_up(wrap_up: WrapUp) -> WrapUpOut:
    return WrapUpOut(
        call=call_id(*wrap_up.call),
        since=instant(wrap_up.since_us),
        until=instant(wrap_up.until_us),
        lengthened=wrap_up.lengthened,
    )


def rescue_out(call: Call) -> RescueOut:
    return RescueOut(
        id=call_id(call.pbx, call.linkedid),
        pbx=call.pbx,
        linkedid=call.linkedid,
        hotline=call.hotline,
        alerted_at=instant_or_none(call.alerted_at_us),
    )
