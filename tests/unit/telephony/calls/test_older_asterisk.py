"""The recordings, written as older versions of Asterisk and its older SIP driver write them: the same calls."""

import pytest

from telephony.calls.tracker import Tracker
from telephony.events import Event
from telephony.facts import Call, Fact, FactKind
from telephony.layout import Layout
from tests.unit.telephony.calls.recordings import NAMES, recorded, site, truths
from tests.unit.telephony.calls.test_captures import seen, told


def derived(name: str, events: list[Event], layout: Layout) -> dict[str, Call]:
    tracker, ended = Tracker("main", layout), {}
    for event in events:
        for result in tracker.step(event):
            if isinstance(result, Fact) and result.kind is FactKind.CALL_ENDED:
                ended[result.call.linkedid] = result.call
    return ended


def as_in_13(event: Event) -> Event:
    """13.0 tells neither Linkedid nor Language, and an attended transfer neither its transferee nor its target."""
    unsaid = ("TransferTarget", "Transferee") if event.name == "AttendedTransfer" else ()
    headers = {
        name: value
        for name, value in event.headers.items()
        if not name.endswith(("Linkedid", "Language")) and not name.startswith(unsaid or ("\0",))
    }
    return event._replace(headers=headers)


def as_chan_sip(event: Event) -> Event:
    return event._replace(headers={name: value.replace("PJSIP/", "SIP/") for name, value in event.headers.items()})


@pytest.mark.parametrize("name", NAMES)
def test_asterisk_13_gives_the_same_calls(name: str) -> None:
    ended = derived(name, [as_in_13(event) for event in recorded(name)], site(name))
    for truth in truths(name):
        if not truth["lost"]:
            assert seen(ended[truth["linkedid"]]) == told(truth)


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("page_")])  # it has no such phones
def test_chan_sip_gives_the_same_calls(name: str) -> None:
    layout = site(name)
    devices = {device.replace("PJSIP/", "SIP/"): agent for device, agent in layout.agent_of_device.items()}
    sip = Layout(layout.hotline_of_number, layout.hotline_of_queue, devices)
    ended = derived(name, [as_chan_sip(event) for event in recorded(name)], sip)
    for truth in truths(name):
        if not truth["lost"]:
            expected = told(truth)
            expected["attempts"] = [(device.replace("PJSIP/", "SIP/"), how) for device, how in expected["attempts"]]
            assert seen(ended[truth["linkedid"]]) == expected
