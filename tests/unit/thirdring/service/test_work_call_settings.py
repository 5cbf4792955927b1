"""Calls to workmen that could never reach anybody are refused at the start, with what to write instead."""

from pathlib import Path

import pytest

from thirdring.settings import Settings, SettingsError, load

CHANNEL = "PJSIP/{phone}@trunk"
NEEDED = """
[web]
public_url = "https://desk.example"
[[work.robot]]
trade = "plumbing"
url = "https://robot.example"
"""
PBX = """
[[pbx]]
secret = "word"
"""


def loaded(folder: Path, channel: str, rest: str = PBX) -> Settings:
    file = folder / "thirdring.toml"
    file.write_text(f'{NEEDED}[work.call]\nchannel = "{channel}"\n{rest}', encoding="utf-8")
    return load(file)


@pytest.mark.parametrize("channel", ["", CHANNEL, "SIP/trunk-2/{phone}", "PJSIP/0{phone}@trunk"])
def test_a_channel_of_a_trunk_or_none_is_taken(tmp_path: Path, channel: str) -> None:
    assert loaded(tmp_path, channel).work.call.channel == channel


@pytest.mark.parametrize(
    "channel",
    [
        "PJSIP/{phone}@{trunk}",
        "PJSIP/{phone}@trunk}",
        "PJSIP/{phone}@中继",
        "PJSIP/{phone}@trünk",
        "PJSIP/1001",
        "PJSIP/{phone}{phone}@trunk",
        "Local/9{phone}@from-agents",
    ],
)
def test_a_channel_that_calls_nobody_is_refused_with_its_key_and_an_example(tmp_path: Path, channel: str) -> None:
    with pytest.raises(SettingsError) as refused:
        loaded(tmp_path, channel)
    assert ": work.call.channel " in str(refused.value)
    assert f'for example "{CHANNEL}"' in str(refused.value)


@pytest.mark.parametrize(
    ("rest", "problem"),
    [("", r"work\.call calls through a PBX.*\[\[pbx\]\]"), (f"[agi]\nenabled = false\n{PBX}", "agi.enabled = true")],
)
def test_calls_need_a_pbx_and_the_door_by_which_key_1_comes(tmp_path: Path, rest: str, problem: str) -> None:
    assert loaded(tmp_path, "", rest).work.call.channel == ""
    with pytest.raises(SettingsError, match=problem):
        loaded(tmp_path, CHANNEL, rest)
