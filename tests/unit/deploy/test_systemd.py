"""What the units start is ours, with settings that there are."""

import re
from pathlib import Path

import pytest

from telephony.journal.kept import KEEP_US
from tests.unit.verbs import verbs
from thirdring.settings import SettingsError, load

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "deploy" / "systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
RELAY = FOLDER / "thirdring-relay.service"


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_every_command_is_one_of_ours(unit: Path) -> None:
    commands = re.findall(r"^ExecStart=/opt/thirdring/run (.*)$", unit.read_text(), re.MULTILINE)
    assert commands
    for words in map(str.split, commands):
        options = {option for parameter in verbs()[words[0]].params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("unit", [unit for unit in SERVICES if unit != RELAY], ids=lambda unit: unit.stem)
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


def test_the_robots_secrets_are_where_the_page_has_the_relay_look(tmp_path: Path) -> None:
    text, page = RELAY.read_text(), (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    given = re.findall(r"^LoadCredential=(\w+):/etc/thirdring/secrets/(\w+)$", text, re.MULTILINE)
    assert re.findall(r"^SetCredential=(\w+):none$", text, re.MULTILINE) == [name for name, _file in given]
    for name, file in given:
        assert file in page
        (tmp_path / name).write_text(f"https://robot.example/{name}\n")
    settings = "".join(re.findall(r"(?s)```toml\n(.*?)```", page))
    settings = settings.replace(f"/run/credentials/{RELAY.name}", f"{tmp_path}")
    (tmp_path / "relay.toml").write_text(settings, encoding="utf-8")
    relay = load(tmp_path / "relay.toml").relay
    secrets = (relay.wecom.url, relay.dingtalk.url, relay.dingtalk.secret, relay.shifts.token)
    read = [secret and secret.get_secret_value().rpartition("/")[2] for secret in secrets]
    assert read == [name for name, _file in given]


def test_a_robots_address_that_is_not_there_is_named_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "wecom_url").write_text("none")
    (tmp_path / "relay.toml").write_text(f'[relay.wecom]\nurl_file = "{tmp_path}/wecom_url"\n')
    with pytest.raises(SettingsError, match=r"relay\.wecom\.url"):
        load(tmp_path / "relay.toml")


def test_the_relay_runs_only_where_it_has_settings() -> None:
    config = "/etc/thirdring/relay.toml"
    unit, installer = RELAY.read_text(), (FOLDER / "install").read_text()
    assert f"ConditionPathExists={config}\n" in unit
    assert f"relay --config {config}\n" in unit
    enabling = [line for line in installer.splitlines() if RELAY.name in line]
    assert enabling == [f"if [ -e {config} ]; then systemctl enable --quiet {RELAY.name}; fi"]


def test_what_a_service_may_do_is_the_same_for_all() -> None:
    hardened = {unit.read_text().partition("NoNewPrivileges")[2].partition("\n\n")[0].strip() for unit in SERVICES}
    assert len(hardened) == 1


def test_the_service_begins_after_the_ear_says_that_it_is_there() -> None:
    after = (FOLDER / "thirdring.service").read_text().partition("After=")[2].splitlines()[0].split()
    assert {"thirdring-listen@1.service", "thirdring-listen@2.service"} <= {*after}
    assert "Type=notify\n" in (FOLDER / "thirdring-listen@.service").read_text()


def test_an_ear_that_is_frozen_is_ended_while_the_other_still_has_what_it_missed() -> None:
    watchdog = re.search(r"WatchdogSec=(\d+)\n", (FOLDER / "thirdring-listen@.service").read_text())
    assert watchdog is not None
    assert 2 * int(watchdog[1]) * 1_000_000 <= KEEP_US


def test_the_installer_puts_every_unit_in_place() -> None:
    text = (FOLDER / "install").read_text()
    assert '"$units"/*.service "$units"/*.timer /etc/systemd/system/' in text
    for unit in [*FOLDER.glob("*.timer"), FOLDER / "thirdring.service"]:
        assert unit.name in text
