"""What the doctor says of phones in pages, and of help before a call is missed."""

from dataclasses import replace

import pytest

from telephony.layout import Agent
from tests.unit.thirdring.doctor.test_rules import EXPECTED, QUEUE, WELL, place
from thirdring.doctor.examining import Examined
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.page_phones import of_websocket
from thirdring.doctor.rules import findings
from thirdring.doctor.seen import Account, Member

BOTH = Agent("1001", ("PJSIP/1001", "PJSIP/2001"))
WITH_PAGE = replace(EXPECTED, agents=(BOTH, EXPECTED.agents[1]), page_phones=frozenset({"PJSIP/2001"}))
HINT = "hint:1001@agent-phones"


def of_members(*members: Member) -> list[Finding]:
    endpoints = frozenset({"PJSIP/1001", "PJSIP/1002", "PJSIP/2001"})
    pbx = replace(WELL, queues=(replace(QUEUE, members=members),), endpoints=endpoints)
    return findings([pbx], WITH_PAGE)


def test_both_phones_of_an_agent_want_one_hint_in_a_queue() -> None:
    (finding,) = of_members(Member("PJSIP/1001", "PJSIP/1001"), Member("PJSIP/2001", "PJSIP/2001"))
    assert finding.weight is Weight.HINT
    assert place(finding) == (
        "queues.conf",
        "hotline",
        (f"member => PJSIP/1001,0,1001,{HINT}", f"member => PJSIP/2001,0,1001,{HINT}"),
    )


@pytest.mark.parametrize(
    "members",
    [
        (Member("PJSIP/1001", HINT), Member("PJSIP/2001", HINT)),
        (Member("PJSIP/2001", "PJSIP/2001"),),
        (Member("PJSIP/1001", "PJSIP/1001"), Member("PJSIP/1002", "PJSIP/1002")),
    ],
    ids=["one hint", "the page alone", "no page in this queue"],
)
def test_nothing_is_said_where_no_phone_rings_while_the_other_talks(members: tuple[Member, ...]) -> None:
    assert of_members(*members) == []


def test_a_websocket_that_does_not_answer_is_a_problem_of_http_conf() -> None:
    finding = of_websocket("site.toml")
    assert "phone.websocket of site.toml" in finding.text
    assert finding.weight is Weight.PROBLEM
    assert place(finding) == ("http.conf", "general", ("enabled = yes", "bindaddr = 127.0.0.1", "bindport = 8088"))
    assert [each.code for each in Examined([WELL], {}, websocket_opens=False).findings(EXPECTED)] == ["phone_websocket"]
    assert Examined([WELL], {}).findings(EXPECTED) == []


@pytest.mark.parametrize(("write", "asks"), [({"originate"}, True), ({"originate", "call"}, False), ({"all"}, False)])
def test_help_before_a_call_is_missed_wants_to_originate_and_to_call(write: set[str], asks: bool) -> None:
    account = Account(frozenset({"all"}), frozenset({"reporting", "agent", *write}))
    pbx = replace(WELL, account=account)
    found = {each.code: each for each in findings([pbx], replace(EXPECTED, rescues=True))}
    assert ("rescue_missing" in found) == asks
    assert "rescue_missing" not in {each.code for each in findings([pbx], EXPECTED)}
    if asks:
        assert found["rescue_missing"].weight is Weight.PROBLEM
        assert place(found["rescue_missing"])[2] == ("write = reporting,originate,agent,call",)
