"""Two services on one database, one of which stands by: it reads, refuses, and takes over."""

import json
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kit.database.pool import connect
from lab.bench.standby import run
from tests.integration.service.test_two_services import new_site
from tests.integration.small_site import SmallSite, small_site
from thirdring.http.operations import OPERATIONS

NO_PLAIN_READS = {"getMonthlySheet", "getReadiness", "getInCharge"}
"""What is noted in the audit log is none, and this PBX is away."""
STANDS_BY = "\n[service]\nstandby = true\n"


def site(folder: Path, url: str) -> SmallSite:
    made = new_site(folder, url)
    with made.config.open("a") as file:
        file.write(STANDS_BY)
    return made


def asked(
    url: str, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(url + path, method=method, headers=dict(headers or {}))
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, _read(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, _read(error.read())


def _read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def until(holds: Callable[[], bool], seconds: float = 60) -> float:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() < began + seconds
        time.sleep(0.02)
    return time.monotonic() - began


def in_charge(url: str) -> bool:
    return asked(url, "/readyz/in-charge") == (200, {"in_charge": True})


async def epoch(url: str) -> tuple[int, str]:
    connection = await connect(url)
    try:
        row = await connection.fetchrow("select epoch, data_dir from tenure")
        assert row is not None
        return tuple(row)
    finally:
        await connection.close()


async def test_it_takes_over_when_the_one_in_charge_is_killed(database_url: str, tmp_path: Path) -> None:
    first, second = site(tmp_path / "a", database_url), site(tmp_path / "b", database_url)
    with first.served() as leading, second.served() as standing:
        assert in_charge(leading.url)
        assert asked(standing.url, "/readyz/in-charge") == (503, {"in_charge": False})
        checks = {check["name"]: check for check in asked(standing.url, "/readyz")[1]["checks"]}
        assert checks["database"]["ok"]
        assert "is in charge" in checks["in charge"]["reason"]
        leading.process.kill()
        leading.process.wait()
        until(lambda: in_charge(standing.url))
        assert await epoch(database_url) == (2, str(tmp_path / "b" / "data"))


async def test_a_frozen_one_loses_the_database_and_writes_nothing_when_it_wakes_up(tmp_path: Path) -> None:
    """Each statement that changes a table is watched, and the frozen one has much to write when it wakes up."""
    report = await run(120, 1, tmp_path, pace=6.0, calls_a_second=10.0, ends=(signal.SIGSTOP,))
    assert report.wrong == []
    assert report.calls.same == report.calls.calls > 50


async def test_killed_and_stopped_beside_one_ear_it_loses_no_call(tmp_path: Path) -> None:
    """The short form of `./run bench standby`."""
    report = await run(100, 2, tmp_path, pace=6.0, calls_a_second=10.0, ends=(signal.SIGKILL, signal.SIGTERM))
    assert report.wrong == []
    assert report.calls.same == report.calls.calls > 40


async def test_it_answers_what_only_reads_and_refuses_the_rest(database_url: str, tmp_path: Path) -> None:
    first, second = site(tmp_path / "a", database_url), site(tmp_path / "b", database_url)
    with first.served(), second.served() as standing:
        token = first.run("token", "create", "--role", "admin").stdout.splitlines()[-1]
        head = {"Authorization": f"Bearer {token}"}
        for operation in OPERATIONS:
            if operation.method == "GET" and "{" not in operation.path and not operation.streams:
                status = asked(standing.url, operation.path, headers=head)[0]
                assert status < 500 or operation.id in NO_PLAIN_READS, (operation.id, status)
        status, problem = asked(standing.url, "/api/v1/tickets", "POST", headers=head)
        assert status == 503
        assert f"In charge is {socket.gethostname()}" in problem["detail"]
        status, problem = asked(standing.url, "/api/v1/session", "POST")
        assert (status, socket.gethostname() in problem["detail"]) == (503, False)


async def test_two_in_one_data_dir_need_an_ear_apart(database_url: str, tmp_path: Path) -> None:
    first = site(tmp_path / "a", database_url)
    second = small_site(tmp_path / "b", database_url, first.data)
    with second.config.open("a") as file:
        file.write(STANDS_BY)
    with first.served():
        done = second.run("serve")
        assert done.returncode == 2
        assert "needs `listen`" in done.stderr


async def test_the_doctor_says_who_is_in_charge_and_misses_one_that_stands_by(
    database_url: str, tmp_path: Path
) -> None:
    first, second = site(tmp_path / "a", database_url), site(tmp_path / "b", database_url)
    with first.served():
        with second.served():
            seen = _examined(second)
            assert (seen["services"]["in_charge"], len(seen["services"]["standing_by"])) == (socket.gethostname(), 1)
            assert _texts(seen) == []
        assert "No second service stands by" in _texts(_examined(first))[0]
    assert "No service is in charge" in _texts(_examined(first))[0]


def _examined(asking: SmallSite) -> dict[str, Any]:
    done = asking.run("doctor", "--json", "--listen", "0")
    assert done.returncode == 2  # this PBX is away
    return _read(done.stdout.encode())


def _texts(seen: Mapping[str, Any]) -> list[str]:
    return [finding["text"] for finding in seen["findings"] if finding["code"] == "standby"]
