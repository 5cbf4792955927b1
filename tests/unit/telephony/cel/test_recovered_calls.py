"""Calls that nobody heard, or only a part of, as they are told from what a real Asterisk wrote of itself."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.calls.service_level import Policy, judge
from telephony.calls.tracker import Tracker
from telephony.cel.frames import WHOLE_SECOND_US
from telephony.cel.gap import Gap
from telephony.cel.heard import Heard
from telephony.facts import Call, Measurement
from tests.unit.telephony.calls.test_captures import seen, told
from tests.unit.telephony.cel.written import (
    NO_LOG,
    Form,
    as_before,
    extent,
    run,
    site,
    told_events,
    truths,
    with_gap,
    written_events,
)

CERTAIN_US = 150_000
POLICY = Policy(ring_zone="uk", rings_within=1)  # 3 s: many of the calls are near
REDIRECTED = "redirected_while_waiting"
"""A phone from which a supervisor takes the caller away is written as one that rang out."""


@cache
def heard_whole() -> dict[str, Call]:
    ended: dict[str, Call] = {}
    run(Tracker("main", site()), told_events(), ended)
    return ended


@cache
def unheard() -> dict[str, Call]:
    ended: dict[str, Call] = {}
    run(Tracker("main", site()), written_events(extent(), Heard()), ended)
    return ended


def test_calls_that_came_and_went_unheard_are_all_there_and_no_others() -> None:
    assert unheard().keys() == {truth["linkedid"] for truth in truths()}
    assert {call.measurement for call in unheard().values()} == {Measurement.RECOVERED}


@pytest.mark.parametrize("truth", truths(), ids=lambda truth: f"{truth['shape']} {truth['linkedid']}")
def test_a_call_that_nobody_heard_is_the_one_that_the_phones_remember(truth: dict[str, object]) -> None:
    call = unheard()[str(truth["linkedid"])]
    assert truth.get("number", "") in ("", call.caller_raw)
    expected = told(truth)
    if truth["shape"] == REDIRECTED:
        expected["attempts"] = seen(call)["attempts"]
    assert seen(call) == expected
    assert abs(call.ring_us / 1e6 - float(str(truth["ring_seconds"]))) <= CERTAIN_US / 1e6


def test_what_is_told_twice_changes_nothing() -> None:
    """As after a start in the middle of reading: all that is written is read again."""
    ended: dict[str, Call] = {}
    tracker, events = Tracker("main", site()), written_events(extent(), Heard())
    run(tracker, events, ended)
    again: dict[str, Call] = {}
    run(tracker, events, again)
    assert (len(ended), again) == (len(truths()), {})


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_gap_anywhere_loses_no_call_and_every_verdict_given_is_right(data: st.DataObject) -> None:
    whole = extent()
    since_us = data.draw(st.integers(whole.since_us, whole.until_us), "the link is lost")
    gap = Gap(since_us, min(whole.until_us, since_us + data.draw(st.integers(100_000, 12_000_000), "for")))
    found, expected = with_gap(gap), heard_whole()
    assert found.keys() == expected.keys()
    for linkedid, call in found.items():
        undisturbed = expected[linkedid]
        assert (call.disposition, call.agent, call.direction) == (
            undisturbed.disposition,
            undisturbed.agent,
            undisturbed.direction,
        )
        if call.is_timed:
            assert abs(call.ring_us - undisturbed.ring_us) <= CERTAIN_US
        said = judge(call, POLICY).within_target
        assert said in (None, judge(undisturbed, POLICY).within_target)
    estimated = [call for call in found.values() if call.measurement is Measurement.ESTIMATED]
    assert len(estimated) <= 1  # whom an agent handed on just then


@settings(max_examples=20, deadline=None)
@given(st.data(), st.booleans())
def test_without_the_log_no_verdict_is_wrong_either(data: st.DataObject, phones_are_known: bool) -> None:
    whole = extent()
    since_us = data.draw(st.integers(whole.since_us, whole.until_us), "the link is lost")
    gap = Gap(since_us, min(whole.until_us, since_us + data.draw(st.integers(100_000, 12_000_000), "for")))
    found, expected = with_gap(gap, NO_LOG, as_before() if phones_are_known else None), heard_whole()
    assert found.keys() == expected.keys()
    for linkedid, call in found.items():
        undisturbed = expected[linkedid]
        assert judge(call, POLICY).within_target in (None, judge(undisturbed, POLICY).within_target)
        assert call.agent == undisturbed.agent
        if call.measurement is not Measurement.ESTIMATED and call.is_timed:
            assert abs(call.ring_us - undisturbed.ring_us) <= max(call.margin_us, CERTAIN_US)


def test_without_the_log_most_calls_of_phones_that_are_known_are_recovered_with_their_margin() -> None:
    """The others have phones that are busy, dead or forward, or are ended before anybody could know."""
    found = with_gap(extent(), NO_LOG, as_before())
    recovered = [call for call in found.values() if call.measurement is Measurement.RECOVERED]
    assert len(recovered) >= len(found) * 0.75
    expected = heard_whole()
    for call in recovered:
        assert abs(call.ring_us - expected[call.linkedid].ring_us) <= call.margin_us
    unknown = with_gap(extent(), NO_LOG)
    assert len([call for call in unknown.values() if call.measurement is Measurement.RECOVERED]) < len(recovered)


WHOLE_FORMS = [Form(whole_rows=True), Form(whole_log=True), Form(whole_rows=True, whole_log=True)]


@pytest.mark.parametrize("form", WHOLE_FORMS, ids=["rows", "log", "rows and log"])
def test_whole_seconds_change_nothing_but_the_margin(form: Form) -> None:
    ended: dict[str, Call] = {}
    run(Tracker("main", site()), written_events(extent(), Heard(), form), ended)
    assert ended.keys() == unheard().keys()
    for linkedid, call in ended.items():
        precise = unheard()[linkedid]
        assert {**seen(call), "attempts": ()} == {**seen(precise), "attempts": ()}
        assert {each.device for each in call.attempts} == {each.device for each in precise.attempts}
        assert (call.measurement, call.margin_us) == (Measurement.RECOVERED, WHOLE_SECOND_US)
        assert abs(call.ring_us - precise.ring_us) <= WHOLE_SECOND_US


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_in_whole_seconds_a_gap_anywhere_loses_no_call_and_every_verdict_given_is_right(data: st.DataObject) -> None:
    whole, form = extent(), data.draw(st.sampled_from([*WHOLE_FORMS, Form(log=False, whole_rows=True)]))
    since_us = data.draw(st.integers(whole.since_us, whole.until_us), "the link is lost")
    gap = Gap(since_us, min(whole.until_us, since_us + data.draw(st.integers(100_000, 12_000_000), "for")))
    found, expected = with_gap(gap, form), heard_whole()
    assert found.keys() == expected.keys()
    for linkedid, call in found.items():
        undisturbed = expected[linkedid]
        assert call.agent == undisturbed.agent
        assert judge(call, POLICY).within_target in (None, judge(undisturbed, POLICY).within_target)
        if call.is_timed:
            assert abs(call.ring_us - undisturbed.ring_us) <= max(call.margin_us, CERTAIN_US)
