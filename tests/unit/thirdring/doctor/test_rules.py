"""What the doctor concludes from what it has seen, and the line that it asks for."""

from dataclasses import replace

import pytest

from telephony.layout import Agent, Hotline
from thirdring.doctor.dialplan import Door, Way
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.rules import Expected, findings
from thirdring.doctor.seen import Account, Member, Plan, Queue, Seen

MEMBERS = (Member("PJSIP/1001", "PJSIP/1001"), Member("Local/1002@agents/n", "PJSIP/1002"))
QUEUE = Queue("hotline", 15, MEMBERS, timeout_seconds=15)
WELL = Seen(
    "main",
    "thirdring",
    "22.10.1",
    frozenset({"CoreShowChannels", "Filter", "QueuePause"}),
    Account(frozenset({"system", "call", "agent", "dialplan"}), frozenset({"system", "reporting", "agent"})),
    timestamps=True,
    events={"system": 1},
    live_channels=0,
    queues=(QUEUE,),
    endpoints=frozenset({"PJSIP/1001", "PJSIP/1002"}),
    plan_of_number={"8001": Plan(("from-trunk",))},
    clock_ahead_us=1000,
    doors={"8001": Door(Way.CLEAN)},
)
EXPECTED = Expected(
    (Hotline("service", ("8001",), ("hotline",)),),
    (Agent("1001", ("PJSIP/1001",)), Agent("1002", ("PJSIP/1002",))),
    queue_level_seconds=15,
)


def only(pbx: Seen, expected: Expected = EXPECTED) -> Finding:
    (finding,) = findings([pbx], expected)
    return finding


def place(finding: Finding) -> tuple[str, str, tuple[str, ...]]:
    return finding.file, finding.section, finding.lines


def test_a_pbx_that_is_set_up_as_the_readme_says_has_no_finding() -> None:
    assert findings([WELL], EXPECTED) == []


def test_a_missing_event_class_is_named_with_the_whole_line_to_write() -> None:
    account = Account(frozenset({"call", "cdr"}), frozenset({"system", "reporting", "agent"}))
    finding = only(replace(WELL, account=account))
    assert finding.weight is Weight.PROBLEM
    assert "system, agent, dialplan" in finding.text
    assert place(finding) == ("manager.conf", "thirdring", ("read = system,call,agent,dialplan,cdr",))


def test_read_all_is_enough() -> None:
    assert findings([replace(WELL, account=Account(frozenset({"all"}), frozenset({"agent"})))], EXPECTED) == []


def test_classes_that_cannot_be_looked_up_and_were_not_heard_are_said_not_to_be_seen() -> None:
    finding = only(replace(WELL, account=None, events={"system": 1, "call": 9}))
    assert (finding.code, finding.weight) == ("read_unknown", Weight.NOT_SEEN)
    assert "agent, dialplan" in finding.text


HEARD = {"system": 1, "call": 9, "agent": 2, "dialplan": 40}


def test_classes_that_cannot_be_looked_up_but_were_all_heard_are_fine() -> None:
    assert findings([replace(WELL, account=None, events=HEARD)], EXPECTED) == []


def test_a_login_that_brings_no_event_at_all_shows_that_system_is_missing() -> None:
    assert only(replace(WELL, account=None, events={})).code == "read_missing"


def test_filters_of_somebody_else_are_pointed_out() -> None:
    assert WELL.account is not None
    assert only(replace(WELL, account=replace(WELL.account, has_filters=True))).code == "eventfilter"


def test_a_user_that_may_not_list_channels_gets_the_line_with_what_it_may_already() -> None:
    account = Account(frozenset({"all"}), frozenset({"originate", "agent", "call"}))
    finding = only(replace(WELL, live_channels=None, account=account))
    assert (finding.code, finding.weight) == ("write_missing", Weight.PROBLEM)
    assert finding.lines == ("write = reporting,originate,agent,call",)


def test_a_user_that_may_call_is_not_asked_to_have_system_and_one_that_has_both_is_warned() -> None:
    calls = frozenset({"CoreShowChannels", "Originate", "QueuePause", "Redirect"})
    assert findings([replace(WELL, commands=calls, account=None, events=HEARD)], EXPECTED) == []
    both = replace(WELL, commands=calls | {"Filter"}, account=None, events=HEARD)
    finding = only(both)
    assert (finding.code, finding.weight) == ("may_run_programs", Weight.HINT)
    assert finding.lines == ("write = reporting,originate,agent,call",)


def test_a_user_that_may_call_and_not_hang_up_is_a_hint_with_the_line() -> None:
    account = Account(frozenset({"all"}), frozenset({"reporting", "originate", "agent"}))
    finding = only(replace(WELL, account=account))
    assert (finding.code, finding.weight) == ("hang_up_missing", Weight.HINT)
    assert place(finding) == ("manager.conf", "thirdring", ("write = reporting,originate,agent,call",))
    both = replace(WELL, account=replace(account, write=account.write | {"system"}))
    assert "hang_up_missing" not in {each.code for each in findings([both], EXPECTED)}


def test_a_user_that_may_not_filter_is_a_hint_only() -> None:
    finding = only(replace(WELL, commands=frozenset({"CoreShowChannels", "QueuePause"})))
    assert (finding.code, finding.weight) == ("filter_missing", Weight.HINT)


def test_a_pbx_that_does_not_list_its_actions_is_not_accused_of_anything() -> None:
    assert findings([replace(WELL, commands=None)], EXPECTED) == []


@pytest.mark.parametrize(
    "seen",
    [
        replace(WELL, account=Account(frozenset({"all"}), frozenset({"system", "reporting"}))),
        replace(WELL, account=None, events=HEARD, commands=frozenset({"CoreShowChannels", "Filter"})),
    ],
)
def test_a_user_that_may_not_pause_agents_is_a_hint_with_the_line_where_there_are_queues(seen: Seen) -> None:
    finding = only(seen)
    assert (finding.code, finding.weight) == ("pause_missing", Weight.HINT)
    assert place(finding) == ("manager.conf", "thirdring", ("write = system,reporting,agent",))
    assert "pause_missing" not in {each.code for each in findings([seen], replace(EXPECTED, agents=()))}
    without = replace(EXPECTED, hotlines=(Hotline("service", ("8001",)),))
    assert "pause_missing" not in {each.code for each in findings([seen], without)}


def test_events_without_a_time_are_a_problem() -> None:
    finding = only(replace(WELL, timestamps=False))
    assert finding.weight is Weight.PROBLEM
    assert place(finding) == ("manager.conf", "general", ("timestampevents = yes",))


def test_not_knowing_whether_events_have_a_time_is_said_not_to_be_seen() -> None:
    assert only(replace(WELL, timestamps=None)).weight is Weight.NOT_SEEN


@pytest.mark.parametrize(("ahead_us", "word"), [(1_500_000, "1.5 s ahead"), (-61_000_000, "61.0 s behind")])
def test_clocks_apart_by_more_than_a_second_are_a_problem(ahead_us: int, word: str) -> None:
    finding = only(replace(WELL, clock_ahead_us=ahead_us))
    assert finding.code == "clock"
    assert word in finding.text


@pytest.mark.parametrize("ahead_us", [1_000_000, -1_000_000, None])
def test_clocks_within_a_second_are_fine(ahead_us: int | None) -> None:
    assert findings([replace(WELL, clock_ahead_us=ahead_us)], EXPECTED) == []


def test_a_queue_of_a_hotline_without_a_timeout_is_a_problem() -> None:
    finding = only(replace(WELL, queues=(replace(QUEUE, timeout_seconds=0),)))
    assert place(finding) == ("queues.conf", "hotline", ("timeout = 15",))


@pytest.mark.parametrize("timeout_seconds", [None, 8])
def test_a_queue_with_its_own_or_the_default_timeout_is_fine(timeout_seconds: int | None) -> None:
    assert findings([replace(WELL, queues=(replace(QUEUE, timeout_seconds=timeout_seconds),))], EXPECTED) == []


def test_another_service_level_than_ours_is_a_hint_with_our_seconds() -> None:
    finding = only(replace(WELL, queues=(replace(QUEUE, service_level_seconds=60),)))
    assert (finding.weight, finding.lines) == (Weight.HINT, ("servicelevel = 15",))


def test_a_queue_that_is_no_hotline_s_is_left_alone() -> None:
    other = Queue("sales", 60, (Member("PJSIP/7", "PJSIP/7"),), timeout_seconds=0)
    assert findings([replace(WELL, queues=(QUEUE, other))], EXPECTED) == []


def test_a_member_that_is_nobody_s_device_gets_the_agent_to_add() -> None:
    stranger = replace(QUEUE, members=(*MEMBERS, Member("Local/1003@agents/n", "PJSIP/1003")))
    finding = only(replace(WELL, queues=(stranger,)))
    assert finding.code == "member_unknown"
    assert place(finding) == ("thirdring.toml", "", ("[[agent]]", 'name = "1003"', 'devices = ["PJSIP/1003"]'))


def test_a_member_through_local_is_known_by_the_device_that_rings() -> None:
    assert findings([WELL], EXPECTED) == []


def test_endpoints_of_nobody_are_one_hint_since_a_trunk_is_one() -> None:
    finding = only(replace(WELL, endpoints=frozenset({"PJSIP/1001", "PJSIP/1002", "PJSIP/trunk", "PJSIP/door"})))
    assert finding.weight is Weight.HINT
    assert "PJSIP/door, PJSIP/trunk" in finding.text


def test_the_endpoint_of_canary_calls_is_no_phone_that_an_agent_should_have() -> None:
    endpoints = frozenset({"PJSIP/1001", "PJSIP/1002", "PJSIP/thirdring-canary"})
    assert findings([replace(WELL, endpoints=endpoints)], EXPECTED) == []


def test_a_device_that_no_pbx_has_is_a_problem() -> None:
    finding = only(replace(WELL, endpoints=frozenset({"PJSIP/1001"})))
    assert (finding.code, finding.file, finding.section) == ("device_missing", "pjsip.conf", "1002")


def test_a_device_may_be_on_any_of_the_pbxs() -> None:
    first, second = (replace(WELL, endpoints=frozenset({device})) for device in ("PJSIP/1001", "PJSIP/1002"))
    assert findings([first, second], EXPECTED) == []


def test_devices_that_a_pbx_does_not_tell_are_said_not_to_be_seen() -> None:
    finding = only(replace(WELL, endpoints=None))
    assert (finding.code, finding.weight) == ("devices_not_seen", Weight.NOT_SEEN)


def test_timeouts_that_cannot_be_read_are_said_not_to_be_seen() -> None:
    finding = only(replace(WELL, timeouts_seen=False))
    assert (finding.code, finding.weight, finding.section) == ("timeouts_not_seen", Weight.NOT_SEEN, "hotline")


FREEPBX = Member("Local/7006@from-queue/n", "hint:7006@ext-local")


@pytest.mark.parametrize("member", [FREEPBX, Member("Local/7006@from-queue/n", "Local/7006@from-queue/n")])
@pytest.mark.parametrize("device", ["PJSIP/7006", "SIP/7006", "Local/7006@from-queue/n"])
def test_a_member_of_freepbx_or_issabel_is_its_extensions_device(member: Member, device: str) -> None:
    pbx = replace(WELL, queues=(replace(QUEUE, members=(*MEMBERS, member)),), endpoints=None)
    found = findings([pbx], replace(EXPECTED, agents=(*EXPECTED.agents, Agent("7006", (device,)))))
    assert [each.code for each in found] == ["devices_not_seen"]


def test_a_member_of_freepbx_that_is_nobodys_gets_the_device_that_rings() -> None:
    pbx = replace(WELL, queues=(replace(QUEUE, members=(*MEMBERS, FREEPBX)),))
    assert only(pbx).lines == ("[[agent]]", 'name = "7006"', 'devices = ["PJSIP/7006"]')


def test_a_hint_is_no_device_of_an_agent() -> None:
    pbx = replace(WELL, queues=(replace(QUEUE, members=(*MEMBERS, FREEPBX)),))
    found = findings([pbx], replace(EXPECTED, agents=(*EXPECTED.agents, Agent("7006", ("hint:7006@ext-local",)))))
    assert [(each.code, each.weight) for each in found] == [
        ("member_unknown", Weight.PROBLEM),
        ("device_no_channel", Weight.PROBLEM),
    ]
    assert found[1].lines[-1] == 'devices = ["PJSIP/7006"]'


def test_a_queue_that_no_pbx_has_is_a_problem() -> None:
    finding = only(replace(WELL, queues=()))
    assert (finding.code, finding.file, finding.section) == ("queue_missing", "queues.conf", "hotline")


def test_a_number_that_no_dialplan_has_gets_the_extension_to_add() -> None:
    finding = only(replace(WELL, plan_of_number={}))
    assert finding.weight is Weight.PROBLEM
    assert place(finding) == ("extensions.conf", "", ("exten => 8001,1,Queue(hotline)",))


def test_a_number_that_only_patterns_for_any_number_catch_is_a_hint() -> None:
    finding = only(replace(WELL, plan_of_number={"8001": Plan((), ("outgoing",))}))
    assert finding.weight is Weight.HINT
    assert "outgoing" in finding.text


def test_a_number_is_not_judged_where_the_pbx_does_not_show_its_dialplan_and_that_is_said() -> None:
    finding = only(replace(WELL, plan_of_number=None))
    assert (finding.code, finding.weight) == ("dialplan_not_seen", Weight.NOT_SEEN)


def test_what_no_pbx_has_is_not_said_while_one_could_not_be_asked() -> None:
    assert (
        findings([replace(WELL, queues=(), plan_of_number={}, endpoints=frozenset())], EXPECTED, all_seen=False) == []
    )


def test_problems_come_before_hints_and_those_before_what_was_not_seen() -> None:
    found = findings([replace(WELL, timestamps=None, queues=(), commands=frozenset())], EXPECTED)
    assert [finding.weight for finding in found] == [Weight.PROBLEM, Weight.HINT, Weight.NOT_SEEN]
