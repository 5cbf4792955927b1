"""A batch of events comes back byte for byte, or is known to be damaged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.journal.packing import DamagedBatchError, pack, unpack

FRAMES = st.lists(st.tuples(st.binary(max_size=300), st.integers(0, 2**52)), min_size=1, max_size=20)


@given(FRAMES)
def test_what_is_packed_comes_back_byte_for_byte(frames: list[tuple[bytes, int]]) -> None:
    received_us, blob = pack(frames)
    assert list(unpack(blob, len(frames), received_us)) == frames


def test_a_frame_of_300_kilobytes_comes_back() -> None:
    frames = [(b"Event: X\r\nValue: " + b"\xff\x00" * 150_000, 5)]
    received_us, blob = pack(frames)
    assert list(unpack(blob, 1, received_us)) == frames


def test_events_of_a_switch_shrink_to_a_third_even_when_alone() -> None:
    frame = (
        b"Event: Newstate\r\nPrivilege: call,all\r\nTimestamp: 1764036000.123456\r\nChannel: PJSIP/1001-0000002a\r\n"
        b"ChannelState: 5\r\nChannelStateDesc: Ringing\r\nCallerIDNum: 1001\r\nCallerIDName: <unknown>\r\n"
        b"ConnectedLineNum: 13800000001\r\nConnectedLineName: <unknown>\r\nLanguage: en\r\nAccountCode: \r\n"
        b"Context: agents\r\nExten: \r\nPriority: 1\r\nUniqueid: 1764036000.43\r\nLinkedid: 1764036000.42"
    )
    assert len(pack([(frame, 1)])[1]) < len(frame) / 3


@pytest.mark.parametrize("cut", [0, 1, 10, -1])
def test_a_torn_blob_is_known_before_its_first_frame_is_given(cut: int) -> None:
    received_us, blob = pack([(b"Event: Hangup", 1), (b"Event: Newchannel", 2)])
    with pytest.raises(DamagedBatchError):
        unpack(blob[:cut], 2, received_us)


def test_a_blob_with_another_number_of_events_than_its_row_says_is_damaged() -> None:
    received_us, blob = pack([(b"Event: Hangup", 1), (b"Event: Newchannel", 2)])
    with pytest.raises(DamagedBatchError):
        unpack(blob, 1, received_us)
