"""The commands of the README, one after the other, as processes of their own."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.integration.small_site import ROOT, small_site
from thirdring.commands import CommandError
from thirdring.commands.db import db_status
from thirdring.commands.purge import purge_now
from thirdring.settings import Settings


class Served(NamedTuple):
    config: Path
    url: str
    process: "subprocess.Popen[str]"


def thirdring(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "thirdring", *arguments]


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    environ = {**os.environ, "LANG": "C"}
    return subprocess.run(
        thirdring(*arguments), cwd=ROOT, env=environ, capture_output=True, text=True, timeout=180, check=False
    )


def get(url: str, token: str = "") -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service whose PBX is away."""
    site = small_site(tmp_path_factory.mktemp("site"))
    with site.served() as serving:
        yield Served(site.config, serving.url, serving.process)


def test_a_token_made_beside_the_running_service_opens_it(served: Served) -> None:
    made = command("token", "create", "--role", "manager", "--config", str(served.config))
    assert made.returncode == 0, made.stderr
    token = made.stdout.splitlines()[-1]
    assert get(f"{served.url}/api/v1/calls", token) == (200, {"items": [], "next": None})
    assert get(f"{served.url}/api/v1/calls")[0] == 401


def test_tokens_are_listed_without_their_text_and_end_when_revoked(served: Served) -> None:
    made = command(
        "token", "create", "--role", "agent", "--label", "wall", "--days", "7", "--config", str(served.config)
    )
    token = made.stdout.splitlines()[-1]
    listed = command("token", "list", "--config", str(served.config)).stdout
    [line] = [line for line in listed.splitlines() if line.endswith("wall")]
    number, role, until, *_ = line.split()
    assert (role, until) == ("agent", "until")
    assert token not in listed
    assert command("token", "revoke", number, "--config", str(served.config)).stdout == f"Token {number} is revoked.\n"
    assert get(f"{served.url}/api/v1/calls", token)[0] == 401
    again = command("token", "revoke", number, "--config", str(served.config))
    assert (again.returncode, again.stderr.split(",")[0]) == (1, f"There is no token {number}")


def test_the_service_is_alive_and_says_that_its_pbx_is_away(served: Served) -> None:
    assert get(f"{served.url}/healthz")[0] == 200
    status, ready = get(f"{served.url}/readyz")
    assert status == 503
    assert "There is no link to the PBX main: its calls are not measured. 127.0.0.1 port 1 cannot" in json.dumps(ready)


def test_the_database_is_up_to_date_while_the_service_runs(served: Served) -> None:
    status = command("db", "status", "--config", str(served.config))
    assert status.returncode == 0, status.stderr
    assert all(line.startswith("done ") for line in status.stdout.splitlines())
    assert command("db", "upgrade", "--config", str(served.config)).stdout == "The database is up to date.\n"


def test_a_purge_says_what_would_go_and_what_went(served: Served) -> None:
    tried = command("purge", "--dry-run", "--config", str(served.config))
    assert tried.returncode == 0, tried.stderr
    assert tried.stdout.splitlines() == [
        "phone numbers: 0 older than 730 days",
        "tickets, what they say of people: 0 older than 730 days",
        "callbacks, whom they were about: 0 older than 730 days",
        "answers to surveys, whose they were: 0 older than 730 days",
        "photos and papers: 0 older than 730 days",
        "receipts: 0 older than 90 days",
        "calls: 0 older than 730 days",
        "typed reasons: 0 older than 730 days",
        "ended sessions and tokens: 0 older than 90 days",
        "lines of the audit log: 0 older than 1095 days",
        "Nothing has changed: this was a dry run.",
    ]
    assert command("purge", "--config", str(served.config)).stdout.splitlines()[-1] == "They are gone."


def test_a_second_service_on_the_same_folder_is_refused(served: Served) -> None:
    second = command("serve", "--config", str(served.config))
    assert second.returncode == 2
    assert "another Third Ring runs with data_dir" in second.stderr.splitlines()[-1]


def test_the_service_stops_when_told_and_logs_no_secret(served: Served) -> None:
    served.process.send_signal(signal.SIGTERM)
    _, logged = served.process.communicate(timeout=120)
    assert served.process.returncode == 0
    assert json.loads(logged.splitlines()[-1])["event"] == "stopping"
    assert "hush-hush" not in logged


def test_an_address_that_is_taken_is_told_with_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        config = small_site(tmp_path).config
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        config.write_text(config.read_text().replace("127.0.0.1:0", address))
        done = command("serve", "--config", str(config))
    assert done.returncode == 1
    assert f"{address} cannot be listened on" in done.stderr.splitlines()[-1]


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    config = tmp_path / "thirdring.toml"
    config.write_text('[database]\nurl = "postgresql://thirdring:hush-hush@127.0.0.1:1/thirdring"\n')
    done = command("db", "status", "--config", str(config))
    assert done.returncode == 1
    assert done.stderr.startswith("PostgreSQL does not answer (")
    assert "hush-hush" not in done.stderr


def test_a_command_beside_a_first_start_leaves_the_service_its_database(tmp_path: Path) -> None:
    """Both start at once: no token is lost, the service comes to its database, and nothing is left running."""
    site = small_site(tmp_path)
    words = site.command("token", "create", "--role", "manager")
    making = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with site.served() as serving:
        token = making.communicate(timeout=180)[0].splitlines()[-1]
        assert making.returncode == 0
        # It is heard before it has its database, which the other one may be starting still.
        until = time.monotonic() + 120
        while get(f"{serving.url}/api/v1/calls", token)[0] == 503 and time.monotonic() < until:
            time.sleep(0.1)
        assert get(f"{serving.url}/api/v1/calls", token) == (200, {"items": [], "next": None})
    assert serving.process.returncode == 0
    left = [file for file in Path("/proc").glob("[0-9]*/cmdline") if str(tmp_path).encode() in _read(file)]
    assert left == []


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def test_a_command_without_settings_begins_no_site_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = tmp_path / "usual"
    monkeypatch.setattr(Settings.model_fields["data_dir"], "default", usual)
    for work in (db_status(Settings(data_dir=usual)), purge_now(Settings(data_dir=usual), dry_run=True)):
        with pytest.raises(CommandError, match="--config FILE"):
            asyncio.run(work)
    assert not usual.exists()
