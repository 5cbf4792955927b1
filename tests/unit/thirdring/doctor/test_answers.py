"""What a PBX answers, understood; and what is said of it."""

import json

from telephony.ami.actions import Response, response
from telephony.events import Event
from thirdring.doctor.answers import account_of, config_of, devices_of, endpoints_of, plan_of, queues_of, timestamps_of
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.report import as_json, as_text, exit_code
from thirdring.doctor.seen import Account, Member, Plan, Queue, Seen

PROBLEM = Finding("timeout_zero", Weight.PROBLEM, "main", "It rings.", "queues.conf", "hotline", ("timeout = 15",))
HINT = PROBLEM._replace(weight=Weight.HINT)
CONFIG = response(
    b"Response: Success\r\nCategory-000000: general\r\nLine-000000-000000: enabled=yes\r\n"
    b"Line-000000-000001: timestampevents=yes\r\nCategory-000001: thirdring\r\nLine-000001-000000: secret=s3cret\r\n"
    b"Line-000001-000001: read=system, call\r\nLine-000001-000002: write=\r\n"
)
DENIED = Response("Error", "Permission denied", {})


def listed(name: str, **headers: str) -> Event:
    return Event(name, 0, headers)


def test_a_configuration_is_read_by_section() -> None:
    assert config_of(CONFIG)["general"] == [("enabled", "yes"), ("timestampevents", "yes")]


def test_of_our_section_only_what_we_may_is_kept() -> None:
    account = account_of(config_of(CONFIG), "thirdring")
    assert account == Account(frozenset({"system", "call"}), frozenset())
    assert "s3cret" not in repr(account)


def test_a_user_of_another_file_is_unknown() -> None:
    assert account_of(config_of(CONFIG), "somebody") is None
    assert account_of(None, "thirdring") is None


def test_what_events_show_goes_before_what_the_file_says() -> None:
    assert timestamps_of(config_of(CONFIG), {False}) is False
    assert timestamps_of(None, {True}) is True
    assert timestamps_of(config_of(CONFIG), ()) is True
    assert timestamps_of({"general": []}, ()) is False
    assert timestamps_of(None, ()) is None


def test_a_queue_knows_its_members_and_its_timeout() -> None:
    events = [
        listed("QueueParams", Queue="hotline", ServiceLevel="60"),
        listed("QueueMember", Queue="hotline", Location="Local/1002@agents/n", StateInterface="PJSIP/1002"),
        listed("QueueStatusComplete"),
    ]
    queue = Queue("hotline", 60, (Member("Local/1002@agents/n", "PJSIP/1002"),), 0)
    assert queues_of(events, {"hotline": [("timeout", "15"), ("timeout", "0")]}) == (queue,)
    assert queues_of(events, None)[0].timeout_seconds is None


def test_a_pattern_for_any_number_is_told_from_one_that_names_digits() -> None:
    lines = [
        listed("ListDialplan", Context="from-trunk", Extension="_80XX"),
        listed("ListDialplan", Context="outgoing", Extension="_X."),
        listed("ListDialplan", Context="all", Extension="_."),
        listed("ListDialplan", Context="shared", IncludeContext="from-trunk"),
    ]
    assert plan_of(lines) == Plan(("from-trunk",), ("outgoing", "all"))


def test_endpoints_that_may_not_be_seen_are_not_no_endpoints() -> None:
    success = Response("Success", "", {})
    assert endpoints_of(DENIED, []) is None
    assert endpoints_of(success, []) == frozenset()
    assert endpoints_of(success, [listed("EndpointList", ObjectName="1001")]) == frozenset({"PJSIP/1001"})


def test_a_hint_alone_does_not_fail_a_script() -> None:
    assert exit_code({}, [HINT]) == 0
    assert exit_code({}, [HINT, PROBLEM]) == 1
    assert exit_code({"main": "refused"}, []) == 2


def test_the_text_says_what_is_wrong_and_which_line_goes_where() -> None:
    text = as_text([Seen("main", "thirdring", "22.10.1", events={"call": 3})], {}, [PROBLEM])
    assert "main: Asterisk 22.10.1, ? channels now, events heard: call 3" in text
    assert "✗ main: It rings.\n    queues.conf:\n      [hotline]\n      timeout = 15" in text
    assert text.endswith("1 problem found.")


def test_a_pbx_that_cannot_be_asked_is_said_with_the_reason() -> None:
    assert as_text([], {"main": "refused"}, []) == "main: refused\n\n1 PBX cannot be asked."


def test_json_holds_the_same_for_scripts() -> None:
    content = json.loads(as_json([Seen("main", "thirdring", clock_ahead_us=1500)], {"b": "refused"}, [PROBLEM]))
    assert content["pbxs"][0]["clock_ahead_seconds"] == 0.0015
    assert content["unreachable"] == [{"pbx": "b", "why": "refused"}]
    assert content["findings"][0]["lines"] == ["timeout = 15"]


def test_devices_may_be_known_by_their_states_alone() -> None:
    told = [listed("DeviceStateChange", Device=device) for device in ("PJSIP/1001", "Queue:hotline_avail")]
    assert devices_of(DENIED, []) is None
    assert devices_of(Response("Success", "", {}), told) == frozenset({"PJSIP/1001"})


def test_where_something_could_not_be_looked_at_nothing_is_promised() -> None:
    unseen = Finding("devices_not_seen", Weight.NOT_SEEN, "main", "text", "manager.conf", "thirdring", ("write = …",))
    said = as_text([], {}, [unseen])
    assert "1 thing could not be looked at" in said
    assert "? main: text" in said
    assert "Nothing stands" not in said
