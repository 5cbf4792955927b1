"""Who is called by name, of what goes on: of the desk who is on shift, otherwise by team and by the hour."""

from datetime import time

import pytest

from tests.unit.thirdring.relay.notices import alert
from thirdring.relay.duty import CALLED_MAX, Span, called, of_shift, on_duty, teams
from thirdring.relay.notice import Alert
from thirdring.relay.robots import Kind, body, mention
from thirdring.relay.shifts import NotSaidError, spans_of
from thirdring.relay.wording import Message
from thirdring.settings.relay import OnDuty, Person, Relay

SHIFTS = (
    OnDuty(team="desk", begins=time(8), ends=time(20), wecom=("day",)),
    OnDuty(team="desk", begins=time(20), ends=time(8), wecom=("night",)),
    OnDuty(team="service", wecom=("admin",)),
)
T0 = 1_764_000_000_000_000
SPANS = (
    Span(T0, T0 + 10, ("anna", "bela"), ("chief",)),
    Span(T0 + 10, T0 + 20, ("carl",)),
    Span(T0 + 20, T0 + 30),
)
PEOPLE = [Person(name=name, wecom=(f"w-{name}",)) for name in ("anna", "chief", "carl")]


def alerts(*named: tuple[str, str]) -> list[Alert]:
    """By name and team."""
    made = [alert() for _ in named]
    for one, (name, team) in zip(made, named, strict=True):
        one["labels"] |= {"alertname": name, "team": team}
    return [Alert.model_validate(one) for one in made]


def who(at_us: int, *named: tuple[str, str], kind: Kind = Kind.WECOM) -> list[str]:
    return called(alerts(*named), SPANS, at_us, SHIFTS, time(9), PEOPLE, kind)


@pytest.mark.parametrize(
    ("team", "at", "people"),
    [
        ("desk", time(8), ["day"]),
        ("desk", time(19, 59), ["day"]),
        ("desk", time(20), ["night"]),
        ("desk", time(3, 31), ["night"]),
        ("desk", time(7, 59), ["night"]),
        ("service", time(3), ["admin"]),
        ("", time(12), []),
    ],
)
def test_the_shift_of_the_team_at_this_hour_is_on_duty(team: str, at: time, people: list[str]) -> None:
    assert [shift.wecom[0] for shift in on_duty(SHIFTS, {team}, at)] == people


def test_what_is_over_calls_nobody() -> None:
    alerts = [alert(), alert(status="resolved")]
    alerts[0]["labels"]["team"], alerts[1]["labels"]["team"] = "desk", "service"
    assert teams(Alert.model_validate(each) for each in alerts) == {"desk"}


def test_each_robot_is_told_whom_to_call_in_its_own_way() -> None:
    told = Message("title", "text")
    assert body(Kind.WECOM, told, ["zhang", "li"])["markdown"]["content"] == "text\n\n<@zhang> <@li>"
    dingtalk = body(Kind.DINGTALK, told, ["13800000001", "manager1"])
    assert dingtalk["markdown"]["text"] == "text\n\n@13800000001 @manager1"
    assert dingtalk["at"] == {"atMobiles": ["13800000001"], "atUserIds": ["manager1"], "isAtAll": False}
    assert "at" not in body(Kind.DINGTALK, told)
    assert mention(Kind.WECOM, []) == ""


@pytest.mark.parametrize("member", ["", "a b", "<@all>", "x" * 65, "[a](b)"])
def test_a_member_that_would_be_markup_is_refused(member: str) -> None:
    with pytest.raises(ValueError, match="wecom"):
        Relay.model_validate({"on_duty": [{"team": "desk", "wecom": [member]}]})


def test_of_the_desk_who_is_on_shift_is_called_duty_managers_first() -> None:
    assert who(T0, ("HotlineCallerLost", "desk")) == ["w-chief", "w-anna"]
    assert who(T0 + 9, ("HotlineCallerLost", "desk")) == ["w-chief", "w-anna"]
    assert who(T0 + 10, ("HotlineCallerLost", "desk")) == ["w-carl"]


@pytest.mark.parametrize("at_us", [T0 - 1, T0 + 25, T0 + 30], ids=["before", "an empty shift", "after what is known"])
def test_where_nobody_is_known_to_be_on_shift_those_of_the_settings_are_called(at_us: int) -> None:
    assert who(at_us, ("HotlineCallerLost", "desk")) == ["day"]


def test_where_nobody_on_shift_has_an_id_in_this_group_those_of_the_settings_are_called() -> None:
    shifts = (OnDuty(team="desk", dingtalk=("13800000001",)),)
    found = called(alerts(("X", "desk")), SPANS, T0, shifts, time(9), PEOPLE, Kind.DINGTALK)
    assert found == ["13800000001"]


def test_what_concerns_the_machine_calls_nobody_of_the_shift() -> None:
    assert who(T0, ("ThirdRingDown", "service")) == ["admin"]
    assert who(T0, ("ThirdRingDown", "service"), ("HotlineCallerLost", "desk")) == ["w-chief", "w-anna", "admin"]


def test_that_a_shift_is_empty_is_for_the_duty_manager_who_is_on_now() -> None:
    assert who(T0, ("ShiftEmpty", "desk")) == ["w-chief"]
    assert who(T0, ("ShiftEmpty", "desk"), ("HotlineCallerLost", "desk")) == ["w-chief", "w-anna"]
    assert who(T0 + 10, ("ShiftEmpty", "desk")) == ["w-carl"]


def test_what_is_over_calls_nobody_of_the_shift() -> None:
    over = alert(status="resolved")
    over["labels"]["team"] = "desk"
    assert of_shift([Alert.model_validate(over)], SPANS, T0) == []


def test_no_message_is_made_of_names_alone() -> None:
    crowd = (Span(T0, T0 + 10, tuple(f"p{number}" for number in range(50))),)
    people = [Person(name=f"p{number}", wecom=(f"w{number}",)) for number in range(50)]
    assert len(called(alerts(("X", "desk")), crowd, T0, (), time(9), people, Kind.WECOM)) == CALLED_MAX


def test_an_answer_of_the_service_is_read_whole_or_not_at_all() -> None:
    span = '{"since": "2025-11-24T16:00:00.000000Z", "until": "2025-11-24T16:00:00.000010Z", "more": 1, '
    assert spans_of(('{"items": [' + span + '"people": ["anna"], "managers": []}]}').encode()) == [
        Span(T0, T0 + 10, ("anna",))
    ]
    for wrong in (b"", b"{}", b"<html>", ('{"items": [' + span + '"people": "anna", "managers": []}]}').encode()):
        with pytest.raises(NotSaidError):
            spans_of(wrong)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"person": [{"name": "1001", "wecom": ["a"]}, {"name": "1001", "dingtalk": ["b"]}]}, "is there twice"),
        ({"person": [{"name": "1001", "wecom": ["<@all>"]}]}, "wecom"),
        ({"shifts": {"url": "http://127.0.0.1:8080"}}, "needs a token"),
        ({"shifts": {"url": "ftp://127.0.0.1", "token": "t"}}, "http"),
    ],
    ids=str,
)
def test_settings_that_call_nobody_are_refused(wrong: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Relay.model_validate(wrong)
