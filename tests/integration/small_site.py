"""The smallest site: a hotline whose PBX is away, in a folder of its own. Its commands and service are processes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
SETTINGS = """
data_dir = "{data}"
[database]
url = "{url}"
[web]
listen = "127.0.0.1:0"
[agi]
enabled = false
[[pbx]]
secret = "hush-hush"
port = 1
[[hotline]]
name = "service"
numbers = ["8001"]
"""


class Serving(NamedTuple):
    process: "subprocess.Popen[str]"
    url: str


class SmallSite(NamedTuple):
    config: Path
    data: Path

    @property
    def folder(self) -> Path:
        return self.config.parent

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "thirdring", *map(str, words), "--config", str(self.config)]

    def run(
        self, *words: str | Path, seconds: float = 180, first: Callable[[], None] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Until it ends. `first` is done in its process, before it is Third Ring."""
        return subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=_in_english(),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            preexec_fn=first,
        )

    @contextmanager
    def served(self) -> Iterator[Serving]:
        process = subprocess.Popen(
            self.command("serve"), cwd=ROOT, env=_in_english(), stderr=subprocess.PIPE, text=True
        )
        try:
            yield Serving(process, f"http://{_address(process)}")
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=120)


def small_site(folder: Path, url: str = "embedded", data: Path | None = None) -> SmallSite:
    folder.mkdir(parents=True, exist_ok=True)
    site = SmallSite(folder / "thirdring.toml", data or folder / "data")
    site.config.write_text(SETTINGS.format(data=site.data, url=url))
    return site


def _in_english() -> dict[str, str]:
    return {**os.environ, "LANG": "C"}


def _address(process: "subprocess.Popen[str]") -> str:
    """Where it serves, as its log says."""
    assert process.stderr is not None
    for line in process.stderr:
        entry = json.loads(line)
        if entry["event"] == "serving":
            return str(entry["address"])
    raise AssertionError("the service ended before it served")
