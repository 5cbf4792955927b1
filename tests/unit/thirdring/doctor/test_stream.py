"""What the doctor says of the stream that the journal goes to."""

import pytest

from telephony.stream.status import Forwarded
from telephony.stream.terms import State
from thirdring.doctor.finding import Weight
from thirdring.doctor.stream import SeenStream, of_stream
from thirdring.stream_vitals import NOT_RUNNING, trouble_of

WHOLE = State(1, 9, 700, 1_000, 3, 3)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (None, []),
        (SeenStream("", WHOLE), []),
        (SeenStream("", WHOLE._replace(size_bytes=900, size_bytes_max=-1)), []),
        (SeenStream(""), ["There is no stream yet"]),
        (SeenStream("no NATS server answers: start them"), ["cannot go to other hosts: no NATS server answers"]),
        (SeenStream("", WHOLE._replace(servers_ready=2)), ["Of 3 servers of the stream, 2 run"]),
        (SeenStream("", WHOLE._replace(servers=1, servers_ready=1)), ["kept 1 times"]),
        (SeenStream("", WHOLE._replace(size_bytes=900)), ["almost full"]),
    ],
)
def test_what_keeps_the_journal_from_other_hosts_is_said(seen: SeenStream | None, said: list[str]) -> None:
    found = of_stream(seen, "site.toml")
    assert len(found) == len(said)
    for finding, words in zip(found, said, strict=True):
        assert words in finding.text


def test_only_a_stream_that_does_not_answer_is_a_problem() -> None:
    assert [finding.weight for finding in of_stream(SeenStream("away"), "f")] == [Weight.PROBLEM]
    assert [finding.weight for finding in of_stream(SeenStream(""), "f")] == [Weight.HINT]


def test_a_forwarder_that_says_nothing_for_15_seconds_does_not_run() -> None:
    said = Forwarded("j", 5, at_us=1_000_000)
    assert trouble_of(said, 16_000_000) == ""
    assert trouble_of(said, 16_000_001) == NOT_RUNNING
    assert trouble_of(Forwarded(), 1_796_000_000_000_000) == NOT_RUNNING
    assert "it is full" in trouble_of(said._replace(trouble="it is full"), 1_000_000)
