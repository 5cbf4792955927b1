"""What goes on at the phones, as the office has to know it: which calls are not over, and who is engaged."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from telephony.facts import Call, CallState, Direction

TALK = (CallState.TALKING, CallState.HELD)


class Lines(NamedTuple):
    live: set[str]  # ids of calls
    engaged: set[str]  # agents


List = Callable[[str], Awaitable[Sequence[Mapping[str, Any]]]]
"""Reads a list of the API by its path and query."""

Look = Callable[[List], Awaitable[Lines]]


def at_the_phones(live_calls: Callable[[], Sequence[Call]]) -> Look:
    """In the service's own process."""

    async def look(_list: List) -> Lines:
        calls = live_calls()
        return Lines({f"{call.pbx}/{call.linkedid}" for call in calls}, engaged(calls))

    return look


def engaged(calls: Iterable[Call]) -> set[str]:
    """Agents whose phone rings, who talk, or who wait for somebody to pick up."""
    busy: set[str] = set()
    for call in calls:
        if call.direction is Direction.INTERNAL:
            busy.add(call.caller_raw)
        if call.direction is Direction.OUTBOUND or call.state in TALK:
            busy.add((call.transfers[-1].to_agent if call.transfers else None) or call.agent or "")
        busy.update(each.agent for each in call.attempts if each.alerted_at_us and each.ended_at_us is None)
    return busy


async def lines_by_api(read: List) -> Lines:
    calls = await read("/api/v1/calls?live=true")
    return Lines({call["id"] for call in calls}, set(_engaged(calls)))


def _engaged(calls: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """Whose phone rings, who talks, and who waits for somebody to pick up; as `engaged` has it of calls themselves."""
    for call in calls:
        if call["direction"] == "internal":
            yield call["caller_raw"]
        if call["direction"] == "outbound" or call["answered_at"] is not None:
            yield (call["transfers"][-1]["to"] if call["transfers"] else None) or call["agent"] or ""
        yield from (each["agent"] for each in call["attempts"] if each["alerted_at"] and each["ended_at"] is None)
