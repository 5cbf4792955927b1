"""`backup` beside a running service and `restore` into an empty place, as processes of their own."""

import os
import stat
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.small_site import SmallSite, small_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    """A service runs on it."""
    made = small_site(tmp_path_factory.mktemp("site"))
    with made.served():
        yield made


@pytest.fixture(scope="module")
def backup(site: SmallSite) -> Path:
    assert site.run("token", "create", "--role", "manager", "--label", "wall").returncode == 0
    backups = site.folder / "backups"
    backups.mkdir()
    done = site.run("backup", backups)
    assert done.returncode == 0, done.stderr
    [file] = backups.iterdir()
    assert done.stdout.startswith(f"{file} is written: ")
    return file


def test_it_goes_into_a_folder_under_a_name_with_its_time_and_only_its_owner_reads_it(backup: Path) -> None:
    assert backup.name.startswith("thirdring-20")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with tarfile.open(backup) as tar:
        assert {"manifest.json", "journal.sqlite", "tables/tokens.copy.gz"} <= set(tar.getnames())


def test_no_password_and_no_secret_is_in_it(site: SmallSite, backup: Path) -> None:
    password = (site.data / "postgresql" / "password").read_text().strip()
    with tarfile.open(backup) as tar:
        for member in tar:
            content = tar.extractfile(member)
            assert content is not None
            text = content.read()
            assert password.encode() not in text
            assert b"hush-hush" not in text


def test_it_writes_over_nothing(site: SmallSite, backup: Path) -> None:
    again = site.run("backup", backup)
    assert (again.returncode, again.stderr) == (1, f"{backup} is there already: name another file, or a folder.\n")


def test_a_folder_that_is_not_there_is_named(site: SmallSite) -> None:
    done = site.run("backup", site.folder / "nowhere" / "b.tar")
    assert done.returncode == 1
    assert "nowhere" in done.stderr


def test_it_says_whether_it_is_whole(site: SmallSite, backup: Path, tmp_path: Path) -> None:
    assert site.run("restore", "--check", backup).stdout.startswith(f"{backup} is whole: ")
    cut = tmp_path / "cut.tar"
    cut.write_bytes(backup.read_bytes()[:5_000])
    done = site.run("restore", "--check", cut)
    assert done.returncode == 1
    assert str(cut) in done.stderr


def test_a_running_service_is_not_restored_over(site: SmallSite, backup: Path) -> None:
    done = site.run("restore", "--force", backup)
    assert done.returncode == 2
    assert "another Third Ring" in done.stderr


def test_an_empty_place_takes_it_and_a_full_one_only_when_told(backup: Path, tmp_path: Path) -> None:
    other = small_site(tmp_path)
    done = other.run("restore", backup)
    assert done.returncode == 0, done.stderr
    assert other.run("token", "list").stdout.rstrip().endswith("wall")
    assert stat.S_IMODE((other.data / "journal.sqlite").stat().st_mode) == 0o600
    again = other.run("restore", backup)
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert other.run("token", "revoke", "1").returncode == 0
    forced = other.run("restore", "--force", backup)
    assert forced.returncode == 0, forced.stderr
    [aside] = other.data.glob("before-restore-*")
    assert {"journal.sqlite", "postgresql"} <= {file.name for file in aside.iterdir()}
    assert "revoked" not in other.run("token", "list").stdout
    assert "1 tokens and sessions are good as they were then, also those revoked" in forced.stdout
    assert "./run token revoke --all" in forced.stdout
    assert other.run("token", "revoke", "--all").stdout == "1 tokens and sessions are revoked.\n"
    assert "revoked" in other.run("token", "list").stdout


def test_a_restore_can_revoke_all_tokens_that_it_brings_back(backup: Path, tmp_path: Path) -> None:
    other = small_site(tmp_path)
    done = other.run("restore", "--revoke-tokens", backup)
    assert done.returncode == 0, done.stderr
    assert "1 tokens and sessions are revoked: make new ones" in done.stdout
    assert "revoked" in other.run("token", "list").stdout


def test_half_a_restore_is_not_served(backup: Path, tmp_path: Path) -> None:
    other = small_site(tmp_path)
    other.data.mkdir()
    (other.data / "restore.unfinished").touch()
    refused = other.run("serve")
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert other.run("restore", backup).returncode == 0
    assert not (other.data / "restore.unfinished").exists()


def test_a_backup_of_nothing_says_so(tmp_path: Path) -> None:
    done = small_site(tmp_path).run("backup", tmp_path / "b.tar")
    assert done.returncode == 1
    assert "no tables yet" in done.stderr
    assert not (tmp_path / "b.tar").exists()


def test_a_folder_that_is_not_there_is_told_instead_of_becoming_a_file(site: SmallSite, tmp_path: Path) -> None:
    done = site.run("backup", f"{tmp_path}/nowhere/")
    assert done.returncode == 1
    assert f"{tmp_path}/nowhere/" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_the_daily_run_backs_up_lets_go_and_deletes_what_is_old(site: SmallSite, tmp_path: Path) -> None:
    old = tmp_path / "thirdring-20260101T000000Z.tar"
    old.touch()
    os.utime(old, (0, 0))
    done = site.run("daily", "--once", tmp_path)
    assert done.returncode == 0, done.stderr
    assert [file.name.startswith("thirdring-20") for file in tmp_path.iterdir()] == [True]
    assert not old.exists()
    assert "They are gone." in done.stdout


def test_a_backup_that_fails_stops_no_purge_and_costs_no_older_backup(site: SmallSite, tmp_path: Path) -> None:
    old = tmp_path / "thirdring-20260101T000000Z.tar"
    old.touch()
    os.utime(old, (0, 0))
    full = site.run("daily", "--once", f"{old}/backups")  # below a file there can be no folder
    assert full.returncode == 1
    assert "They are gone." in full.stdout
    assert str(old) in full.stdout
    assert old.exists()
