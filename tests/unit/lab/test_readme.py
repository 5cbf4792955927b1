import tomllib

import pytest

from kit.i18n import Language
from kit.version import __version__
from lab.texts.readme import READMES, ROOT, filled, states
from telephony.ami.filters import EVENT_MASK
from telephony.calls.states import TRANSITIONS


@pytest.mark.parametrize(("name", "language"), READMES.items())
def test_the_tables_of_a_readme_are_those_of_the_code(name: str, language: Language) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert filled(text, language) == text, "run ./run docs"


def test_every_state_has_its_row_and_every_transition_its_cell() -> None:
    table = states(str)
    assert all(f"**{state}**" in table for state in TRANSITIONS)
    cells = sum(len(line.split(" | ")) - 1 - line.count("–") for line in table.splitlines()[2:])
    assert cells == sum(len(following) for following in TRANSITIONS.values())


@pytest.mark.parametrize("name", READMES)
def test_the_two_commands_open_the_readme(name: str) -> None:
    commands = [line for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line.startswith("./run")]
    assert [command.split("#")[0].strip() for command in commands[:2]] == ["./run demo", "./run test"]


@pytest.mark.parametrize("name", READMES)
def test_the_readme_asks_manager_conf_for_the_events_that_calls_are_made_of(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert f"   read = {EVENT_MASK}\n" in text
    assert "   timestampevents = yes " in text


def test_the_version_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
