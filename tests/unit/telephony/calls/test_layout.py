"""Which number, queue and device belongs to whom, for a site with several of each."""

import pytest

from telephony.layout import Agent, Hotline, device_of, layout

SERVICE = Hotline("service", ("8001", "8002"), ("hotline", "overflow"))
SALES = Hotline("sales", ("9001",), ("sales",))
LI = Agent("li", ("PJSIP/1001", "PJSIP/2001"))
WANG = Agent("wang", ("PJSIP/1002",))


def test_each_number_queue_and_device_has_its_owner() -> None:
    site = layout([SERVICE, SALES], [LI, WANG])
    assert site.hotline_of_number == {"8001": "service", "8002": "service", "9001": "sales"}
    assert site.hotline_of_queue == {"hotline": "service", "overflow": "service", "sales": "sales"}
    assert site.agent_of_device == {"PJSIP/1001": "li", "PJSIP/2001": "li", "PJSIP/1002": "wang"}


@pytest.mark.parametrize(
    ("hotlines", "agents", "said"),
    [
        ([SERVICE, Hotline("sales", ("8002",))], [], "number 8002 belongs to both service and sales"),
        ([SERVICE, Hotline("sales", (), ("overflow",))], [], "queue overflow belongs to both service and sales"),
        ([SERVICE], [LI, Agent("wang", ("PJSIP/2001",))], "device PJSIP/2001 belongs to both li and wang"),
    ],
)
def test_what_two_claim_is_refused_with_both_names(hotlines: list[Hotline], agents: list[Agent], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        layout(hotlines, agents)


def test_what_one_names_twice_is_theirs() -> None:
    assert layout([Hotline("service", ("8001", "8001"))], []).hotline_of_number == {"8001": "service"}


@pytest.mark.parametrize(
    ("channel", "device"),
    [
        ("PJSIP/1001-0000002a", "PJSIP/1001"),
        ("PJSIP/trunk-north-0000002a", "PJSIP/trunk-north"),
        ("Local/1001@agents-00000003;1", "Local/1001@agents"),
        ("PJSIP/1001", "PJSIP/1001"),
        ("", ""),
    ],
)
def test_a_channel_is_of_the_device_before_its_last_dash(channel: str, device: str) -> None:
    assert device_of(channel) == device
