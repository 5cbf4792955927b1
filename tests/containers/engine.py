"""A real Docker engine, in namespaces of its own on this machine: no daemon of the machine is needed, used or changed.

Its root is Debian testing with docker.io, built once below the laboratory's home; its images and build cache stay there
between runs. Whatever way we end, the kernel ends the engine, its containers and its mounts with us.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from lab.pbx import root as lab

SHARE = Path("/share")
"""The folder of a run, as the engine sees it."""
_SUITE = "forky"
_RECIPE = "1"  # a new number builds the root again
_PACKAGES = ("docker.io", "docker-cli", "docker-compose", "docker-buildx", "iptables", "iproute2", "ca-certificates")
_CGROUPS = "thirdring-lab"
_ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "BUILDKIT_PROGRESS": "plain",
}
_START_SECONDS = 60
_STOP_SECONDS = 30
_COMMAND_SECONDS = 900.0
_CACHE = "3GB"
_SLIM = ("usr/share/doc", "usr/share/man", "usr/share/info", "usr/share/locale", "var/cache/apt", "var/lib/apt/lists")
"""What official slim images leave out as well."""
_APT = """
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
APT::Keep-Downloaded-Packages "false";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
"""
_DPKG = "force-unsafe-io\n" + "".join(f"path-exclude /{place}/*\n" for place in _SLIM if place.startswith("usr"))

Say = Callable[[str], None]


class EngineError(AssertionError):
    """A command of the engine failed; the text is what it said."""


def why_no_engine() -> str:
    """'' where one can be had."""
    if reason := lab.why_not():
        return reason
    done = subprocess.run(["unshare", "-n", "-m", "-p", "--fork", "true"], capture_output=True, check=False)
    return "this machine gives no namespaces (unshare failed)" if done.returncode else ""


def home() -> Path:
    return lab.home() / "engine"


class Engine:
    def __init__(self, share: Path, say: Say = print) -> None:
        self.share = share
        self._say = say
        self._processes: list[subprocess.Popen[bytes]] = []
        self._lock: IO[str]
        self.pid = 0

    # ---- Start and end ----------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Raises LabError. Runs that start together wait for each other: they share the images."""
        lab.need(["slirp4netns"], self._say)
        home().mkdir(parents=True, exist_ok=True)
        self._lock = (home() / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        for left in home().glob("share-*"):  # of runs that were killed
            shutil.rmtree(left)
        self.share.mkdir()
        _remove_cgroups()
        root = _ready_root(self._say)
        data = home() / "data"
        data.mkdir(exist_ok=True)
        script = Path(__file__).with_name("start-engine")
        unshare = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child"]
        log = home() / "dockerd.log"
        self._run([*unshare, "sh", str(script), str(root), str(data), str(self.share)], log)
        self.pid = _until(lambda: _child_of(self._processes[0].pid), "the engine does not start", log)
        slirp = home() / "slirp.log"
        self._run(["slirp4netns", "--configure", "--mtu=1400", "--disable-host-loopback", str(self.pid), "tap0"], slirp)
        _until(self._answers, "the engine does not answer", log)
        self._clear()

    def _clear(self) -> None:
        """What a run has left: everything but images and build cache."""
        if ids := self.docker("ps", "--all", "--quiet").split():
            self.docker("rm", "--force", "--volumes", *ids)
        self.docker("volume", "prune", "--all", "--force")
        self.docker("network", "prune", "--force")

    def _run(self, command: list[str], log: Path) -> None:
        """The kernel kills it when we are gone; Ctrl-C in our terminal is not for it."""
        with log.open("wb") as sink:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", *command],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,
            )
        self._processes.append(process)

    def _answers(self) -> bool:
        command = self._inside("docker", "version")
        return subprocess.run(command, capture_output=True, check=False, timeout=20).returncode == 0

    def stop(self) -> None:
        """Containers first, so that nothing is left of them in the images' folder."""
        if self.pid and self._answers():
            with contextlib.suppress(EngineError, subprocess.TimeoutExpired):
                self._clear()
                self.docker("image", "prune", "--force")
                self.docker("builder", "prune", "--force", "--keep-storage", _CACHE)
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGTERM)
        for process in self._processes:
            if process is not self._processes[0]:
                process.kill()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        _remove_cgroups()
        self._lock.close()

    # ---- What it is told --------------------------------------------------------------------------------------------

    def docker(self, *words: str, seconds: float = _COMMAND_SECONDS, stdin: IO[bytes] | None = None) -> str:
        return self.run("docker", *words, seconds=seconds, stdin=stdin)

    def run(
        self, *words: str, folder: Path = SHARE, seconds: float = _COMMAND_SECONDS, stdin: IO[bytes] | None = None
    ) -> str:
        """A command as somebody types it on the engine's machine: what it says. EngineError where it fails."""
        done = self.tried(*words, folder=folder, seconds=seconds, stdin=stdin)
        if done.returncode:
            raise EngineError(f"`{' '.join(words)}` failed ({done.returncode}):\n{done.stdout}{done.stderr}")
        return done.stdout

    def tried(
        self, *words: str, folder: Path = SHARE, seconds: float = _COMMAND_SECONDS, stdin: IO[bytes] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        command = self._inside("sh", "-c", 'cd "$0" && exec "$@"', str(folder), *words)
        done = subprocess.run(
            command, capture_output=True, check=False, timeout=seconds, stdin=stdin or subprocess.DEVNULL
        )
        said, errors = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(command, done.returncode, said, errors)

    def _inside(self, *words: str) -> list[str]:
        enter = ["nsenter", "--target", str(self.pid), "--mount", "--net", "--pid"]
        return [*enter, "env", "-i", *(f"{name}={value}" for name, value in _ENVIRONMENT.items()), *words]

    def fetch(self, url: str, seconds: float = 10.0) -> str:
        """What a browser on the engine's machine gets; EngineError where it gets nothing."""
        code = (
            "import sys, urllib.request as r; print(r.urlopen(sys.argv[1], timeout=float(sys.argv[2])).read().decode())"
        )
        return self.python(code, url, str(seconds))

    def python(self, code: str, *words: str, net: str = "") -> str:
        """With this machine's files and the engine's network, or with one that `ip netns add` has made there."""
        space = f"/proc/{self.pid}/root/run/netns/{net}" if net else f"/proc/{self.pid}/ns/net"
        command = ["nsenter", f"--net={space}", sys.executable, "-I", "-c", code, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
        if done.returncode:
            raise EngineError(done.stderr)
        return done.stdout


def _ready_root(say: Say) -> Path:
    root = home() / "root"
    mark = root / "engine-recipe"
    if mark.is_file() and mark.read_text() == _RECIPE:
        return root
    say("engine: building a Debian testing root with a Docker engine (once, about two minutes)")
    if root.exists():
        lab.remove(root)
    tar, fresh = debian_tar(_SUITE, say), home() / "root.new"
    if fresh.exists():
        lab.remove(fresh)
    fresh.mkdir()
    lab.run(["tar", "-C", str(fresh), "-xf", str(tar)])
    lab.install(fresh, _PACKAGES)
    (fresh / "engine-recipe").write_text(_RECIPE)
    fresh.rename(root)
    return root


def debian_tar(suite: str, say: Say) -> Path:
    """A bare Debian of this suite, as the official slim images have it."""
    tar = home() / f"{suite}-slim.tar"
    if not tar.is_file():
        folder = home() / f"{suite}.new"
        lab.debootstrap(suite, folder, say)
        (folder / "etc/apt/apt.conf.d/slim").write_text(_APT)
        (folder / "etc/dpkg/dpkg.cfg.d/slim").write_text(_DPKG)
        lab.pack(folder, tar, *(f"--exclude=./{place}/*" for place in _SLIM))
        lab.remove(folder)
    return tar


def _child_of(pid: int) -> int:
    with contextlib.suppress(OSError):
        children = Path("/proc", str(pid), "task", str(pid), "children").read_text().split()
        if children and Path("/proc", children[0], "comm").read_text().strip() in ("sh", "dockerd", "start-engine"):
            return int(children[0])
    return 0


def _until(found: Callable[[], int | bool], trouble: str, log: Path) -> int:
    deadline = time.monotonic() + _START_SECONDS
    while not (value := found()):
        if time.monotonic() > deadline:
            raise lab.LabError(f"{trouble}:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)
    return int(value)


def _remove_cgroups() -> None:
    """Empty groups that a killed engine has left."""
    for place in Path("/sys/fs/cgroup").glob(f"**/{_CGROUPS}"):
        for folder, _folders, _files in os.walk(place, topdown=False):
            with contextlib.suppress(OSError):
                Path(folder).rmdir()


@contextlib.contextmanager
def engine(share: Path, say: Say = print) -> Iterator[Engine]:
    made = Engine(share, say)
    try:
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(share, ignore_errors=True)
