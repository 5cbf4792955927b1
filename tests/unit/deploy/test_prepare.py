"""What `stack prepare` makes: each secret once, seen only by whom it is for, and files with the addresses filled in."""

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kit.http.auth.tokens import bearer
from thirdring.settings import Settings
from thirdring.stack import StackError, places
from thirdring.stack.places import changes, filled_in
from thirdring.stack.prepare import GENERATED, GIVEN_ONLY, prepare

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"


def made(tmp_path: Path, deploy: Path = DEPLOY) -> dict[str, str]:
    return prepare(deploy, tmp_path / "given", tmp_path / "made", places.COMPOSE)


def test_each_secret_is_new_and_stays(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a"), made(tmp_path / "b")
    assert all(first[name] != second[name] for name in GENERATED)
    assert made(tmp_path / "a") == first
    assert all(len(first[name]) >= 40 for name in GENERATED)


def test_a_token_that_is_made_is_one_that_the_service_takes(tmp_path: Path) -> None:
    known = made(tmp_path)
    assert [name for name in GENERATED if bearer(f"Bearer {known[name]}")] == ["metrics_token", "relay_token"]


def test_a_given_secret_goes_before_the_one_of_last_time(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "ami_secret").write_text("given\n")
    assert made(tmp_path)["ami_secret"] == "given"
    assert "secret = given\n" in (tmp_path / "made" / "asterisk" / "manager.conf").read_text()


def test_a_password_with_signs_in_it_still_makes_an_address(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "database_password").write_text("a/b@c:d")
    made(tmp_path)
    assert "thirdring:a%2Fb%40c%3Ad@" in (tmp_path / "made" / "thirdring" / "database_url").read_text()


def test_each_part_sees_its_own_secrets_and_no_others(tmp_path: Path) -> None:
    known = made(tmp_path)
    seen = {
        name: {
            file.relative_to(tmp_path / "made").parts[0]
            for file in (tmp_path / "made").rglob("*")
            if file.is_file() and known[name].encode() in file.read_bytes()
        }
        for name in GENERATED
    }
    phone = {"secrets", "asterisk", "phones"}
    assert seen == {
        "database_password": {"secrets", "postgres", "thirdring"},
        "ami_secret": {"secrets", "asterisk", "thirdring"},
        "page_phone_secret": {"secrets", "asterisk", "thirdring"},
        "nats_password": {"secrets", "nats", "thirdring"},
        "metrics_token": {"secrets", "prometheus", "thirdring"},
        "relay_token": {"secrets", "relay", "thirdring"},
        "grafana_admin_password": {"secrets", "grafana"},
        "grafana_database_password": {"secrets", "grafana", "thirdring"},
        **{f"phone_{agent}": phone for agent in places.AGENTS},
    }


def test_files_are_for_us_and_our_group_only(tmp_path: Path) -> None:
    made(tmp_path)
    files = [file for file in (tmp_path / "made").rglob("*") if file.is_file()]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o640}
    assert not [file for file in files if file.name.endswith(".new")]


def test_every_text_that_is_to_be_filled_in_is_in_the_sample() -> None:
    wanted = changes(places.COMPOSE, dict.fromkeys([*GENERATED, *GIVEN_ONLY], "secret"))
    for name, pairs in wanted.items():
        text = (DEPLOY / name).read_text()
        for old, _new in pairs:
            times = sum(each == old for each, _ in pairs)
            assert text.count(old) == times or times == 1, (name, old)
            assert old in text, (name, old)


def test_nothing_of_the_sample_s_addresses_and_placeholders_is_left(tmp_path: Path) -> None:
    made(tmp_path)
    for file in (tmp_path / "made").rglob("*"):
        if file.suffix in {".yml", ".conf"} and "grafana" not in file.parts:
            said = "\n".join(line.partition("#")[0].partition(";")[0] for line in file.read_text().splitlines())
            assert not re.search(r"127\.0\.0\.1:|long random word|provider\.example", said), file


def test_what_a_site_has_filled_in_itself_is_left_alone() -> None:
    wanted = {"x": (("sample", "new"), ("two", "A"), ("two", "B"))}
    assert filled_in({"x": "mine two two", "y": "sample"}, wanted) == {"x": "mine A B", "y": "sample"}


def test_every_secret_file_that_alertmanager_names_is_made(tmp_path: Path) -> None:
    made(tmp_path)
    text = (tmp_path / "made" / "alertmanager" / "alertmanager.yml").read_text()
    named = re.findall(r"^\s*(?:- )?\w+_file: /etc/alertmanager/(\S+)", text, re.MULTILINE)
    assert named
    assert all((tmp_path / "made" / "alertmanager" / name).exists() for name in named)


def given(tmp_path: Path, deploy: Path = DEPLOY, **secrets: str) -> Path:
    (tmp_path / "given").mkdir()
    for name, text in secrets.items():
        (tmp_path / "given" / name).write_text(text)
    made(tmp_path, deploy)
    return tmp_path / "made"


SHIFTS = {"url": "http://thirdring:8080", "token_file": "/run/relay/relay_token"}


def relay_of(files: Path) -> dict[str, Any]:
    return tomllib.loads((files / "relay" / "relay.toml").read_text())


def test_without_a_given_address_alerts_are_sent_nowhere(tmp_path: Path) -> None:
    made(tmp_path)
    assert (tmp_path / "made" / "alertmanager" / "alertmanager.yml").read_text().count("webhook_configs: []") == 2
    said = relay_of(tmp_path / "made")
    assert said == {"timezone": "Asia/Shanghai", "relay": {"shifts": SHIFTS}}
    assert bearer(f"Bearer {(tmp_path / 'made' / 'relay' / 'relay_token').read_text()}")


def test_a_way_is_switched_on_by_its_given_address(tmp_path: Path) -> None:
    files = given(tmp_path, webhook_url="http://x.example", dingtalk_url="https://robot.example", dingtalk_secret="SEC")
    text = (files / "alertmanager" / "alertmanager.yml").read_text()
    assert text.count("webhook_configs: [*dingtalk, *webhook]") == 2
    assert relay_of(files)["relay"] == {
        "shifts": SHIFTS,
        "dingtalk": {"url_file": "/run/relay/dingtalk_url", "secret_file": "/run/relay/dingtalk_secret"},
    }
    assert (files / "relay" / "dingtalk_secret").read_text() == "SEC"


PEOPLE = """
[relay]
language = "en"
[[relay.person]]
name = "1001"
wecom = ["zhangsan"]
"""


def with_own(tmp_path: Path, relay: str) -> Path:
    """A folder deploy whose site says something of its relay."""
    folder = tmp_path / "deploy"
    folder.mkdir()
    for part in DEPLOY.iterdir():
        if part.is_dir() and part.name != "thirdring":
            (folder / part.name).symlink_to(part)
    (folder / "thirdring").mkdir()
    (folder / "thirdring" / "thirdring.toml").write_text('timezone = "Europe/Madrid"')
    (folder / "thirdring" / "relay.toml").write_text(relay)
    return folder


def test_a_site_says_in_a_file_of_its_own_who_is_called_by_name(tmp_path: Path) -> None:
    files = given(tmp_path, with_own(tmp_path, PEOPLE), wecom_url="https://robot.example")
    assert relay_of(files) == {
        "timezone": "Europe/Madrid",
        "relay": {
            "language": "en",
            "person": [{"name": "1001", "wecom": ["zhangsan"]}],
            "shifts": SHIFTS,
            "wecom": {"url_file": "/run/relay/wecom_url"},
        },
    }


def test_what_a_site_says_itself_goes_before_what_is_made(tmp_path: Path) -> None:
    own = 'timezone = "UTC"\n[relay.shifts]\nurl = ""\n[relay.wecom]\nurl = "https://mine.example"\n'
    files = given(tmp_path, with_own(tmp_path, own), wecom_url="https://robot.example")
    assert relay_of(files) == {
        "timezone": "UTC",
        "relay": {"shifts": {"url": ""}, "wecom": {"url": "https://mine.example"}},
    }


def test_a_file_of_the_relay_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"relay\.toml: Expected"):
        made(tmp_path, with_own(tmp_path, "[relay\n"))


def test_the_sample_of_the_relay_is_one_once_its_comments_are_lifted() -> None:
    text = (DEPLOY / "thirdring" / "relay.toml").read_text()
    said = "\n".join(line.removeprefix("# ") for line in text.splitlines() if re.match(r"# (\[|\w+ =)", line))
    relay = Settings.model_validate(tomllib.loads(said)).relay
    assert (relay.person[0].wecom, relay.on_duty[0].team) == (("zhangsan",), "desk")


def test_every_given_secret_is_on_its_page() -> None:
    page = (DEPLOY / "secrets" / "README.md").read_text()
    assert all(f"`{name}`" in page for name in [*GENERATED, *GIVEN_ONLY])


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="nowhere"):
        made(tmp_path, tmp_path / "nowhere")
