"""What holds personal data is whole or not there, and only its owner reads it."""

import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.files import whole_file
from thirdring.commands import CommandError
from thirdring.commands.private_files import private_sheet
from ticketing.agi.spool import Spool

ROWS = [["链接"], *([f"https://survey.example/s/{number:060}"] for number in range(2_000))]


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Of somebody who shares everything."""
    before = os.umask(0)
    yield tmp_path
    os.umask(before)


@contextmanager
def little_room(size_bytes: int) -> Iterator[None]:
    """A disk that is full after so many bytes of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_only_the_owner_reads_it_also_where_everybody_read_what_was_there(folder: Path) -> None:
    file = folder / "links.csv"
    file.write_text("for all to see")
    assert mode_of(file) == 0o666
    with whole_file(file) as sink:
        [draft] = set(folder.iterdir()) - {file}
        assert mode_of(draft) == 0o600
        sink.write(b"private")
    assert (file.read_bytes(), mode_of(file)) == (b"private", 0o600)
    assert list(folder.iterdir()) == [file]


def test_after_an_error_nothing_has_changed(folder: Path) -> None:
    file = folder / "links.csv"
    file.write_text("before")
    with pytest.raises(TypeError), whole_file(file) as sink:
        sink.writelines([b"half", "of it"])  # type: ignore[list-item] # which is the error
    assert file.read_text() == "before"
    assert list(folder.iterdir()) == [file]


@pytest.mark.parametrize("name", ["links.csv", "links.xlsx"])
def test_a_sheet_for_which_there_is_no_room_is_not_written_at_all(folder: Path, name: str) -> None:
    file = folder / name
    file.write_text("before")
    with little_room(4_096), pytest.raises(CommandError, match="File too large"), private_sheet(file) as put:
        put(ROWS)
    assert file.read_text() == "before"
    assert list(folder.iterdir()) == [file]


def test_who_is_killed_in_the_middle_leaves_what_was_there(folder: Path) -> None:
    file = folder / "links.csv"
    file.write_text("before")
    program = (
        "import os, pathlib, signal\nfrom kit.files import whole_file\n"
        f"with whole_file(pathlib.Path({str(file)!r})) as sink:\n"
        "    sink.write(b'half'); sink.flush(); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == -signal.SIGKILL
    assert file.read_text() == "before"
    assert {mode_of(each) for each in folder.iterdir() if each != file} == {0o600}


def test_what_somebody_killed_left_half_written_is_removed_and_nothing_else(folder: Path) -> None:
    names = {"1-abcd.json", ".1-abcd.json.0a1b2c3d", ".bashrc", ".1-abcd.json.old"}
    for name in names:
        (folder / name).write_text("x")
    Spool(folder)
    assert {file.name for file in folder.iterdir()} == names - {".1-abcd.json.0a1b2c3d"}
    assert Spool(folder / "nowhere").names() == []


def test_a_link_is_replaced_and_what_it_leads_to_stays(folder: Path) -> None:
    other, link = folder / "other", folder / "links.csv"
    other.write_text("somebody else's")
    link.symlink_to(other)
    with whole_file(link) as sink:
        sink.write(b"private")
    assert (other.read_text(), link.is_symlink(), link.read_text()) == ("somebody else's", False, "private")


def test_what_is_no_file_is_refused_in_a_sentence(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    for target in (pipe, folder, folder / "nowhere" / "links.csv"):
        with pytest.raises(CommandError, match=str(target)), private_sheet(target) as put:
            put(ROWS)
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
