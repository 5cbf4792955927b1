"""Lines of cel_custom: rows, and whatever else a file may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.cel.rows import TYPES, row_at_us, row_of
from tests.unit.telephony.cel.written import lines

LINE = (
    b'"HANGUP","1764000007.000042","1764000000.7","1764000000.7","PJSIP/trunk-00000003","8001","Queue","hotline,t",'
    b'"{""hangupcause"":127,""hangupsource"":""PJSIP/trunk-00000003"",""dialstatus"":""CANCEL""}","13800000001"\n'
)


def test_a_line_is_a_row_with_microseconds_and_what_asterisk_adds() -> None:
    row = row_of(LINE)
    assert row is not None
    assert (row.at_us, row.type, row.uniqueid, row.channel) == (
        1_764_000_007_000_042,
        "HANGUP",
        "1764000000.7",
        "PJSIP/trunk-00000003",
    )
    assert (row.exten, row.app, row.data, row.number) == ("8001", "Queue", "hotline,t", "13800000001")
    assert row.extra == {"Cause": "127", "Source": "PJSIP/trunk-00000003", "DialStatus": "CANCEL"}
    assert row_at_us(LINE) == row.at_us


def test_every_line_that_asterisk_wrote_is_a_row() -> None:
    rows = [row_of(line) for line in lines("rows")]
    assert len(rows) > 1000
    assert None not in rows
    assert {row.type for row in rows if row} >= TYPES


@pytest.mark.parametrize(
    "line",
    [
        LINE[:-20],
        LINE.replace(b"1764000007.000042", b"2025-11-24 16:00:07"),
        LINE.replace(b',"13800000001"', b""),
        LINE.replace(b"13800000001", b"138\x00"),
        LINE.replace(b"PJSIP/trunk-00000003", b""),
        LINE.replace(b"13800000001", b"1" * 5000),
        b"",
        b"Master.csv\n",
    ],
    ids=["cut", "with a dateformat", "of fewer columns", "control characters", "no channel", "long", "empty", "other"],
)
def test_what_is_not_written_like_that_is_no_row(line: bytes) -> None:
    assert row_of(line) is None


def test_a_caller_whose_number_has_line_breaks_and_quotes_writes_no_row() -> None:
    """Asterisk doubles the quotes; a line break in a number cuts the row in two, and neither half is one."""
    forged = '138\r\n"HANGUP","1764000001.000000","1764000000.8","1764000000.8","PJSIP/x","","","","",""'
    written = LINE.decode().replace("13800000001", forged.replace('"', '""')).encode()
    assert [row_of(line) for line in written.splitlines(keepends=True)] == [None, None]


def test_what_asterisk_adds_may_be_missing_or_no_json() -> None:
    for extra in (b"", b"{", b"[]", b'{""hangupcause"":null,""bridge_id"":""N/A""}', b"[" * 3000):
        head, _, tail = LINE.partition(b'"{""')
        row = row_of(head + b'"' + extra + b'",' + tail.rpartition(b",")[2])
        assert row is not None
        assert row.extra == {}


@given(st.binary(max_size=300))
def test_nothing_in_a_file_raises(line: bytes) -> None:
    assert row_of(line) is None
    row_at_us(line)
    row_of(LINE[:40] + line)
