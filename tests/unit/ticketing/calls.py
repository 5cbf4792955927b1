"""Calls for tests, as the tracker tells them."""

from kit.instants import SECOND_US
from telephony.facts import Attempt, Call, Direction, Disposition, Fact, FactKind, Outcome


def inbound(linkedid: str, at_us: int, caller: str, talk_seconds: float | None, **fields: object) -> Call:
    """`talk_seconds` None: nobody answered."""
    call = Call("main", linkedid, Direction.INBOUND, "service", caller, "8001", at_us)
    return _ended(call, talk_seconds, "1001", Disposition.ABANDONED, fields)


def outbound(linkedid: str, at_us: int, dialled: str, talk_seconds: float | None, **fields: object) -> Call:
    call = Call("main", linkedid, Direction.OUTBOUND, None, "1001", dialled, at_us, agent="1001")
    outcome = Outcome.NO_ANSWER if talk_seconds is None else Outcome.ANSWERED
    call.attempts.append(Attempt("PJSIP/trunk", "PJSIP/trunk", at_us, at_us, at_us + 1, outcome))
    return _ended(call, talk_seconds, "1001", Disposition.TIMEOUT, fields)


def _ended(
    call: Call, talk_seconds: float | None, agent: str, unanswered: Disposition, fields: dict[str, object]
) -> Call:
    if talk_seconds is None:
        call.disposition, call.ended_at_us = unanswered, call.arrived_at_us + 20 * SECOND_US
    else:
        call.agent, call.disposition = agent, Disposition.ANSWERED
        call.answered_at_us = call.arrived_at_us + 8 * SECOND_US
        call.ended_at_us = call.answered_at_us + int(talk_seconds * SECOND_US)
    for name, value in fields.items():
        setattr(call, name, value)
    return call


def facts(call: Call) -> list[Fact]:
    told = [Fact(FactKind.CALL_ARRIVED, call.arrived_at_us, 1, call)]
    if call.answered_at_us is not None:
        told.append(Fact(FactKind.CALL_ANSWERED, call.answered_at_us, 2, call))
    return [*told, Fact(FactKind.CALL_ENDED, call.ended_at_us or 0, 3, call)]
