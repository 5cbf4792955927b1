"""A checkout of this repository on the engine's machine, and `docker compose` as somebody types it there."""

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.containers.engine import SHARE, Engine, EngineError

ROOT = Path(__file__).parents[2]
FOLDER = SHARE / "project"


class Container(NamedTuple):
    id: str
    started_at: str
    state: str
    health: str
    exit_code: int


class Project:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.folder = engine.share / FOLDER.relative_to(SHARE)
        self.inside = FOLDER
        checkout(self.folder)

    def compose(self, *words: str, seconds: float = 900.0) -> str:
        return self.engine.run("docker", "compose", *words, folder=FOLDER, seconds=seconds)

    def run(self, *words: str, seconds: float = 600.0) -> str:
        return self.engine.run(*words, folder=FOLDER, seconds=seconds)

    def containers(self) -> dict[str, Container]:
        ids = self.engine.docker("ps", "--all", "--quiet", "--no-trunc", "--filter", "label=com.docker.compose.project")
        if not ids.split():
            return {}
        said: list[dict[str, Any]] = json.loads(self.engine.docker("inspect", *ids.split()))
        labelled = [(each["Config"]["Labels"], each) for each in said]
        return {
            labels["com.docker.compose.service"]: Container(
                each["Id"],
                each["State"]["StartedAt"],
                each["State"]["Status"],
                each["State"].get("Health", {}).get("Status", ""),
                each["State"]["ExitCode"],
            )
            for labels, each in labelled
            if labels.get("com.docker.compose.oneoff") != "True"
        }

    def starts(self) -> dict[str, tuple[str, str]]:
        """Which container each lasting part is, and when it was started."""
        return {name: (each.id, each.started_at) for name, each in self.containers().items() if each.state == "running"}

    def is_well(self, part: str) -> bool:
        found = self.containers().get(part)
        return found is not None and found.state == "running" and found.health in ("healthy", "")

    def set_secret(self, name: str, text: str) -> None:
        file = self.folder / "deploy" / "secrets" / name
        file.write_text(text)
        file.chmod(0o600)

    def asked(self, query: str, port: int = 9090) -> float:
        """Prometheus' answer; 0 where it has none."""
        code = (
            "import sys, urllib.request as r, urllib.parse as p; "
            "print(r.urlopen(sys.argv[1] + p.quote(sys.argv[2]), timeout=10).read().decode())"
        )
        said = self.engine.python(code, f"http://127.0.0.1:{port}/api/v1/query?query=", query)
        result = json.loads(said)["data"]["result"]
        return float(result[0]["value"][1]) if result else 0.0


def checkout(folder: Path) -> None:
    """What is committed or about to be, for its owner alone: a clone under umask 077."""
    shutil.rmtree(folder, ignore_errors=True)
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.rstrip("\0").split("\0"):
        source, target = ROOT / name, folder / name
        if not source.is_file():
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(source.stat().st_mode & 0o700)
    for place in [folder, *folder.rglob("*")]:
        if place.is_dir():
            place.chmod(0o700)


def until(met: Callable[[], object], seconds: float, trouble: str) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            if met():
                return
        except EngineError:
            pass  # it is on its way
        assert time.monotonic() < deadline, f"{trouble} within {seconds} s"
        time.sleep(1)
