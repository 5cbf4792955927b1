"""Which channels of our clicks are there: by the identifier that we gave them, and by nothing that a caller writes."""

from telephony.clicked import ClickedChannels, callback_of, channel_for

OURS = "thirdring-42-0123456789abcdef"


def heard(*frames: str) -> dict[str, str]:
    channels = ClickedChannels()
    for frame in frames:
        channels.hear(frame.encode())
    return channels.devices


def told(event: str, channel: str = OURS, name: str = "PJSIP/1001-0000002a", caller: str = "") -> str:
    return f"Event: {event}\r\nChannel: {name}\r\nCallerIDName: {caller}\r\nUniqueid: {channel}"


def test_an_identifier_tells_its_callback_and_no_two_are_equal() -> None:
    assert callback_of(channel_for(42)) == 42
    assert channel_for(42) != channel_for(42)


def test_what_is_no_identifier_of_ours_tells_no_callback() -> None:
    others = ("1764036000.1", "thirdring-42", "thirdring-042-0123456789abcdef", f"{OURS}1", f"x{OURS}", "thirdring-")
    for text in others:
        assert callback_of(text) is None


def test_a_channel_is_there_from_its_beginning_to_its_end() -> None:
    assert heard(told("Newchannel")) == {OURS: "PJSIP/1001"}
    assert heard(told("Newchannel"), told("Hangup")) == {}


def test_other_channels_do_not_count_whatever_their_caller_is_called() -> None:
    assert heard(told("Newchannel", "1764036000.1", caller=OURS)) == {}
    assert heard(told("Newchannel", "thirdring-42-nothing")) == {}


def test_an_event_of_a_channel_that_ended_brings_it_back_by_no_means() -> None:
    assert heard(told("Newchannel"), told("Hangup"), told("VarSet")) == {}


def test_after_a_connect_those_that_ended_meanwhile_are_gone() -> None:
    other = "thirdring-43-0123456789abcdef"
    shown = ("Event: LinkUp", told("CoreShowChannel", other), told("Newchannel", "thirdring-44-0123456789abcdef"))
    assert set(heard(told("Newchannel"), *shown, "Event: CoreShowChannelsComplete")) == {
        other,
        "thirdring-44-0123456789abcdef",
    }


def test_a_list_that_was_asked_for_while_the_link_is_up_ends_nothing() -> None:
    assert heard(told("Newchannel"), "Event: CoreShowChannelsComplete") == {OURS: "PJSIP/1001"}
