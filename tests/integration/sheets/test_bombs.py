"""Two megabytes of bomb are refused within two seconds of a processor and 200 MB, the command's own memory included.

Seconds are those of a machine that does the yardstick in 0.125 s: one that is slow or busy has as much to do.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kit.sheets.files import read_lines
from kit.sheets.troubles import SENTENCES, SheetError, Trouble
from tests.integration.sheets.bombs import STRINGS, write
from tests.integration.sheets.kinds import KINDS

SECONDS, MEGABYTES = 2.0, 200

READS = """
import json, sys, time
from pathlib import Path
import thirdring.commands.households
from ticketing.households.gathering import gather
from ticketing.households.sheet_rows import Reading
from kit.sheets.files import read_lines
from kit.sheets.troubles import SheetError

def trouble(file):
    try:
        gather(read_lines(file), Reading())
    except SheetError as error:
        return error.trouble.value
    return "none"

def yardstick():
    began, seen = time.process_time(), {}
    for number in range(1_000_000):
        seen[number & 1023] = str(number).strip()
    return time.process_time() - began

before = yardstick()
for name in sys.argv[1:]:
    began = time.process_time()
    said = trouble(Path(name))
    seconds = time.process_time() - began
    if seconds > 0.5:
        before, after = yardstick(), before
        seconds *= 0.125 / max(before, after)
    most = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]  # the parent's is not in it
    print(json.dumps([said, seconds, int(most) // 1024]))
"""


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float, int]]:
    """Of each kind: the trouble, seconds of a processor, megabytes at most so far. All by one process."""
    folder = tmp_path_factory.mktemp("bombs")
    files = [folder / f"{number}.xlsx" for number in range(len(KINDS))]
    for file, (parts, _trouble) in zip(files, KINDS.values(), strict=True):
        write(file, parts)
    words = [sys.executable, "-c", READS, *map(str, files)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {kind: tuple(line) for kind, line in zip(KINDS, lines, strict=True)}


@pytest.mark.parametrize("kind", KINDS)
def test_a_bomb_is_refused_at_once_and_in_little_memory(refused: dict[str, tuple[str, float, int]], kind: str) -> None:
    trouble, seconds, megabytes = refused[kind]
    assert trouble == KINDS[kind][1]
    assert seconds <= SECONDS
    assert megabytes <= MEGABYTES


@pytest.mark.parametrize(
    ("file", "trouble"),
    [
        ({"copies": 40_000}, Trouble.BOMB),
        ({"method": 12}, Trouble.NO_WORKBOOK),
        ({"method": 14}, Trouble.NO_WORKBOOK),
        ({"flags": 1}, Trouble.PASSWORD),
    ],
    ids=["many parts", "bzip2", "lzma", "password"],
)
def test_a_zip_of_another_kind_is_refused(tmp_path: Path, file: dict[str, int], trouble: Trouble) -> None:
    write(tmp_path / "a.xlsx", {}, **file)
    assert refusal(tmp_path / "a.xlsx") is trouble


@pytest.mark.parametrize("cut", [10, 200, 1_000])
def test_a_file_that_breaks_off_is_damaged(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "a.xlsx"
    write(file, {})
    file.write_bytes(file.read_bytes()[:-cut])
    assert refusal(file) is Trouble.DAMAGED


def test_a_part_whose_checksum_is_wrong_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write(file, {})
    whole = file.read_bytes()
    at = whole.rindex(STRINGS.encode()) - 30  # its checksum in the directory
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert refusal(file) is Trouble.DAMAGED


def test_the_file_that_the_bombs_are_made_of_is_a_sheet(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", {})
    assert [line.cells for line in read_lines(tmp_path / "a.xlsx")] == [["room"]]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("room,name\n" + "a" * 150_000_000, Trouble.LINE_TOO_LONG),
        ('room,name\n1,"a\n' + "2,b\n" * 10, Trouble.OPEN_QUOTE),
        ('room,name\n1,"a\n' + "2,b\n" * 1_000_000, Trouble.OPEN_QUOTE),
        ("room" + "," * 500_000, Trouble.TOO_MANY_COLUMNS),
        ("room\n" + "1\n" * 500_000, Trouble.TOO_MANY_ROWS),
    ],
    ids=["a long line", "an open quote", "an open quote in a large file", "columns", "rows"],
)
def test_a_csv_that_is_no_sheet_is_refused(tmp_path: Path, text: str, trouble: Trouble) -> None:
    (tmp_path / "a.csv").write_text(text)
    assert refusal(tmp_path / "a.csv") is trouble


def test_a_file_of_a_gigabyte_is_not_looked_at(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(1_000_000_000)
    assert refusal(tmp_path / "a.csv") is Trouble.FILE_TOO_LARGE


def test_what_is_no_file_is_not_waited_for() -> None:
    assert refusal(Path("/dev/zero")) is Trouble.NO_FILE


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_is_said_in_both_languages(trouble: Trouble) -> None:
    fields = {"most": 1, "row": 2, "columns": "room", "headers": "code"}
    chinese, english = (sentence.format(**fields) for sentence in SENTENCES[trouble])
    assert not chinese.isascii()
    assert english.isascii() or "…" in english


def refusal(file: Path) -> Trouble:
    with pytest.raises(SheetError) as caught:
        for _line in read_lines(file):
            pass
    return caught.value.trouble
