import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from thirdring.settings import Settings, SettingsError, load
from thirdring.settings.table import example, rows

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def file(text: str) -> Path:
        path = tmp_path / "thirdring.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return file


def complaint(file: Path | None = None) -> str:
    with pytest.raises(SettingsError) as caught:
        load(file)
    return str(caught.value)


def test_without_a_file_the_defaults_hold() -> None:
    settings = load()
    assert settings.timezone == "Asia/Shanghai"
    assert settings.database.embedded
    assert str(settings.web.listen) == "127.0.0.1:8080"


def test_the_file_says_what_the_site_is(write: Write) -> None:
    settings = load(write(example(Settings)))
    assert settings.pbx[0].secret.get_secret_value() == "a long random word"
    assert settings.layout().hotline_of_number == {"8001": "service"}
    assert settings.layout().agent_of_device == {"PJSIP/1001": "1001"}


def test_the_example_with_every_key_uncommented_is_right_but_for_what_excludes_each_other(write: Write) -> None:
    written = example(Settings).splitlines()
    lines = [line.removeprefix("# ") if " = " in line or "# [[" in line else line for line in written]
    lines = [line.replace("what openssl rand -hex 16 prints", "a0long1random2word3") for line in lines]
    alone = [line for line in lines if "_file = " not in line and not line.startswith(("csv = ", 'token = "a long'))]
    settings = load(write("\n".join(alone)))
    assert settings.policy.test_numbers == ("13800000000",)


def test_every_setting_says_what_it_is_and_gives_an_example_that_toml_can_read() -> None:
    for row in rows(Settings):
        assert row.description, row.path
        assert tomllib.loads(f"example = {row.example}"), row.path


def test_the_environment_goes_before_the_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRDRING__WEB__LISTEN", "[::1]:9000")
    assert load(write('[web]\nlisten = "0.0.0.0:80"\nburst = 7')).web.listen == ("::1", 9000)


def test_an_environment_variable_joins_the_pbx_that_the_file_began(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIRDRING__PBX__1__SECRET", "second")
    settings = load(write('[[pbx]]\nname = "a"\nsecret = "first"\n[[pbx]]\nname = "b"\nport = 5039'))
    assert [(pbx.name, pbx.port, pbx.secret.get_secret_value()) for pbx in settings.pbx] == [
        ("a", 5038, "first"),
        ("b", 5039, "second"),
    ]


def test_the_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRDRING__PBX__0__SECRET", "word")
    monkeypatch.setenv("THIRDRING__HOTLINE__0__NAME", "service")
    monkeypatch.setenv("THIRDRING__HOTLINE__0__NUMBERS", "8001, 8002")
    assert load().layout().hotline_of_number == {"8001": "service", "8002": "service"}


@pytest.mark.parametrize("value", ["8080", "nowhere", ":8080", "host:99999", "host:port"])
def test_an_address_without_a_host_or_a_port_is_refused_with_an_example(write: Write, value: str) -> None:
    file = write(f'[web]\nlisten = "{value}"')
    assert complaint(file) == f'{file}: web.listen must be HOST:PORT; for example "127.0.0.1:8080"'


def test_a_wrong_variable_is_named_instead_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRDRING__POLICY__RINGS_WITHIN", "three")
    assert complaint().startswith("THIRDRING__POLICY__RINGS_WITHIN: policy.rings_within must be a whole number")
    assert complaint().endswith("; for example 3")


def test_a_variable_that_sets_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRDRING__WEBB__LISTEN", "x")
    assert "THIRDRING__WEBB__LISTEN in the environment sets nothing" in complaint()


def test_a_mistyped_key_is_answered_by_the_right_one(write: Write) -> None:
    assert "web.listne is no setting; did you mean listen?" in complaint(write('[web]\nlistne = "x"'))
    assert "[0].devcies is no setting; did you mean devices?" in complaint(
        write('[[agent]]\nname = "1001"\ndevices = ["PJSIP/1001"]\ndevcies = []')
    )


def test_every_wrong_key_is_told_at_once(write: Write) -> None:
    lines = complaint(write('timezone = "Asia/Shangha"\n[policy]\nring_zone = "xx"\nrings_within = 0')).splitlines()
    assert [line.split(": ")[1].split()[0] for line in lines] == ["timezone", "policy.ring_zone", "policy.rings_within"]


def test_a_missing_secret_is_asked_for(write: Write) -> None:
    assert 'pbx[0].secret is missing; for example "a long random word"' in complaint(write('[[pbx]]\nname = "main"'))


def test_a_secret_can_come_from_a_file(write: Write, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\nand a second line\n")
    file = write(f'[[pbx]]\nsecret_file = "{tmp_path}/secret"\n[database]\nurl_file = "{tmp_path}/url"')
    (tmp_path / "url").write_text("postgresql://thirdring:word@db/thirdring\n")
    settings = load(file)
    assert settings.pbx[0].secret.get_secret_value() == "from the file"
    assert not settings.database.embedded


def test_a_secret_file_that_is_missing_or_empty_is_named(write: Write, tmp_path: Path) -> None:
    file = write(f'[[pbx]]\nsecret_file = "{tmp_path}/secret"')
    assert f"secret_file {tmp_path}/secret cannot be read: No such file or directory" in complaint(file)
    (tmp_path / "secret").write_text("\n")
    assert f"secret_file {tmp_path}/secret is empty" in complaint(file)


def test_a_secret_given_twice_is_refused(write: Write) -> None:
    assert "has both secret and secret_file; keep one" in complaint(write('[[pbx]]\nsecret = "a"\nsecret_file = "b"'))


def test_no_secret_shows_when_settings_are_printed_or_wrong(write: Write) -> None:
    settings = load(write('[[pbx]]\nsecret = "hush-hush"\n[database]\nurl = "postgresql://u:hush-hush@db/x"'))
    assert "hush-hush" not in repr(settings)
    assert "hush-hush" not in complaint(write('[[pbx]]\nsecret = "hush-hush"\nport = 0\n[database]\nurl = "hush-hush"'))


def test_a_device_without_its_technology_is_answered_by_an_example(write: Write) -> None:
    said = complaint(write('[[agent]]\nname = "1001"\ndevices = ["1001"]'))
    assert 'agent[0].devices has 1001, which lacks what stands before the slash; for example ["PJSIP/1001"]' in said


def test_two_pbxs_of_one_name_are_refused(write: Write) -> None:
    assert "two [[pbx]] are named main" in complaint(write('[[pbx]]\nsecret = "a"\n[[pbx]]\nsecret = "b"'))


def test_one_pbx_under_two_names_would_count_its_calls_twice(write: Write) -> None:
    text = complaint(write('[[pbx]]\nname = "a"\nsecret = "a"\n[[pbx]]\nname = "b"\nsecret = "b"'))
    assert "a and b have the same host and port" in text


def test_a_number_of_two_hotlines_names_both(write: Write) -> None:
    text = '[[hotline]]\nname = "a"\nnumbers = ["8001"]\n[[hotline]]\nname = "b"\nnumbers = ["8001"]'
    assert "number 8001 belongs to both a and b" in complaint(write(text))


def test_a_hotline_without_number_or_queue_is_refused(write: Write) -> None:
    assert "hotline[0] needs a number or a queue" in complaint(write('[[hotline]]\nname = "a"'))


def test_a_table_written_once_where_a_list_belongs_is_explained(write: Write) -> None:
    assert "write it with double brackets" in complaint(write('[pbx]\nname = "a"'))


def test_service_hours_are_local_and_end_at_midnight_if_they_say_24(write: Write) -> None:
    text = '[policy]\nservice_hours = { monday = ["08:00-12:00", "18:00-24:00"] }'
    hours = load(write(text)).service_level().service_hours
    assert hours is not None

    def open_at(text: str) -> bool:
        at = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        return hours.contain(int(at.timestamp()) * 1_000_000)

    assert open_at("2026-11-23 08:00:00")
    assert open_at("2026-11-23 23:59:59")
    assert not open_at("2026-11-23 12:00:00")
    assert not open_at("2026-11-24 09:00:00")


@pytest.mark.parametrize("span", ["8-12", "12:00-08:00", "08:00", "08:00-25:00"])
def test_hours_that_are_no_span_are_refused(write: Write, span: str) -> None:
    assert repr(span) in complaint(write(f'[policy]\nservice_hours = {{ monday = ["{span}"] }}'))


def test_a_day_that_is_none_is_refused(write: Write) -> None:
    assert "'mondya' is no day" in complaint(write("[policy]\nservice_hours = { mondya = [] }"))


def test_the_policy_counts_by_the_settings(write: Write) -> None:
    policy = load(write('[policy]\nring_zone = "us"\nrings_within = 4\ntest_numbers = ["100"]')).service_level()
    assert (policy.limit_us, policy.test_numbers) == (24_000_000, frozenset({"100"}))


def test_a_file_that_is_missing_or_no_toml_is_named(write: Write, tmp_path: Path) -> None:
    assert "none.toml: No such file or directory. `./run config example`" in complaint(tmp_path / "none.toml")
    assert "is no valid TOML" in complaint(write("timezone = "))


def test_settings_do_not_change_once_loaded() -> None:
    settings = load()
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings, "timezone", "UTC")
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings.web, "burst", 1)


def test_a_duty_is_changed_by_its_name_and_keeps_what_is_not_said(write: Write) -> None:
    file = write('[[duty]]\nname = "daily_inspection"\ndepartments = ["客服部", "工程部"]\n')
    (duty,) = [one for one in load(file).duties() if one.name == "daily_inspection"]
    assert (duty.departments, duty.zh, duty.sign_off) == (("客服部", "工程部"), "部门日检查", True)


def test_a_new_duty_without_a_title_is_refused_by_its_name(write: Write) -> None:
    said = complaint(write('[[duty]]\nname = "patrol"\n[[duty]]\nname = "drill"\n'))
    assert "duty[1].zh a new duty needs its titles, zh and en, and its recurrence" in said


def test_a_breach_of_a_category_that_is_not_there_is_refused_by_its_key(write: Write) -> None:
    said = complaint(write('[nonconformity]\nbreach_categories = ["complaint", "weather"]\n'))
    assert "nonconformity.breach_categories[1] must be one of enquiry, repair" in said
    assert load(write('[nonconformity]\nbreach_categories = ["*"]\n')).nonconformity.breach_categories == ("*",)
