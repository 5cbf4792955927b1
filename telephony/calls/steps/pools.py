"""Agents of app_agent_pool: they log in and wait on their line, and callers are put through to them without a dial."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.channels import Channel
from telephony.calls.record import Out
from telephony.events import Event


def log_in(tracker: CallBook, channel: Channel, event: Event) -> None:
    """AgentLogin: from now on this channel answers for the agent of that id."""
    channel.pool_id = _agent_id(event)
    channel.dialled = True
    tracker.board.pool[channel.pool_id] = channel


def request(tracker: CallBook, channel: Channel, event: Event, out: Out) -> None:
    """AgentRequest, by the caller or by a Local channel that the queue has dialled: the agent's line is alerted."""
    live = tracker.call_of(channel)
    if live is None:
        return
    agent = tracker.board.pool.get(_agent_id(event))
    if channel is live.caller:
        live.wait.tried = True
        if agent is not None:
            live.ring(agent, event, out)
        return
    half = tracker.board.other_half(channel) if channel.is_local else None
    if half is None:
        return
    half.stands_for = agent or half
    if half.leg.agent is None:
        half.leg.agent = half.agent
    live.begin_leg(half.leg, event, out)


def _agent_id(event: Event) -> str:
    return event.headers.get("AppData", "").partition(",")[0]
