"""Who is called by name: by team and by the hour, of what goes on."""

from datetime import time

import pytest

from tests.unit.thirdring.relay.notices import alert
from thirdring.relay.duty import on_duty, teams
from thirdring.relay.notice import Alert
from thirdring.relay.robots import Kind, body, mention
from thirdring.relay.wording import Message
from thirdring.settings.relay import OnDuty, Relay

SHIFTS = (
    OnDuty(team="desk", begins=time(8), ends=time(20), wecom=("day",)),
    OnDuty(team="desk", begins=time(20), ends=time(8), wecom=("night",)),
    OnDuty(team="service", wecom=("admin",)),
)


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
