"""What agents did is kept in a file, and a damaged one costs nothing but what it told."""

from pathlib import Path

import pytest

from telephony.agents.memory import Last, Memory
from telephony.agents.states import Standing, State
from telephony.agents.wrap_up import WrapUp
from telephony.facts import CallRef
from ticketing.workflows.agent_memory import MemoryFile, text_of

MEMORY = Memory(
    {"张": Last(Standing(State.PAUSED, 5, "吃饭"), 7), "1002": Last(Standing(State.READY, None), 7)},
    {"张": WrapUp(CallRef("main", "1764036000.7"), 1, 31, lengthened=True)},
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = MemoryFile(tmp_path / "agents.json")
    file.write(MEMORY)
    assert file.read() == MEMORY
    assert (tmp_path / "agents.json").stat().st_mode & 0o777 == 0o600


def test_before_the_first_start_there_is_nothing(tmp_path: Path) -> None:
    assert MemoryFile(tmp_path / "agents.json").read() == Memory()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"states": 1, "wrap_ups": {}}', text_of(MEMORY)[:-9], text_of(MEMORY).replace("7", "null")],
)
def test_a_damaged_file_tells_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "agents.json").write_text(text)
    assert MemoryFile(tmp_path / "agents.json").read() == Memory()


def test_a_full_disk_stops_nobody(tmp_path: Path) -> None:
    MemoryFile(tmp_path / "gone" / "agents.json").write(MEMORY)
    assert not (tmp_path / "gone").exists()
