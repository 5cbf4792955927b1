"""What is read for hearing alone is what the whole settings read of the same file and environment, or nothing."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from thirdring.links import ear_keys_of
from thirdring.listening.keys import EarKeys, read_keys
from thirdring.settings import SettingsError, load

PLAIN = {
    "the least": '[[pbx]]\nsecret = "s"\n',
    "all of it": (
        'data_dir = "/srv/site"\n[journal]\nretention_days = 30\nsize_bytes_max = 9999999\n'
        '[log]\nlevel = "debug"\nformat = "json"\n'
        '[[pbx]]\nname = "north-2"\nhost = "pbx.example"\nport = 5039\nusername = "u"\nsecret = "a b"\n'
        'tls = true\ntls_ca_file = "/etc/ca.pem"\nclock_bound_seconds = 2\n'
        '[[pbx]]\nname = "south"\nhost = "10.0.0.1"\nsecret = ""\n'
    ),
    "with the rest of a site": (
        'timezone = "Europe/Madrid"\n[[pbx]]\nsecret = "s"\n[[hotline]]\nname = "h"\nnumbers = ["1"]\n'
    ),
    "a port that is text": '[[pbx]]\nsecret = "s"\nport = "5038"\n',
    "what the PBX writes": (
        '[[pbx]]\nsecret = "s"\n[pbx.cel]\ncsv = "/var/log/asterisk/cel-custom/thirdring.csv"\n'
        'log = "/var/log/asterisk/full"\n[[pbx]]\nname = "b"\nhost = "b"\nsecret = "s"\ncel = {}\n'
    ),
    "a table of what the PBX writes": (
        '[[pbx]]\nsecret = "s"\n[pbx.cel]\nurl = "mysql://r:a%20b@pbx.example:3307/asteriskcdrdb?ssl_ca=/etc/ca.pem"\n'
        'table = "asterisk.cel"\nlate_seconds = 3\n[[pbx]]\nname = "b"\nhost = "b"\nsecret = "s"\ncel.url = "postgresql://r@h/d"\n'
    ),
    "a journal that goes on": '[journal]\nurl = "nats://a.example:4222,b,[::1]:5"\n[[pbx]]\nsecret = "s"\n',
    "a journal on this disk": '[journal]\nurl = "embedded"\nheard_elsewhere = false\n[[pbx]]\nsecret = "s"\n',
    "half a day kept": '[journal]\nretention_days = 0.5\n[[pbx]]\nsecret = "s"\n',
}
WRONG_OR_ODD = {
    "no PBX": "",
    "no TOML": "[[pbx",
    "no secret": '[[pbx]]\nname = "main"\n',
    "an unknown key": '[[pbx]]\nsecret = "s"\nsecrets = "t"\n',
    "an unknown key of the journal": '[journal]\ndays = 3\n[[pbx]]\nsecret = "s"\n',
    "a port that is none": '[[pbx]]\nsecret = "s"\nport = 70000\n',
    "a port with a fraction": '[[pbx]]\nsecret = "s"\nport = 5038.5\n',
    "a flag for a port": '[[pbx]]\nsecret = "s"\nport = true\n',
    "no host": '[[pbx]]\nsecret = "s"\nhost = ""\n',
    "a name that is none": '[[pbx]]\nsecret = "s"\nname = "Main Site"\n',
    "a name with a line break": '[[pbx]]\nsecret = "s"\nname = "main\\n"\n',
    "two of one name": '[[pbx]]\nsecret = "s"\n[[pbx]]\nsecret = "s"\nhost = "other"\n',
    "one PBX twice": '[[pbx]]\nsecret = "s"\nhost = "A"\n[[pbx]]\nname = "b"\nsecret = "s"\nhost = "a"\n',
    "a secret that is a number": "[[pbx]]\nsecret = 17\n",
    "two secrets": '[[pbx]]\nsecret = "s"\nsecret_file = "/nowhere"\n',
    "a file for the secret that is not there": '[[pbx]]\nsecret_file = "/nowhere"\n',
    "a clock that is bound too tightly": '[[pbx]]\nsecret = "s"\nclock_bound_seconds = 1\n',
    "tls in words": '[[pbx]]\nsecret = "s"\ntls = "yes"\n',
    "an unknown key of what the PBX writes": '[[pbx]]\nsecret = "s"\n[pbx.cel]\nrows = "/x"\n',
    "two sources of what the PBX writes": '[[pbx]]\nsecret = "s"\n[pbx.cel]\ncsv = "/x"\nurl = "mysql://r@h/d"\n',
    "a database of another kind": '[[pbx]]\nsecret = "s"\n[pbx.cel]\nurl = "oracle://r@h/d"\n',
    "no database at its address": '[[pbx]]\nsecret = "s"\n[pbx.cel]\nurl = "mysql://r@h"\n',
    "a table that is none": '[[pbx]]\nsecret = "s"\n[pbx.cel]\nurl = "mysql://r@h/d"\ntable = "cel; drop"\n',
    "a file for the database that is not there": '[[pbx]]\nsecret = "s"\n[pbx.cel]\nurl_file = "/nowhere"\n',
    "rows that are never late": '[[pbx]]\nsecret = "s"\n[pbx.cel]\ncsv = "/x"\nlate_seconds = 0\n',
    "a file that is a number": '[[pbx]]\nsecret = "s"\n[pbx.cel]\ncsv = 7\n',
    "days that are none": '[journal]\nretention_days = nan\n[[pbx]]\nsecret = "s"\n',
    "no days at all": '[journal]\nretention_days = 0\n[[pbx]]\nsecret = "s"\n',
    "too small a journal": '[journal]\nsize_bytes_max = 5\n[[pbx]]\nsecret = "s"\n',
    "another kind of server": '[journal]\nurl = "kafka://a"\n[[pbx]]\nsecret = "s"\n',
    "a server without a name": '[journal]\nurl = "nats://a,,b"\n[[pbx]]\nsecret = "s"\n',
    "a password among the servers": '[journal]\nurl = "nats://u:p@a"\n[[pbx]]\nsecret = "s"\n',
    "an unknown level": '[log]\nlevel = "loud"\n[[pbx]]\nsecret = "s"\n',
    "a table for a list": '[pbx]\nname = "main"\nsecret = "s"\n',
    "a list for a table": '[[journal]]\nretention_days = 3\n[[pbx]]\nsecret = "s"\n',
    "a number for data_dir": 'data_dir = 5\n[[pbx]]\nsecret = "s"\n',
}
SET: Mapping[str, Mapping[str, str]] = {
    "nothing": {},
    "host and port": {"THIRDRING__PBX__0__HOST": "pbx", "THIRDRING__PBX__0__PORT": "5040"},
    "small letters": {"thirdring__pbx__0__username": "them"},
    "a second PBX": {"THIRDRING__PBX__1__NAME": "two", "THIRDRING__PBX__1__HOST": "h", "THIRDRING__PBX__1__SECRET": ""},
    "data_dir": {"THIRDRING__DATA_DIR": "/elsewhere"},
    "journal and log": {"THIRDRING__JOURNAL__RETENTION_DAYS": "2.5", "THIRDRING__LOG__FORMAT": "text"},
    "servers": {"THIRDRING__JOURNAL__URL": "nats://a,b"},
    "no servers": {"THIRDRING__JOURNAL__URL": "nats://"},
    "heard elsewhere": {"THIRDRING__JOURNAL__URL": "nats://a", "THIRDRING__JOURNAL__HEARD_ELSEWHERE": "true"},
    "tls": {"THIRDRING__PBX__0__TLS": "true"},
    "tls by a digit": {"THIRDRING__PBX__0__TLS": "1"},
    "a port in words": {"THIRDRING__PBX__0__PORT": "many"},
    "a port with spaces": {"THIRDRING__PBX__0__PORT": " 5040 "},
    "all PBXs as JSON": {"THIRDRING__PBX": '[{"secret": "j"}]'},
    "a journal as JSON": {"THIRDRING__JOURNAL": '{"retention_days": 3}'},
    "what the PBX writes": {"THIRDRING__PBX__0__CEL__CSV": "/rows", "thirdring__pbx__0__cel__log": "/full"},
    "a table of what the PBX writes": {"THIRDRING__PBX__0__CEL__URL": "mysql://r@h/d"},
    "a key of a key": {"THIRDRING__PBX__0__HOST__NAME": "x"},
    "a number that is none": {"THIRDRING__PBX__FIRST__HOST": "x"},
    "an empty data_dir": {"THIRDRING__DATA_DIR": ""},
    "another section": {"THIRDRING__WEB__LISTEN": "127.0.0.1:9"},
    "what others are called": {"THIRDRING_CONFIG": "/x", "THIRDRINGS": "y"},
}


def whole(file: Path) -> EarKeys | None:
    try:
        settings = load(file)
    except SettingsError:
        return None
    return ear_keys_of(settings) if settings.pbx else None


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith("THIRDRING"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN.keys())
def test_what_is_written_plainly_is_read_as_the_settings_read_it(text: str, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(text)
    keys = read_keys(file)
    assert keys is not None
    assert keys == whole(file)


@pytest.mark.parametrize("text", WRONG_OR_ODD.values(), ids=WRONG_OR_ODD.keys())
def test_what_is_wrong_or_odd_is_left_to_the_settings(text: str, tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(text)
    assert read_keys(file) is None


def test_a_host_for_which_another_one_hears_begins_no_ear(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text('[journal]\nurl = "nats://a"\nheard_elsewhere = true\n[[pbx]]\nsecret = "s"\n')
    assert read_keys(file) is None


@pytest.mark.parametrize("environment", SET.values(), ids=SET.keys())
@pytest.mark.parametrize("text", [*PLAIN.values(), WRONG_OR_ODD["no secret"]], ids=[*PLAIN.keys(), "no secret"])
def test_what_is_accepted_with_an_environment_is_what_the_settings_accept(
    text: str, environment: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "site.toml"
    file.write_text(text)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    keys = read_keys(file)
    assert keys is None or keys == whole(file)


def test_the_environment_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "site.toml"
    file.write_text(PLAIN["the least"])
    monkeypatch.setenv("THIRDRING__PBX__0__HOST", "elsewhere")
    keys = read_keys(file)
    assert keys is not None
    assert keys.pbxs[0].host == "elsewhere"


def test_a_secret_is_the_first_line_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "word").write_text(" hush \nsecond line\n")
    file = tmp_path / "site.toml"
    file.write_text(f'[[pbx]]\nsecret_file = "{tmp_path}/word"\n')
    keys = read_keys(file)
    assert keys is not None
    assert keys.pbxs[0].secret == "hush"
    assert keys == whole(file)


def test_without_a_file_the_environment_alone_names_a_pbx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRDRING__PBX__0__SECRET", "s")
    keys = read_keys(None)
    assert keys is not None
    assert keys.pbxs[0].secret == "s"
    assert keys.data_dir == Path("/var/lib/thirdring")
