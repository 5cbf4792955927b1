"""docker-compose.yml as Compose itself reads it, and every script of deploy/ as a linter reads it."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.pbx.root import why_not, with_packages
from tests.pbx.watching import DEPLOY, Toolbox
from tests.unit.deploy.compose import COMPOSE, mounts, unset
from tests.unit.deploy.test_dockerfiles import FILES, SCRIPTS, steps


@pytest.fixture(scope="module")
def box() -> Iterator[Toolbox]:
    if not why_not():
        with_packages("docker-compose", "shellcheck")
    box = Toolbox()
    shutil.copy(DEPLOY.parent / "docker-compose.yml", box.folder)
    shutil.copytree(DEPLOY, box.folder / "deploy")
    yield box
    box.remove()


def rendered(box: Toolbox, *profiles: str) -> dict[str, Any]:
    """What `docker compose config` says: it reads, joins and checks the file as it does before it starts anything."""
    words = [word for profile in profiles for word in ("--profile", profile)]
    command = box.command("docker-compose", "--file", f"{box.inside}/docker-compose.yml", *words, "config")
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_compose_reads_what_the_other_tests_read(box: Toolbox) -> None:
    said = rendered(box, "demo", "listen", "cluster", "relay")["services"]
    assert set(said) == set(COMPOSE.services)
    for name, part in COMPOSE.services.items():
        assert said[name]["image"] == part.image
        assert (said[name].get("command") or []) == [unset(word) for word in part.command]
        assert said[name].get("pull_policy", "") == part.pull_policy
        assert set(said[name].get("depends_on", {})) == set(part.depends_on)
        assert (said[name]["user"], said[name]["restart"]) == (part.user, part.restart)
        assert (said[name]["read_only"], said[name]["cap_drop"]) == (True, ["ALL"])
        assert [mount["target"] for mount in said[name].get("volumes", [])] == [
            mount.target for mount in mounts() if mount.part == name
        ]


def test_without_a_profile_there_are_no_callers_no_relay_no_cluster_and_no_ears_apart(box: Toolbox) -> None:
    assert set(rendered(box)["services"]) == set(COMPOSE.services) - {
        "callers",
        "desk",
        "forward",
        "listen",
        "listen-2",
        "nats-1",
        "nats-2",
        "nats-3",
        "phones",
        "relay",
        "standby",
    }


def test_what_is_published_is_on_this_machine_only(box: Toolbox) -> None:
    parts = rendered(box, "demo", "cluster")["services"].values()
    published = [port for part in parts for port in part.get("ports", [])]
    assert {port["host_ip"] for port in published} == {"127.0.0.1"}
    web = [port["published"] for port in published if port["protocol"] == "tcp"]
    assert len(set(web)) == len(web) == 5
    sound = {(port["published"], port["target"]) for port in published if port["protocol"] == "udp"}
    assert sound == {(str(port), port) for port in range(10_000, 10_100)}


def test_nothing_secret_is_in_it(box: Toolbox) -> None:
    text = json.dumps(rendered(box, "demo"))
    assert not re.search(r'(PASSWORD|SECRET|TOKEN)"', text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_has_no_fault_that_a_linter_knows(box: Toolbox, script: Path) -> None:
    box.run("shellcheck", f"{box.inside}/deploy/{script.relative_to(DEPLOY)}")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_a_dockerfile_s_shell_has_no_fault_that_a_linter_knows(box: Toolbox, file: Path) -> None:
    runs = [rest for name, rest in steps(file) if name == "RUN"]
    script = box.folder / f"{file.parent.name}.sh"
    script.write_text("\n".join(["#!/bin/sh", *runs, ""]))
    box.run("shellcheck", f"{box.inside}/{script.name}")
