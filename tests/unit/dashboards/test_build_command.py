import json
from pathlib import Path

import pytest

from dashboards import build
from kit import i18n
from metrics.calls.service_level import Policy
from thirdring.commands import CommandError
from thirdring.commands.dashboards import build_boards


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def test_the_command_says_which_boards_it_wrote_and_then_that_all_are_well(tmp_path: Path) -> None:
    said = build_boards(tmp_path, Policy(rings_within=2))
    assert len(said) == 14
    assert f"{tmp_path / 'thirdring-wall-zh.json'} is written." in said
    assert "2 声内接听" in (tmp_path / "thirdring-wall-zh.json").read_text()
    assert build_boards(tmp_path, Policy(rings_within=2)) == ["All 14 boards are as they should be."]


def test_a_folder_that_cannot_be_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=r"cannot be written to .*file: (File exists|Not a directory)"):
        build_boards(tmp_path / "file", Policy())


def test_without_the_package_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thirdring.commands.dashboards.find_spec", lambda name: None)
    with pytest.raises(CommandError, match="run setup dev"):
        build_boards(build.FOLDER, Policy())


def test_boards_of_a_site_have_its_zone_its_name_and_its_address(tmp_path: Path) -> None:
    values = {"timezone": "Asia/Urumqi", "site": "湖畔花园", "service": "https://hotline.example"}
    build_boards(tmp_path, Policy(), values)
    board = json.loads((tmp_path / "thirdring-shift-zh.json").read_text())
    assert board["timezone"] == "Asia/Urumqi"
    told = {one["name"]: one["query"] for one in board["templating"]["list"] if one["type"] == "textbox"}
    assert told == values
