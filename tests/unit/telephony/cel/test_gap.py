"""What of all that is written belongs to a gap."""

import pytest

from telephony.cel.frames import frame_of
from telephony.cel.gap import Counts, Gap, of_gap, rings_of, rows_of
from telephony.cel.heard import Heard
from telephony.cel.log_lines import Ringing
from telephony.cel.rows import Row, extra_of

T0 = 1_764_000_000_000_000  # 24 November 2025, 16:00:00 UTC
S = 1_000_000
GAP = Gap(T0, T0 + 10 * S)
LINE = b'"HANGUP","1764000007.000042","1764000000.7","1764000000.7","PJSIP/t-1","8001","","","","138"\n'
RINGS = b"[2025-11-24 16:00:07.000042] VERBOSE[4711][C-0000002a] app_dial.c: PJSIP/1001-0000021f is ringing\n"


def row(kind: str, at_us: int, uniqueid: str = "1.1") -> Row:
    return Row(at_us, kind, uniqueid, "1.1", "PJSIP/t-1", "", "", "", {}, "")


@pytest.mark.parametrize(
    ("at_us", "slack_us", "held"),
    [
        (T0 - 300_001, 0, False),
        (T0 - 300_000, 0, True),
        (T0 + 10 * S + 150_000, 0, True),
        (T0 + 10 * S + 150_001, 0, False),
        (T0 - 300_000 - S, S, True),
        (T0 - 300_001 - S, S, False),
        (T0 + 10 * S + 150_000 + S, S, True),
        (T0 + 10 * S + 150_001 + S, S, False),
    ],
)
def test_a_gap_is_read_from_a_little_before_it_until_a_little_after_it(at_us: int, slack_us: int, held: bool) -> None:
    assert GAP._replace(slack_us=slack_us).holds(at_us) is held


def test_lines_that_are_no_rows_are_counted() -> None:
    counts = Counts()
    assert [each.type for each in rows_of([LINE, b"Master.csv\n", b""], counts)] == ["HANGUP"]
    assert (counts.bad_lines, counts.rows, counts.rings) == (2, 0, 0)
    assert (counts.has_log, counts.is_precise) == (False, False)


def test_rows_of_other_types_of_other_times_and_of_channels_that_are_gone_are_left_out() -> None:
    heard, counts = Heard(), Counts()
    heard.take([(frame_of(row("HANGUP", T0 - S, "1.9")), T0)])
    rows = [
        row("ANSWER", T0 + S),
        row("LINKEDID_END", T0 + S),
        row("ANSWER", T0 - S),
        row("ANSWER", T0 + 11 * S),
        row("ANSWER", T0 + S, "1.9"),
        row("HANGUP", T0 + 2 * S),
    ]
    assert [each.type for each in of_gap(rows, GAP, heard, counts)] == ["ANSWER", "HANGUP"]
    assert counts.rows == 2


def test_lines_of_the_log_are_of_the_gap_by_utc_and_counted() -> None:
    counts = Counts()
    assert (
        list(rings_of([RINGS, b"x\n", RINGS], 0, GAP, counts)) == [Ringing(T0 + 7 * S + 42, "PJSIP/1001-0000021f")] * 2
    )
    assert counts.rings == 2
    assert list(rings_of([RINGS], 8 * 3_600 * S, GAP, counts)) == []
    assert counts.rings == 2


def test_what_asterisk_adds_to_a_row_has_the_names_of_the_link() -> None:
    told = (
        '{"bridge_id":"b","bridge_technology":"simple_bridge","hangupcause":16,"hangupsource":"PJSIP/x","dialstatus":"BUSY",'
        '"retriever":"PJSIP/y","pickup_channel_uniqueid":"1.2","transferee_channel_uniqueid":"1.3",'
        '"channel2_uniqueid":"1.4","transfer_target_channel_uniqueid":"1.5","other":"left out"}'
    )
    assert extra_of(told) == {
        "BridgeUniqueid": "b",
        "BridgeTechnology": "simple_bridge",
        "Cause": "16",
        "Source": "PJSIP/x",
        "DialStatus": "BUSY",
        "Retriever": "PJSIP/y",
        "PickupUniqueid": "1.2",
        "TransfereeUniqueid": "1.3",
        "SecondTransfererUniqueid": "1.4",
        "TransferTargetUniqueid": "1.5",
    }
