"""Where a derivation can begin again."""

from telephony.journal import Entry
from telephony.layout import Hotline, layout
from thirdring.pipeline.derivation import Derivation

SITE = layout([Hotline("service", ("8001",))], [])


def written(event: str, name: str, *more: str) -> bytes:
    """As Asterisk writes an event of a channel."""
    lines = [f"Event: {event}", "Privilege: call,all", f"Channel: PJSIP/trunk-{name}", "ChannelState: 0"]
    lines += ["ChannelStateDesc: Down", "CallerIDNum: 1", "CallerIDName: <unknown>", "ConnectedLineNum: <unknown>"]
    lines += ["ConnectedLineName: <unknown>", "Language: en", "AccountCode: ", "Context: from-trunk", "Exten: 8001"]
    return "\r\n".join([*lines, "Priority: 1", f"Uniqueid: {name}", f"Linkedid: {name}", *more]).encode()


def channel(position: int, name: str, pbx: str = "main") -> Entry:
    return Entry(position, pbx, position, written("Newchannel", name))


def hangup(position: int, name: str, pbx: str = "main") -> Entry:
    return Entry(position, pbx, position, written("Hangup", name, "Cause: 16", "Cause-txt: Normal Clearing"))


def after(*entries: Entry, replay_events_max: int = 1000) -> Derivation:
    derivation = Derivation(SITE, replay_events_max)
    for entry in entries:
        derivation.step(entry)
    return derivation


def test_with_nothing_up_it_can_begin_after_the_last_event() -> None:
    assert after(channel(1, "1.1"), hangup(2, "1.1")).checkpoint == (2, 3)


def test_with_channels_up_it_begins_at_the_oldest_of_any_pbx() -> None:
    derivation = after(channel(4, "1.1"), channel(5, "1.1", "other"), hangup(6, "1.1"), channel(7, "1.2"))
    assert derivation.checkpoint == (7, 5)


def test_a_channel_that_is_up_for_weeks_does_not_hold_the_journal() -> None:
    assert after(channel(1, "1.1"), channel(500, "1.2"), replay_events_max=100).checkpoint == (500, 401)


def test_events_in_one_go_are_the_same_as_one_by_one() -> None:
    entries = [channel(5, "1.1"), channel(6, "1.2"), hangup(7, "1.1")]
    one_by_one, at_once = Derivation(SITE), Derivation(SITE)
    found = [one_by_one.step(entry) for entry in entries]
    pairs = list(at_once.steps("main", [(entry.frame, entry.received_us) for entry in entries], 5))
    assert [event.position for event, _ in pairs] == [5, 6, 7]
    assert [event.name for event, _ in pairs] == ["Newchannel", "Newchannel", "Hangup"]
    assert [len(facts) for _, facts in pairs] == [len(facts) for facts in found]
    assert (at_once.checkpoint, at_once.position) == (one_by_one.checkpoint, 7)
    assert [call.linkedid for call in at_once.live_calls()] == ["1.2"]


def test_the_calls_of_every_pbx_live() -> None:
    derivation = after(channel(1, "1.1"), channel(2, "1.1", "other"), channel(3, "1.2"))
    found = sorted((call.pbx, call.linkedid) for call in derivation.live_calls())
    assert found == [("main", "1.1"), ("main", "1.2"), ("other", "1.1")]


def test_a_clock_that_was_never_asked_is_ahead_by_nothing_that_is_known() -> None:
    derivation = after(channel(1, "1.1"))
    assert (derivation.clock_ahead_us("main"), derivation.clock_ahead_us("other")) == (None, None)


def test_calls_of_a_pbx_that_is_no_more_are_found() -> None:
    derivation = after(channel(1, "1.1"), channel(2, "1.1", "other"))
    assert derivation.left_behind(["main"]) == ["other"]
    derivation.step(hangup(3, "1.1", "other"))
    assert derivation.left_behind(["main"]) == []


def test_how_far_a_clock_is_ahead_is_known_once_its_pbx_was_asked() -> None:
    derivation = after(channel(1, "1.1"))
    assert (derivation.clock_ahead_us("main"), derivation.clock_ahead_us("other")) == (None, None)
    asked = b"Event: PbxClock\r\nShown: 1764000001500000\r\nAsked: 1764000000000000\r\nCorrection: 0"
    derivation.step(Entry(2, "main", 1_764_000_000_000_000, asked))
    assert derivation.clock_ahead_us("main") == 1_500_000
