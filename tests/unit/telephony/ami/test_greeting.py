"""PBXs that are too old are told by what they say first."""

from pathlib import Path

import pytest

from telephony.ami.greeting import OLDEST, TooOldError, too_old
from telephony.replay import Tally, events
from thirdring.commands import CommandError
from thirdring.commands.replay import judged_calls
from thirdring.settings import Settings


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.3", "1.4"])
def test_asterisk_1_8_to_11_is_refused_with_the_oldest_version_that_can_be_measured(version: str) -> None:
    why = too_old(f"Asterisk Call Manager/{version}")
    assert f"AMI {version}" in why
    assert OLDEST in why


@pytest.mark.parametrize("version", ["2.10.5", "5.0.2", "7.0.3", "9.0.0", "11.0.0"])
def test_asterisk_13_and_later_are_taken(version: str) -> None:
    assert too_old(f"Asterisk Call Manager/{version}") == ""


def test_something_else_is_no_old_pbx() -> None:
    assert too_old("SSH-2.0-OpenSSH_9.2") == ""


OLD = b"Asterisk Call Manager/1.3\r\nEvent: Newchannel\r\nChannel: SIP/trunk-0000001\r\nUniqueid: 1.1\r\n\r\n"


def test_a_recording_of_an_old_pbx_is_refused() -> None:
    with pytest.raises(TooOldError, match=OLDEST):
        list(events([OLD]))


def test_the_command_names_the_file_and_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "old.ami"
    file.write_bytes(OLD)
    with pytest.raises(CommandError, match=f"old.ami: .*{OLDEST}"):
        list(judged_calls(file, Settings(), ["8000"], [], Tally()))
