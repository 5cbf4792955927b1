"""What the units start is ours, with settings that there are."""

import re
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from thirdring.cli import app
from thirdring.settings import load

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_every_command_is_one_of_ours(unit: Path) -> None:
    commands = re.findall(r"^ExecStart=/opt/thirdring/run (.*)$", unit.read_text(), re.MULTILINE)
    assert commands
    for words in map(str.split, commands):
        group = typer.main.get_command(app)
        assert isinstance(group, TyperGroup)
        options = {option for parameter in group.commands[words[0]].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_the_secret_it_is_given_is_the_one_of_its_settings(
    unit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = unit.read_text()
    [name, source] = re.findall(r"^LoadCredential=(\w+):(\S+)$", text, re.MULTILINE)[0]
    config = (ROOT / "deploy" / "thirdring" / "thirdring.toml").read_text()
    assert f'secret_file = "{source}"' in config
    (tmp_path / name).write_text("word\n")
    for key, value in re.findall(r"^Environment=(THIRDRING__\w+)=(\S+)$", text, re.MULTILINE):
        monkeypatch.setenv(key, value.replace("%d", str(tmp_path)))
    assert load(ROOT / "deploy" / "thirdring" / "thirdring.toml").pbx[0].secret.get_secret_value() == "word"


def test_what_a_service_may_do_is_the_same_for_all() -> None:
    hardened = {unit.read_text().partition("NoNewPrivileges")[2].partition("\n\n")[0].strip() for unit in SERVICES}
    assert len(hardened) == 1


def test_the_installer_puts_every_unit_in_place() -> None:
    text = (FOLDER / "install").read_text()
    assert '"$units"/*.service "$units"/*.timer /etc/systemd/system/' in text
    for unit in [*FOLDER.glob("*.timer"), FOLDER / "thirdring.service"]:
        assert unit.name in text
