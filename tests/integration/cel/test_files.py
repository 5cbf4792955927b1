"""Files that Asterisk appends to, however they are rotated."""

import gzip
import os
import shutil
from pathlib import Path

import pytest

from telephony.cel.files import opened
from telephony.cel.gap import BEFORE_US, Counts, Gap
from telephony.cel.heard import Heard
from telephony.cel.reading import frames_of
from telephony.cel.rows import row_at_us
from telephony.cel.sources import CsvFile

T0 = 1_764_000_000_000_000
S = 1_000_000


def line(at_us: int, kind: str = "CHAN_START") -> bytes:
    stamp = f"{at_us // S}.{at_us % S:06d}"
    return f'"{kind}","{stamp}","{stamp}","{stamp}","PJSIP/1001-0000","8001","","","","138"\n'.encode()


def write(file: Path, seconds: range, more: bytes = b"") -> None:
    file.write_bytes(b"".join(line(T0 + second * S) for second in seconds) + more)
    last_us = (T0 + seconds[-1] * S) / 1e6
    os.utime(file, (last_us, last_us))


def told(csv: Path, since: float, until: float, log: Path | None = None) -> list[int]:
    """The seconds of the rows that a gap has."""
    gap = Gap(T0 + round(since * S), T0 + round(until * S))
    frames = [*frames_of(gap, Heard(), CsvFile(csv), log, Counts())]
    rows = [frame for frame in frames if frame.startswith(b"Event: CelRow")]
    return [int(frame.partition(b"Timestamp: ")[2][:10]) - T0 // S for frame in rows]


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "thirdring.csv"


def test_only_what_a_gap_needs_is_read_of_a_large_file(csv: Path) -> None:
    write(csv, range(40_000))
    with opened(csv, T0) as [file]:
        begin = next(iter(file.lines_since(T0 + 30_000 * S, row_at_us)))
    assert 29_000 * S < (row_at_us(begin) or 0) - T0 <= 30_000 * S
    assert told(csv, 30_000, 30_003) == [30_000, 30_001, 30_002, 30_003]
    assert told(csv, 39_998, 90_000) == [39_998, 39_999]
    assert told(csv, -9, 1) == [0, 1]


def test_a_file_that_was_renamed_in_the_gap_is_read_with_its_successor(csv: Path) -> None:
    write(csv, range(10))
    csv.rename(csv.with_name("thirdring.csv.1"))
    write(csv, range(10, 20))
    assert told(csv, 7, 12) == [7, 8, 9, 10, 11, 12]


def test_a_file_that_was_copied_and_truncated_is_read_too(csv: Path) -> None:
    write(csv, range(10))
    shutil.copy2(csv, csv.with_name("thirdring.csv-20251124"))
    write(csv, range(10, 12))
    assert told(csv, 7, 12) == [7, 8, 9, 10, 11]


def test_older_files_packed_ones_and_a_second_name_of_the_same_are_left_alone(csv: Path) -> None:
    write(csv.with_name("thirdring.csv.2"), range(5))
    csv.with_name("thirdring.csv.3.gz").write_bytes(gzip.compress(line(T0 + 13 * S)))
    write(csv, range(10, 15))
    os.link(csv, csv.with_name("thirdring.csv.same"))
    assert told(csv, 6, 14) == [10, 11, 12, 13, 14]


def test_a_file_that_was_rotated_and_not_begun_again_is_read(csv: Path) -> None:
    write(csv, range(10))
    csv.rename(csv.with_name("thirdring.csv.1"))
    assert told(csv, 8, 20) == [8, 9]


def test_lines_that_are_none_and_a_last_one_that_is_not_whole_are_passed_over(csv: Path) -> None:
    write(csv, range(5), b"\xff\xfe not a row\n\n" + line(T0 + 5 * S) + line(T0 + 6 * S)[:40])
    counts = Counts()
    list(frames_of(Gap(T0, T0 + 9 * S), Heard(), CsvFile(csv), None, counts))
    assert (counts.rows, counts.bad_lines) == (6, 2)
    assert CsvFile(csv).last_us() == T0 + 6 * S  # as far as it goes


def test_a_file_that_is_not_there_tells_nothing(csv: Path) -> None:
    assert list(frames_of(Gap(T0, T0 + S), Heard(), CsvFile(csv), None, Counts())) == []
    assert CsvFile(csv).last_us() is None


def test_an_empty_file_tells_that_nothing_happened(csv: Path) -> None:
    csv.touch()
    names = [frame.partition(b"\r\n")[0] for frame in frames_of(Gap(T0, T0 + S), Heard(), CsvFile(csv), None, Counts())]
    assert names == [b"Event: Recovery", b"Event: Recovered"]


@pytest.mark.parametrize(
    ("local", "ahead_seconds"), [("2025-11-25 00:00:02.500000", 8 * 3600), ("2025-11-24 16:00:02.500000", 0)]
)
def test_the_log_is_read_whatever_its_zone(csv: Path, tmp_path: Path, local: str, ahead_seconds: int) -> None:
    write(csv, range(5))
    log = tmp_path / "full"
    log.write_text(f"[{local}] VERBOSE[1][C-00000001] app_dial.c: PJSIP/1001-0000 is ringing\n")
    os.utime(log, ((T0 + 3 * S) / 1e6,) * 2)
    counts = Counts()
    frames = list(frames_of(Gap(T0, T0 + 9 * S), Heard(), CsvFile(csv), log, counts))
    assert (counts.has_log, counts.is_precise, counts.rings) == (True, True, 1)
    stamp = f"{T0 // S + 2}.500000"
    assert f"Event: LogRinging\r\nTimestamp: {stamp}\r\nChannel: PJSIP/1001-0000".encode() in frames


def test_a_log_of_a_lower_level_is_not_taken_for_phones_that_never_rang(csv: Path, tmp_path: Path) -> None:
    write(csv, range(5))
    log = tmp_path / "full"
    log.write_text("[2025-11-24 16:00:02.500000] NOTICE[1] chan_pjsip.c: something\n")
    os.utime(log, ((T0 + 3 * S) / 1e6,) * 2)
    counts = Counts()
    first = next(frames_of(Gap(T0, T0 + 9 * S), Heard(), CsvFile(csv), log, counts))
    assert b"\r\nLog: no" in first
    assert BEFORE_US == 300_000
