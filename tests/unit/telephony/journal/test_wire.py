"""What the ear and the service say to each other comes out as it went in, however it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.journal import Batch
from telephony.journal.ear import Group
from telephony.journal.wire import CONTENT_BYTES_MAX, GROUP, STATUS, Messages, WireError, group_of, packed_group, told

FRAMES = st.lists(st.tuples(st.binary(max_size=200), st.integers(0, 2**63)), min_size=1, max_size=5)
GROUPS = st.builds(Group, st.integers(0, 2**60), st.lists(st.builds(Batch, st.text(max_size=20), FRAMES), max_size=4))


@given(GROUPS)
def test_a_group_comes_out_as_it_went_in(group: Group) -> None:
    messages = Messages()
    messages.feed(packed_group(group))
    [(kind, content)] = messages.waiting()
    assert kind == GROUP
    assert group_of(content) == group


@given(st.integers(1, 50))
def test_messages_are_the_same_however_their_bytes_arrive(size: int) -> None:
    words = told(STATUS, a=1) + packed_group(Group(7, [Batch("main", [(b"Event: X", 5)])])) + told(STATUS, b=2)
    whole, pieces = Messages(), Messages()
    whole.feed(words)
    heard: list[tuple[bytes, bytes]] = []
    for at in range(0, len(words), size):
        pieces.feed(words[at : at + size])
        heard += pieces.waiting()
    assert heard == list(whole.waiting())
    assert len(heard) == 3


@given(GROUPS, st.integers(1, 100))
def test_a_group_that_was_cut_is_refused(group: Group, missing: int) -> None:
    content = packed_group(group)[5:]
    with pytest.raises(WireError):
        group_of(content[: max(0, len(content) - missing)])


def test_a_message_that_is_too_long_is_refused() -> None:
    messages = Messages()
    messages.feed((CONTENT_BYTES_MAX + 1).to_bytes(4, "little") + b"G")
    with pytest.raises(WireError):
        list(messages.waiting())
