"""What the parts are told about the site comes from thirdring.toml, and reaches each of them."""

import configparser
import os
import re
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.unit.deploy.compose import ROOT
from thirdring.commands import CommandError
from thirdring.commands.stack import stale_parts
from thirdring.stack import StackError, places
from thirdring.stack.prepare import prepare
from thirdring.stack.site import read_site, zone_file


def deploy(tmp_path: Path, toml: str) -> Path:
    """As this repository's, with settings of the site's own."""
    folder = tmp_path / "deploy"
    folder.mkdir()
    for part in (ROOT / "deploy").iterdir():
        if part.is_dir() and part.name != "thirdring":
            (folder / part.name).symlink_to(part)
    (folder / "thirdring").mkdir()
    (folder / "thirdring" / "thirdring.toml").write_text(toml)
    return folder


def made(tmp_path: Path, toml: str) -> Path:
    url = "https://desk.example"
    prepare(deploy(tmp_path, toml), tmp_path / "given", tmp_path / "made", places.compose("10.9.8", url))
    return tmp_path / "made"


def test_what_is_not_said_is_as_the_settings_have_it(tmp_path: Path) -> None:
    (tmp_path / "empty.toml").write_text("")
    assert read_site(tmp_path / "empty.toml") == ("Asia/Shanghai", "CN")


@pytest.mark.parametrize(("toml", "why"), [('timezone = "Mars/Base"', "Mars/Base"), ("timezone = ", "empty.toml")])
def test_what_cannot_be_is_told_by_file_and_name(tmp_path: Path, toml: str, why: str) -> None:
    (tmp_path / "empty.toml").write_text(toml)
    with pytest.raises(StackError, match=why):
        read_site(tmp_path / "empty.toml")


def test_each_part_goes_by_the_zone_of_the_site(tmp_path: Path) -> None:
    folder = made(tmp_path, 'timezone = "Europe/Madrid"\n[numbers]\nregion = "ES"\n')
    texts = [file.read_text() for file in folder.rglob("*") if file.is_file() and file.name != "localtime"]
    assert not [text for text in texts if "Asia/Shanghai" in text]
    assert (folder / "asterisk" / "localtime").read_bytes() == zone_file("Europe/Madrid")
    ini = configparser.ConfigParser()
    ini.read(folder / "grafana" / "grafana.ini")
    assert ini["date_formats"]["default_timezone"] == "Europe/Madrid"
    assert ini["users"]["default_language"] == "en-US"
    assert "location: Europe/Madrid" in (folder / "alertmanager" / "alertmanager.yml").read_text()


def test_the_zone_file_is_the_zone(tmp_path: Path) -> None:
    (tmp_path / "localtime").write_bytes(zone_file("Asia/Shanghai"))
    with (tmp_path / "localtime").open("rb") as file:
        zone = ZoneInfo.from_file(file)
    at = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert at.astimezone(zone).hour == 20


def test_network_and_address_that_were_chosen_are_where_they_are_needed(tmp_path: Path) -> None:
    folder = made(tmp_path, "")
    assert "agi://10.9.8.3:4573" in (folder / "asterisk" / "globals.conf").read_text()
    assert "permit = 10.9.8.0/255.255.255.0" in (folder / "asterisk" / "manager.conf").read_text()
    assert "match = 10.9.8.10" in (folder / "asterisk" / "pjsip.conf").read_text()
    boards = "".join(file.read_text() for file in (folder / "grafana" / "dashboards").rglob("*.json"))
    assert "https://desk.example" in boards
    assert "127.0.0.1:8080" not in boards


def sound(tmp_path: Path, ports: str, address: str) -> str:
    there = places.compose("10.9.8", "https://desk.example", ports, address)
    prepare(deploy(tmp_path, ""), tmp_path / "given", tmp_path / "made", there)
    return (tmp_path / "made" / "asterisk" / "rtp.conf").read_text()


@pytest.mark.parametrize("told", ["192.0.2.10", "2001:db8::10"])
def test_browsers_are_told_where_the_sound_of_calls_is(tmp_path: Path, told: str) -> None:
    text = sound(tmp_path, "20000-20199", told)
    assert re.findall(r"^rtp\w+ = \d+", text, re.MULTILINE) == ["rtpstart = 20000", "rtpend = 20199"]
    assert f"[ice_host_candidates]\n10.9.8.5 => {told},include_local_address\n" in text


@pytest.mark.parametrize("nowhere", ["127.0.0.1", "0.0.0.0", "::"])
def test_an_address_by_which_nobody_is_reached_is_not_told(tmp_path: Path, nowhere: str) -> None:
    assert "\n10.9.8.5 =>" not in sound(tmp_path, "20000-20199", nowhere)


@pytest.mark.parametrize("ports", ["", "10000", "10099-10000", "10-99", "10000-70000", "10000-10099 ", "a-b"])
def test_ports_of_sound_that_are_none_are_told_by_their_name_with_an_example(tmp_path: Path, ports: str) -> None:
    with pytest.raises(StackError, match=r"THIRDRING_RTP_PORTS.*10000-10099\.$"):
        sound(tmp_path, ports, "192.0.2.10")


def test_a_name_is_no_address_of_sound(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"THIRDRING_RTP_ADDRESS.*desk\.example.*192\.0\.2\.10"):
        sound(tmp_path, "10000-10099", "desk.example")


def test_again_it_touches_no_file_that_is_the_same_and_forgets_what_is_wanted_no_more(tmp_path: Path) -> None:
    folder = made(tmp_path, "")
    before = {file: file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}
    old = folder / "prometheus" / "rules" / "deleted.yml"
    old.write_text("groups: []")
    prepare(tmp_path / "deploy", tmp_path / "given", folder, places.compose("10.9.8", "https://desk.example"))
    assert {file: file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()} == before


def test_files_are_for_our_group_whatever_the_umask_is(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        folder = made(tmp_path, "")
    finally:
        os.umask(before)
    assert {file.stat().st_mode & 0o777 for file in folder.rglob("*") if file.is_file()} == {0o640}
    assert {place.stat().st_mode & 0o777 for place in folder.rglob("*") if place.is_dir()} == {0o750}


def test_a_part_is_stale_once_a_file_of_its_own_is_younger(tmp_path: Path) -> None:
    (tmp_path / "grafana").mkdir()
    (tmp_path / "thirdring").mkdir()
    (tmp_path / "grafana" / "grafana.ini").touch()
    (tmp_path / "thirdring" / "thirdring.toml").touch()
    os.utime(tmp_path / "thirdring" / "thirdring.toml", (time.time() - 600, time.time() - 600))
    started_at = datetime.fromtimestamp(time.time() - 60, UTC).isoformat().replace("+00:00", "Z")
    started = [f"{part}={started_at}" for part in ("thirdring", "daily", "grafana", "relay")]
    assert stale_parts(tmp_path, started) == ["grafana"]
    os.utime(tmp_path / "thirdring" / "thirdring.toml")
    assert stale_parts(tmp_path, started) == ["daily", "grafana", "thirdring"]


def test_a_time_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="grafana=soon"):
        stale_parts(tmp_path, ["grafana=soon"])
