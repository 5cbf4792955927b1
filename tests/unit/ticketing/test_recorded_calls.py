"""What the desk makes of calls recorded from a real Asterisk."""

import json
from pathlib import Path

import pytest

from telephony import replay
from telephony.calls.tracker import Tracker
from telephony.facts import Fact
from telephony.layout import Layout
from ticketing.callbacks.callback import Callback, Reason, Way
from ticketing.callbacks.proof import links
from ticketing.callbacks.sightings import Numbering
from ticketing.notices import Ended, Notice, notice

CAPTURES = Path(__file__).parents[2] / "captures"
CUSTOMER = "+8613900008000"
NUMBERING = Numbering("CN", outside="9")


def told(name: str) -> list[Notice]:
    site = json.loads((CAPTURES / f"{name}.json").read_text())
    tracker = Tracker("main", Layout(site["hotlines"]["numbers"], site["hotlines"]["queues"], site["agents"]))
    facts = (
        fact for event in replay.events(replay.chunks(CAPTURES / f"{name}.ami.gz")) for fact in tracker.step(event)
    )
    news = (notice(fact, NUMBERING) for fact in facts if isinstance(fact, Fact))
    return [one for one in news if one is not None]


@pytest.mark.parametrize("name", ["outbound", "originated"])
def test_a_call_to_a_customer_dialled_by_hand_or_by_click_links_to_the_callback(name: str) -> None:
    (ended,) = told(name)
    assert isinstance(ended, Ended)
    callback = Callback(7, Reason.REQUESTED, CUSTOMER, 0, 0, 0)
    (link,) = links(ended.seen, [callback], {CUSTOMER}, talk_us_min=400_000)
    assert (link.way, link.proves, ended.seen.agent) == (Way.BY_HAND, True, "1001")
    assert ended.seen.call.pbx == "main"
    (short,) = links(ended.seen, [callback], {CUSTOMER}, talk_us_min=5_000_000)
    assert short.outcome == "too_short"


@pytest.mark.parametrize(
    ("name", "kinds", "missed"),
    [
        ("abandon_later", ["Arrived", "Ended"], True),
        ("queue_timeout", ["Arrived", "Ended"], True),
        ("empty_queue", ["Arrived", "Ended"], True),
        ("closed_announcement", ["Arrived", "Ended"], False),
        ("dial_one", ["Arrived", "Answered", "Ended"], False),
        ("withheld_number", ["Arrived", "Answered", "Ended"], False),
    ],
)
def test_a_call_to_the_hotline_is_told_once_each_and_missed_where_nobody_answered(
    name: str, kinds: list[str], missed: bool
) -> None:
    news = told(name)
    assert [type(one).__name__ for one in news] == kinds
    assert isinstance(news[-1], Ended)
    assert news[-1].seen.missed is missed


@pytest.mark.parametrize("name", ["internal", "agent_calls_hotline", "no_hotline"])
def test_a_call_that_is_no_resident_s_is_nothing_for_the_desk(name: str) -> None:
    assert told(name) == []
