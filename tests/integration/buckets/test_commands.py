"""The service and its commands, as processes of their own, on a site whose photos lie in a bucket."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.integration.buckets.server import BUCKET, S3, s3_server
from tests.integration.small_site import SmallSite, small_site

BYTES = [f"photo {number}".encode() * 5_000 for number in range(20)]


@pytest.fixture(scope="module")
def s3() -> Iterator[S3]:
    with s3_server() as server:
        yield server


def in_bucket(folder: Path, s3: S3, more: str = "") -> SmallSite:
    site = small_site(folder)
    keys = s3.options.keys
    (folder / "key").write_text(f"{keys.secret_key}\n")
    text = f"""
[files.bucket]
endpoint = "{s3.address}"
name = "{BUCKET}"
prefix = "estate-1"
access_key = "{keys.access_key}"
secret_key_file = "{folder}/key"
{more}
"""
    site.config.write_text(site.config.read_text() + text)
    return site


@pytest.fixture(scope="module")
def site(s3: S3, tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    made = in_bucket(tmp_path_factory.mktemp("site"), s3)
    assert made.run("db", "upgrade").returncode == 0
    return made


def done(site: SmallSite, *words: str | Path) -> str:
    ended = site.run(*words)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def bucket_check(url: str) -> Any:
    """Of /readyz, which answers 503 here: the PBX is away."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=30) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        text = error.read()
    return next(check for check in json.loads(text)["checks"] if check["name"] == "bucket")


def wait_for_check(url: str, *, ok: bool) -> Any:
    end = time.monotonic() + 120
    while (found := bucket_check(url))["ok"] is not ok and time.monotonic() < end:
        time.sleep(0.2)
    return found


def put_in_folder(site: SmallSite) -> list[str]:
    names = [sha256(content).hexdigest() for content in BYTES]
    for name, content in zip(names, BYTES, strict=True):
        (site.data / "files" / name[:2]).mkdir(parents=True, exist_ok=True)
        (site.data / "files" / name[:2] / name).write_bytes(content)
    return names


def test_what_lies_in_the_folder_is_moved_over_and_back_and_what_is_damaged_stays(site: SmallSite, s3: S3) -> None:
    with site.served() as serving:
        end = time.monotonic() + 120
        while "estate-1/site.id" not in set(s3.listed()) and time.monotonic() < end:
            time.sleep(0.2)
        assert wait_for_check(serving.url, ok=True)["ok"]
    names = put_in_folder(site)
    bad = site.data / "files" / "ab" / ("ab" + "0" * 62)
    bad.parent.mkdir(exist_ok=True)
    bad.write_bytes(b"damaged")
    told = done(site, "files", "move")
    assert f"{len(names)} photos and papers are in the bucket {BUCKET} now" in told
    assert f"{bad} is not what its name says" in told
    assert {f"estate-1/{name[:2]}/{name}" for name in names} | {"estate-1/site.id"} == set(s3.listed())
    assert list((site.data / "files").glob("??/*")) == [bad]
    bad.unlink()
    assert "0 photos and papers are in the bucket" in done(site, "files", "move")
    told = done(site, "files", "move", "--back")
    assert f"{len(names)} photos and papers are in data_dir now" in told
    assert {file.name for file in (site.data / "files").glob("??/*")} == set(names)


def test_readiness_says_when_the_bucket_is_away_and_the_doctor_and_a_restore_say_why(
    site: SmallSite, s3: S3, tmp_path: Path
) -> None:
    backup = tmp_path / "b.tar"
    assert f"Photos and papers of the bucket {BUCKET} are in it." in done(site, "backup", backup)
    wrong = in_bucket(tmp_path / "wrong", s3)
    (tmp_path / "wrong" / "key").write_text("another word\n")
    refused = wrong.run("restore", backup)
    assert refused.returncode == 1
    assert "files.bucket.access_key" in refused.stderr
    assert not (wrong.data / "postgresql").exists()
    with wrong.served() as serving:
        found = wait_for_check(serving.url, ok=False)
        assert "files.bucket.access_key" in found["reason"]
        assert s3.options.keys.access_key not in found["reason"]
    told = wrong.run("doctor", "--listen", "0")
    assert "files.bucket.access_key" in told.stdout
    assert "another word" not in told.stdout + told.stderr


def test_a_backup_without_photos_says_so_and_a_restore_looks_whether_they_are_there(s3: S3, tmp_path: Path) -> None:
    site = in_bucket(tmp_path / "one", s3, "in_backups = false")
    site.config.write_text(site.config.read_text().replace("estate-1", "estate-2"))
    assert site.run("db", "upgrade").returncode == 0
    told = done(site, "backup", tmp_path / "b.tar")
    assert f"Photos and papers are not in it: they are in the bucket {BUCKET} alone" in told
    other = in_bucket(tmp_path / "two", s3)
    assert f"all are in the bucket {BUCKET}" in done(other, "restore", tmp_path / "b.tar")


def test_without_a_bucket_nothing_is_moved(tmp_path: Path) -> None:
    ended = small_site(tmp_path).run("files", "move")
    assert (ended.returncode, ended.stderr) == (1, "The settings have no bucket: set files.bucket.endpoint first.\n")
