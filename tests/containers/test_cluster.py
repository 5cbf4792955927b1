"""The profile `cluster` on a real engine: the journal on three NATS servers, and a service that stands by."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.containers.engine import EngineError
from tests.containers.project import Project, until

_SERVERS = ("nats-1", "nats-2", "nats-3")
_PARTS = ("thirdring", "listen", *_SERVERS, "forward", "standby")
_PLAYED = ("phones", "callers")
_ENV = """\
COMPOSE_PROFILES=cluster,demo
THIRDRING_JOURNAL=nats://nats-1,nats-2,nats-3
THIRDRING_STANDBY=true
"""


@pytest.fixture(scope="module")
def cluster(project: Project) -> Iterator[Project]:
    """As docs/containers.md says it, without what watches it."""
    (project.folder / ".env").write_text(_ENV)
    try:
        project.compose("up", "--detach", "--build", "--wait", *_PARTS, *_PLAYED, seconds=1800)
        yield project
    finally:
        project.compose("down", "--volumes", "--timeout", "5")


def test_what_is_heard_is_on_three_servers(cluster: Project) -> None:
    until(lambda: _stream(cluster)["state"]["messages"] > 0, 60, "nothing came into the stream")
    stream = _stream(cluster)
    others = {other["name"] for other in stream["cluster"]["replicas"]}
    assert {stream["asked"], stream["cluster"]["leader"], *others} == set(_SERVERS)  # who is asked leaves itself out
    assert (stream["config"]["discard"], stream["config"]["num_replicas"]) == ("new", 3)


def _stream(cluster: Project) -> dict[str, Any]:
    """As the first server that answers says it."""
    look = ("wget", "-qO-", "http://127.0.0.1:8222/jsz?streams=1&config=1")
    for server in _SERVERS:
        try:
            said = json.loads(cluster.compose("exec", "-T", server, *look, seconds=20))
        except EngineError:
            continue  # it was killed
        [account] = said["account_details"]
        return {"asked": server, **account["stream_detail"][0]}
    raise EngineError("no server answers")


def test_the_servers_are_reached_by_ours_alone_and_reach_nobody(cluster: Project) -> None:
    ports = cluster.engine.docker("ps", "--filter", "name=nats", "--format", "{{.Ports}}")
    assert "->" not in ports
    [network] = json.loads(cluster.engine.docker("network", "inspect", "thirdring_cluster"))
    assert network["Internal"]
    parts = {each["Name"].removeprefix("thirdring-").removesuffix("-1") for each in network["Containers"].values()}
    assert parts == {*_SERVERS, "forward", "standby", "thirdring"}


def test_with_the_leader_killed_calls_go_on_into_the_stream(cluster: Project) -> None:
    leader, last = _stream(cluster)["cluster"]["leader"], _stream(cluster)["state"]["last_seq"]
    calls = _calls(cluster)
    cluster.compose("kill", leader)
    until(lambda: _stream(cluster)["state"]["last_seq"] > last, 60, "the stream did not go on")
    until(lambda: _calls(cluster) > calls, 60, "no call was stored")
    cluster.compose("start", leader)


def test_the_doctor_sees_who_is_in_charge_who_stands_by_and_that_all_is_stored(cluster: Project) -> None:
    doctor = ("python", "-P", "-m", "thirdring", "doctor", "--lang", "en", "--listen", "0")
    for part in ("thirdring", "standby"):
        said = cluster.compose("exec", "-T", part, "sh", "-c", f"{' '.join(doctor)} || true")
        assert "services: thirdring in charge since" in said, said
        assert "stand by: 1 (" in said
        assert "✗" not in said, said


def test_one_stands_by_and_takes_over_from_the_stream_when_the_other_is_gone(cluster: Project) -> None:
    assert (_in_charge(cluster, 8080), _in_charge(cluster, 8082)) == (True, False)
    cluster.compose("kill", "thirdring")
    until(lambda: _in_charge(cluster, 8082), 30, "nobody took over")
    calls = _calls(cluster)
    until(lambda: _calls(cluster) >= calls + 2, 90, "no call was stored")
    assert _estimated(cluster) == 0


def test_the_one_that_comes_back_stands_by_and_is_in_charge_once_the_other_restarts(cluster: Project) -> None:
    cluster.compose("up", "--detach", "--wait", "thirdring", seconds=120)
    assert (_in_charge(cluster, 8080), _in_charge(cluster, 8082)) == (False, True)
    cluster.compose("restart", "standby")
    until(lambda: _in_charge(cluster, 8080), 30, "it did not take over again")
    assert _estimated(cluster) == 0


def _in_charge(cluster: Project, port: int) -> bool:
    try:
        said = cluster.engine.fetch(f"http://127.0.0.1:{port}/readyz/in-charge")
    except EngineError:
        return False  # 503, or nobody is there
    return bool(json.loads(said)["in_charge"])


def _calls(cluster: Project) -> int:
    return _count(cluster, "true")


def _estimated(cluster: Project) -> int:
    return _count(cluster, "measurement = 'estimated'")


def _count(cluster: Project, condition: str) -> int:
    query = ("psql", "-U", "thirdring", "-At", "-c", f"select count(*) from calls where {condition}")
    return int(cluster.compose("exec", "-T", "postgres", *query))
