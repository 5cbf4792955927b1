"""What agents do, from the calls that live."""

import pytest

from metrics.prometheus.agents import AgentState, agent_states
from telephony.facts import Attempt, Call, CallState, Direction, Outcome, Transfer, TransferKind
from tests.unit.metrics.prometheus.shapes import T0_US, arrived

AGENTS = ["1001", "1002", "1003"]


def states(*calls: Call) -> tuple[int, int, int]:
    found = agent_states(calls, AGENTS)
    return found[AgentState.IDLE], found[AgentState.RINGING], found[AgentState.TALKING]


def ringing(agent: str, *, over: bool = False) -> Call:
    call = arrived()
    outcome = Outcome.NO_ANSWER if over else None
    call.attempts.append(Attempt(agent, f"PJSIP/{agent}", T0_US, T0_US, T0_US + 1 if over else None, outcome))
    return call


def talking(agent: str | None, state: CallState = CallState.TALKING, *transfers: Transfer) -> Call:
    call = arrived()
    call.state, call.agent, call.answered_at_us = state, agent, T0_US
    call.transfers.extend(transfers)
    return call


def handed(to_agent: str | None) -> Transfer:
    return Transfer(T0_US, TransferKind.BLIND, "1001", to_agent)


def test_without_calls_everybody_is_idle() -> None:
    assert states() == (3, 0, 0)


def test_a_device_that_rings_is_an_agent_who_rings_and_one_that_rang_out_is_not() -> None:
    assert states(ringing("1001"), ringing("1002", over=True)) == (2, 1, 0)


def test_a_device_that_was_called_and_does_not_ring_yet_is_idle() -> None:
    call = ringing("1001")
    call.attempts[0].alerted_at_us = None
    assert states(call) == (3, 0, 0)


@pytest.mark.parametrize("state", [CallState.TALKING, CallState.HELD])
def test_a_held_caller_is_still_talked_to(state: CallState) -> None:
    assert states(talking("1001", state)) == (2, 0, 1)


def test_who_talks_and_is_rung_as_well_counts_once_and_talks() -> None:
    assert states(talking("1001"), ringing("1001")) == (2, 0, 1)


def test_after_a_transfer_the_one_who_has_the_call_talks() -> None:
    assert states(talking("1001", CallState.TALKING, handed("1002")), talking("1003")) == (1, 0, 2)
    assert states(talking("1001", CallState.TALKING, handed(None))) == (3, 0, 0)


def test_who_calls_out_rings_until_the_other_side_answers() -> None:
    call = arrived(None, Direction.OUTBOUND)
    call.agent = "1001"
    assert states(call) == (2, 1, 0)


def test_two_agents_who_talk_with_each_other_both_talk() -> None:
    call = talking("1001")
    call.direction = Direction.INTERNAL
    call.attempts.append(Attempt("1002", "PJSIP/1002", T0_US, T0_US, T0_US, Outcome.ANSWERED))
    assert states(call) == (1, 0, 2)


def test_of_an_internal_call_only_who_answered_talks() -> None:
    call = talking("1001")
    call.direction = Direction.INTERNAL
    call.attempts += [
        Attempt("1002", "PJSIP/1002", T0_US, T0_US, T0_US, Outcome.ANSWERED),
        Attempt("1003", "PJSIP/1003", T0_US, T0_US, T0_US, Outcome.NO_ANSWER),
    ]
    assert states(call) == (1, 0, 2)


def test_of_an_inbound_call_only_its_agent_talks() -> None:
    call = talking("1001")
    call.attempts.append(Attempt("1002", "PJSIP/1002", T0_US, T0_US, T0_US, Outcome.ANSWERED))
    assert states(call) == (2, 0, 1)


def test_who_has_handed_on_a_call_of_their_own_neither_talks_nor_rings() -> None:
    call = talking("1001", CallState.TALKING, handed(None))
    call.direction = Direction.OUTBOUND
    assert states(call) == (3, 0, 0)


def test_the_agent_of_an_inbound_call_that_waits_does_not_ring_for_it() -> None:
    call = arrived()
    call.agent = "1001"
    assert states(call) == (3, 0, 0)


def test_whom_the_settings_do_not_know_is_nobody() -> None:
    assert states(talking("PJSIP/guest"), ringing("PJSIP/lobby")) == (3, 0, 0)
