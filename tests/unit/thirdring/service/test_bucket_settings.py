"""Photos and papers in a bucket: what is wrong in the settings is named at the start."""

from pathlib import Path

import pytest

from thirdring.settings import Settings, SettingsError, load

RIGHT = """
[files.bucket]
endpoint = "https://s3.example/"
name = "photos"
access_key = "THIRDRING"
secret_key = "a long random word"
"""


def loaded(folder: Path, text: str) -> Settings:
    file = folder / "thirdring.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as told:
        loaded(folder, text)
    assert "a long random word" not in str(told.value).partition("; for example")[0]
    return str(told.value)


def test_without_an_endpoint_there_is_no_bucket() -> None:
    assert load().files.bucket.options() is None


def test_a_bucket_is_what_the_settings_say(tmp_path: Path) -> None:
    options = loaded(tmp_path, RIGHT + 'prefix = "estate-1/files/"\npath_style = false\n').files.bucket.options()
    assert options is not None
    assert (options.endpoint, options.prefix, options.in_path) == ("https://s3.example", "estate-1/files/", False)


def test_the_secret_can_come_from_a_file_and_never_shows(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    settings = loaded(
        tmp_path, RIGHT.replace('secret_key = "a long random word"', f'secret_key_file = "{tmp_path}/key"')
    )
    options = settings.files.bucket.options()
    assert options is not None
    assert options.keys.secret_key == "from a file"
    assert "from a file" not in repr(settings)


@pytest.mark.parametrize(
    ("line", "key", "problem", "example"),
    [
        ('endpoint = "s3.example"', "files.bucket.endpoint", "must be https://HOST", "https://s3.example"),
        ('endpoint = "https://s3.example/photos"', "files.bucket.endpoint", "without a path", "https://s3.example"),
        ('name = "Photos_1"', "files.bucket.name", "", "thirdring"),
        ('name = ""', "files.bucket.name", "is needed beside endpoint", "thirdring"),
        ('access_key = ""', "files.bucket.access_key", "is needed beside endpoint", "THIRDRING"),
        ('secret_key = ""', "files.bucket.secret_key", "is needed beside endpoint", "a long random word"),
        ('prefix = "../other"', "files.bucket.prefix", "", "estate-1/files"),
        ('prefix = "a//b"', "files.bucket.prefix", "one slash", "estate-1/files"),
        ('region = "north pole"', "files.bucket.region", "", "cn-north-1"),
        ('ca_file = "/nowhere.pem"', "files.bucket.ca_file", "is no file that can be read", "/etc/ssl/own-ca.pem"),
        ('secret_key_file = "/nowhere"', "files.bucket", "keep one", ""),
        ('endpoint = ""', "files.bucket.endpoint", "is needed beside name", "https://s3.example"),
    ],
)
def test_what_is_wrong_is_named_with_its_key_and_an_example(
    line: str, key: str, problem: str, example: str, tmp_path: Path
) -> None:
    name = line.partition(" ")[0]
    others = [one for one in RIGHT.splitlines() if not one.startswith(f"{name} ")]
    told = complaint(tmp_path, "\n".join([*others, line]))
    assert f"{key} " in told
    assert problem in told
    assert example in told
