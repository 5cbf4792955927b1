"""What the PBX is asked to do for a call that is about to be missed."""

import re

import pytest

from telephony.rescue_calls import fetch, is_rescue, mark, new_channel, new_mark


@pytest.mark.parametrize(("inherited", "variable"), [(True, "__PICKUPMARK"), (False, "PICKUPMARK")])
def test_a_channel_is_marked_and_what_it_dials_inherits_the_mark_where_that_is_wanted(
    inherited: bool, variable: str
) -> None:
    assert mark("PJSIP/trunk-1", "thirdring-1", inherited=inherited) == [
        ("Action", "Setvar"),
        ("Channel", "PJSIP/trunk-1"),
        ("Variable", variable),
        ("Value", "thirdring-1"),
    ]


def test_a_helper_s_phone_is_rung_for_so_many_seconds_and_picks_up_what_has_the_mark() -> None:
    assert fetch("PJSIP/anna", "thirdring-rescue-0123456789abcdef", "1700000000.1", "thirdring-1", 20) == [
        ("Action", "Originate"),
        ("Channel", "PJSIP/anna"),
        ("Application", "Pickup"),
        ("Data", "thirdring-1@PICKUPMARK"),
        ("Timeout", "20000"),
        ("Variable", "TR_RESCUES=1700000000.1"),
        ("Async", "true"),
        ("ChannelId", "thirdring-rescue-0123456789abcdef"),
    ]


def test_channels_and_marks_are_new_each_time_and_a_channel_of_ours_is_known_by_its_name() -> None:
    assert len({new_channel() for _ in range(50)} | {new_mark() for _ in range(50)}) == 100
    assert is_rescue(new_channel())
    assert re.fullmatch("thirdring-[0-9a-f]{16}", new_mark())
    assert not is_rescue(f"{new_channel()}0")
    assert not is_rescue("thirdring-rescue-")
