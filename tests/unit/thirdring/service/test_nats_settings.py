"""How a host signs in to the NATS servers: in one way, and what is wrong is named at the start."""

from pathlib import Path

import pytest

from thirdring.settings import SettingsError, load

USER = 'username = "u"\npassword = "a long random word"\n'
TOKEN = 'token = "a long random word"\n'


@pytest.mark.parametrize("text", ["", USER, TOKEN, 'credentials_file = "FOLDER/creds"\n'])
def test_one_way_to_sign_in_is_accepted(tmp_path: Path, text: str) -> None:
    load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        (USER + TOKEN, "nats.token", "is set beside username; keep one"),
        (USER + 'credentials_file = "FOLDER/creds"\n', "nats.credentials_file", "is set beside username; keep one"),
        (TOKEN + 'credentials_file = "FOLDER/creds"\n', "nats.credentials_file", "is set beside token; keep one"),
        ('username = "u"\n', "nats.password", "is needed beside username"),
    ],
)
def test_two_ways_or_half_of_one_are_refused(tmp_path: Path, text: str, key: str, problem: str) -> None:
    with pytest.raises(SettingsError) as told:
        load(written(tmp_path, text))
    assert f"{key} {problem}" in str(told.value)


def written(folder: Path, text: str) -> Path:
    (folder / "creds").write_text("x")
    file = folder / "thirdring.toml"
    file.write_text("[nats]\n" + text.replace("FOLDER", str(folder)), encoding="utf-8")
    return file
