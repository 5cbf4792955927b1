"""Rows and lines in the order in which it happened."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from telephony.cel.gap import Counts, of_gap, rings_of, rows_of
from telephony.cel.heard import Heard
from telephony.cel.log_lines import Ringing
from telephony.cel.order import LEAVING_US, in_order
from telephony.cel.rows import HANGUP_REQUEST, Row
from tests.unit.telephony.cel.written import extent, lines

T0 = 1_764_000_000_000_000
S = 1_000_000
CALLER, PHONE = "PJSIP/trunk-00000001", "PJSIP/1001-00000002"


def row(kind: str, ms: float, uniqueid: str = "1.1", **extra: str) -> Row:
    channel = CALLER if uniqueid == "1.1" else PHONE
    return Row(T0 + round(ms * 1000), kind, uniqueid, "1.1", channel, "8001", "", "", extra, "")


def kinds(*rows: Row) -> list[tuple[str, str]]:
    return [(each.type, each.uniqueid) for each in in_order(rows, (), T0 + 10**9) if isinstance(each, Row)]


def test_a_caller_who_hangs_up_does_so_before_the_phones_that_rang_for_them() -> None:
    phone = row("HANGUP", 0, "1.2", Cause="0")
    assert kinds(phone, row("HANGUP", 4, Source=CALLER)) == [
        (HANGUP_REQUEST, "1.1"),
        ("HANGUP", "1.2"),
        ("HANGUP", "1.1"),
    ]


def test_who_is_bridged_with_what_is_left_of_a_caller_may_not_have_answered() -> None:
    """The caller hangs up as a phone is picked up. Who has talked for longer has answered."""
    for talked_ms, first in ((20, (HANGUP_REQUEST, "1.1")), (LEAVING_US / 1000 + 1, ("BRIDGE_ENTER", "1.1"))):
        bridged = [row("BRIDGE_ENTER", 0), row("BRIDGE_ENTER", 1, "1.2")]
        over = [row("HANGUP", talked_ms - 1, "1.2"), row("HANGUP", talked_ms, Source=CALLER)]
        assert kinds(*bridged, *over)[0] == first


def test_a_phone_that_rang_out_before_did_so_before() -> None:
    phone = row("HANGUP", 0, "1.2", Cause="0")
    assert kinds(phone, row("HANGUP", LEAVING_US / 1000 + 1, Source=CALLER)) == [
        ("HANGUP", "1.2"),
        (HANGUP_REQUEST, "1.1"),
        ("HANGUP", "1.1"),
    ]


def test_who_is_hung_up_by_another_or_told_to_be_busy_did_not_hang_up() -> None:
    for extra in (
        {"Source": "dialplan/builtin", "Cause": "16"},
        {"Source": PHONE},
        {"Source": CALLER, "Cause": "17", "DialStatus": "BUSY"},
        {"Cause": "0"},
    ):
        assert kinds(row("HANGUP", 0, **extra)) == [("HANGUP", "1.1")]


def test_who_hung_up_at_the_very_end_of_a_gap_is_known_by_what_comes_after_it() -> None:
    rows = (row("HANGUP", 0, "1.2", Cause="0"), row("HANGUP", 4, Source=CALLER))
    assert [each.type for each in in_order(rows, (), T0 + 1_000) if isinstance(each, Row)] == [HANGUP_REQUEST, "HANGUP"]


def test_a_phone_that_hangs_up_itself_or_a_caller_of_whom_something_else_is_written_has_not_left() -> None:
    assert kinds(row("HANGUP", 0, "1.2", Source=PHONE)) == [("HANGUP", "1.2")]
    assert kinds(row("HANGUP", 0, "1.2", Cause="44")) == [("HANGUP", "1.2")]
    assert kinds(row("BRIDGE_EXIT", 0, Source=CALLER)) == [("BRIDGE_EXIT", "1.1")]


def test_only_the_end_of_a_phone_of_the_same_call_is_put_behind_the_caller_who_left() -> None:
    of_another = row("HANGUP", 1, "9.2")._replace(linkedid="9.1")
    assert kinds(row("ANSWER", 0, "1.2"), of_another, row("HANGUP", 4, Source=CALLER)) == [
        ("ANSWER", "1.2"),
        ("HANGUP", "9.2"),
        (HANGUP_REQUEST, "1.1"),
        ("HANGUP", "1.1"),
    ]


def test_that_a_caller_left_is_told_without_a_cause_and_when_the_first_phone_ended() -> None:
    rows = (row("HANGUP", 0, "1.2"), row("HANGUP", 1, "1.2"), row("HANGUP", 4, Cause="16", Source=CALLER))
    leaving = next(iter(in_order(rows, (), T0 + S)))
    assert leaving == row(HANGUP_REQUEST, 0)


def test_who_hangs_up_on_a_busy_line_or_on_one_that_was_busy_before_has_left() -> None:
    for extra in ({"Cause": "17"}, {"Cause": "16", "DialStatus": "BUSY"}):
        assert kinds(row("HANGUP", 0, Source=CALLER, **extra))[0] == (HANGUP_REQUEST, "1.1")


def test_a_line_that_has_gone_dead_is_a_caller_who_left() -> None:
    assert kinds(row("HANGUP", 0, Cause="44"))[0] == (HANGUP_REQUEST, "1.1")


def test_the_end_of_a_call_comes_behind_the_end_of_its_phones() -> None:
    switch = row("HANGUP", 0, Source="dialplan/builtin", Cause="16")
    assert kinds(switch, row("HANGUP", 3, "1.2", Cause="17")) == [("HANGUP", "1.2"), ("HANGUP", "1.1")]


def test_a_phone_is_there_before_it_rings() -> None:
    ringing = Ringing(T0, PHONE)
    assert list(in_order([row("CHAN_START", 0, "1.2")], [ringing], T0))[-1] == ringing


WRITTEN = list(of_gap(rows_of(lines("rows"), Counts()), extent(), Heard(), Counts()))
RINGS = list(rings_of(lines("log"), 0, extent(), Counts()))


@given(st.lists(st.integers(0, 10_000), min_size=40, max_size=40), st.integers(0, 900))
def test_rows_that_are_written_a_little_late_are_told_in_order(late_us: list[int], begin: int) -> None:
    rows = WRITTEN[begin : begin + 40]
    mixed = sorted(zip(rows, late_us, strict=True), key=lambda each: each[0].at_us + each[1])
    told = list(in_order((each for each, _ in mixed), RINGS, extent().until_us))
    assert sorted(map(str, told)) == sorted(map(str, in_order(rows, RINGS, extent().until_us)))
    instants = [each.at_us for each in told]
    assert all(late <= early + 5_000 for late, early in pairwise(instants))
