"""What the live stream writes of a call is what the model of the contract would write, with and without numbers."""

from collections.abc import Iterator
from typing import ClassVar

import pytest

from kit.http.live import Told
from kit.http.live_event import LiveEvent
from metrics.calls.live_hub import CallsHub
from metrics.calls.live_written import WrittenCall
from metrics.calls.masking import mask_call
from metrics.calls.models import LiveOut
from metrics.calls.service_level import Policy
from telephony.calls.tracker import Tracker
from telephony.facts import Fact
from telephony.numbers import e164
from tests.unit.telephony.calls.recordings import NAMES, recorded, site


class Kept(CallsHub):
    """A hub that keeps what it would send."""

    sent: ClassVar[list[WrittenCall]] = []

    def send(self, told: Told) -> None:
        assert isinstance(told.record, WrittenCall)
        self.sent.append(told.record)

    def heard(self) -> bool:
        return True


def told(name: str) -> Iterator[WrittenCall]:
    """Of each fact of a recording, as it was told."""
    tracker, hub = Tracker("main", site(name)), Kept(Policy(), list, e164)
    hub.note("main", "1764040000.1", "20251125-0001", "3-2-1201")
    for event in recorded(name):
        for fact in tracker.step(event):
            if isinstance(fact, Fact):
                hub.publish(fact)
                yield hub.sent.pop()


@pytest.mark.parametrize("name", NAMES)
def test_the_stream_writes_what_the_model_writes(name: str) -> None:
    for written in told(name):
        text = written.model_dump_json()
        model = LiveOut.model_validate_json(text)
        assert model.model_dump_json() == text
        hidden = model.model_copy(update={"call": mask_call(model.call)})
        assert written.masked().model_dump_json() == hidden.model_dump_json()


def test_the_household_is_masked_with_the_rest() -> None:
    written = next(told("queue_overflow"))
    written.fields["household"] = "3-2-1201 13800000001"
    assert b'"household":"3-2-1201 138****0001"' in LiveEvent("1", "call", written, written.masked).frame(False)
