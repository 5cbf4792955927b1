"""A Debian testing root with Asterisk 22 inside: built once, kept as a tar, restored in seconds.

Debian 12 has no asterisk package; a root of testing beside the project runs it natively. The lab's home is
${THIRDRING_LAB:-/var/tmp/thirdring-lab}; only root can build or use it, and only where apt can install debootstrap.
"""

import fcntl
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

_SUITE = "forky"
_PACKAGES = ("asterisk", "asterisk-modules", "prometheus", "prometheus-alertmanager")
_RECIPE = "1"  # a new number builds the root again

_ADD = """
set -eu
mount --make-rprivate / 2>/dev/null || true # in a chroot / is no mount of its own
root=$1; shift
undo() { for place in dev proc etc/resolv.conf etc/nsswitch.conf; do umount "$root/$place" 2>/dev/null || true; done; }
trap undo EXIT
names=$(mktemp); echo 'passwd: files
group: files
hosts: files dns' >"$names"
touch "$root/etc/resolv.conf"
mount --bind "$names" "$root/etc/nsswitch.conf"; rm "$names"
mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
mount --bind /proc "$root/proc"; mount --bind /dev "$root/dev"
chroot "$root" env LC_ALL=C apt-get -q -o Acquire::Check-Valid-Until=false update
chroot "$root" env LC_ALL=C apt-get -q install -y --no-install-recommends "$@"
"""
"""In a mount namespace of its own: whoever uses the root meanwhile sees its files and, but below a chroot, no mount."""

Say = Callable[[str], None]


class LabError(Exception):
    """The lab cannot be had here; the text says why and what to do."""


def home() -> Path:
    return Path(os.environ.get("THIRDRING_LAB", "/var/tmp/thirdring-lab"))


def why_not() -> str:
    """Why this machine cannot have a lab root; '' where it can."""
    if os.geteuid() != 0:
        return "only root can build and enter the lab's root file system"
    if shutil.which("apt-get") is None:
        return "the lab's root file system needs a Debian machine (apt-get)"
    return ""


def ready_root(say: Say = print) -> Path:
    """The finished root; restores or builds it first where needed. Runs that start together wait for one builder."""
    reason = why_not()
    if reason:
        raise LabError(reason)
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        root = home() / "root"
        if not _is_finished(root):
            _restore(root, say)
        _name_this_host(root)
    return root


def with_packages(*names: str, say: Say = print) -> Path:
    """The finished root with these packages of Debian testing as well; they are added where they are missing."""
    root = ready_root(say)
    with (home() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = [name for name in names if not (root / f"var/lib/dpkg/info/{name}.list").is_file()]
        if missing:
            say(f"lab: adding {', '.join(missing)}")
            run(["unshare", "--mount", "--propagation", "unchanged", "sh", "-c", _ADD, "sh", str(root), *missing])
    return root


def _is_finished(root: Path) -> bool:
    mark = root / "lab-recipe"
    return mark.is_file() and mark.read_text() == _RECIPE


def _restore(root: Path, say: Say) -> None:
    tar = home() / f"{_SUITE}-{_RECIPE}.tar"
    if root.exists():
        remove(root)
    if not tar.is_file():
        _build(tar, say)
    fresh = home() / "root.new"
    if fresh.exists():
        remove(fresh)
    fresh.mkdir()
    run(["tar", "-C", str(fresh), "-xf", str(tar)])
    fresh.rename(root)


def _build(tar: Path, say: Say) -> None:
    build = home() / "build"
    say("lab: building a Debian testing root with Asterisk (once, about a minute)")
    debootstrap(_SUITE, build, say)
    install(build, _PACKAGES)
    (build / "lab-recipe").write_text(_RECIPE)
    pack(build, tar)
    remove(build)


def debootstrap(suite: str, root: Path, say: Say = print) -> None:
    """A bare Debian of this suite in a new folder, from this machine's own mirror."""
    if root.exists():
        remove(root)
    need(["debootstrap"], say)
    script = Path("/usr/share/debootstrap/scripts") / suite
    if not script.exists():  # younger than this machine's debootstrap
        script.symlink_to("sid")
    run(["debootstrap", "--variant=minbase", suite, str(root)])


def install(root: Path, packages: Sequence[str]) -> None:
    with _bound(root):
        _in_root(root, ["apt-get", "-q", "-o", "Acquire::Check-Valid-Until=false", "update"])
        _in_root(root, ["apt-get", "-q", "install", "-y", "--no-install-recommends", *packages])
        _in_root(root, ["apt-get", "clean"])


def pack(root: Path, tar: Path, *options: str) -> None:
    """The whole root as a tar, or none."""
    run(["tar", "-C", str(root), *options, "-cf", f"{tar}.new", "."])
    Path(f"{tar}.new").rename(tar)


def need(programs: Sequence[str], say: Say = print, *, package: str = "") -> None:
    """Installs those that are missing, each from the Debian package of its name or from this one. Raises LabError."""
    missing = [each for each in programs if shutil.which(each) is None]
    if not missing:
        return
    if why_not():
        raise LabError(f"install {' and '.join(missing)}: {why_not()}")
    home().mkdir(parents=True, exist_ok=True)
    with (home() / "apt-lock").open("w") as lock:  # apt itself waits for nobody
        fcntl.flock(lock, fcntl.LOCK_EX)
        say(f"lab: installing {', '.join(missing)}")
        run(["apt-get", "-q", "update"])
        run(["apt-get", "-q", "install", "-y", "--no-install-recommends", *([package] if package else missing)])


@contextmanager
def _bound(root: Path) -> Iterator[None]:
    """/proc and /dev inside the root, for as long as packages are installed there."""
    with ExitStack() as undo:
        for name in ("proc", "dev"):
            run(["mount", "--bind", f"/{name}", str(root / name)])
            undo.callback(run, ["umount", str(root / name)])
        yield


def _name_this_host(root: Path) -> None:
    """Asterisk looks up its own name at every call; without an answer each call starts seconds late."""
    names = f"127.0.0.1 localhost {socket.gethostname()} A.ROOT-SERVERS.NET\n"
    for path, text in (
        (root / "etc/hosts", names),
        (root / "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n"),
    ):
        if not path.is_file() or path.read_text() != text:
            path.write_text(text)


def _in_root(root: Path, command: Sequence[str]) -> None:
    run(["chroot", str(root), "env", "LC_ALL=C", *command])


def run(command: Sequence[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()[-5:]
        raise LabError("\n".join([f"lab: `{' '.join(command)}` failed ({done.returncode}). It said:", *said]))


def remove(tree: Path) -> None:
    for name in ("proc", "dev"):  # left mounted by a build that was killed
        while os.path.ismount(tree / name):
            run(["umount", str(tree / name)])
    run(["rm", "-rf", "--one-file-system", str(tree)])
