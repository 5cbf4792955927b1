"""A real MariaDB of its own: Debian's server, in memory, with no more files than it needs. Its root has no password."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from kit.database.others import AwayError, Database, opened
from lab.pbx.root import LabError, need

_OPTIONS = (
    "--no-defaults --user=root --bind-address=127.0.0.1 --innodb-buffer-pool-size=16M --innodb-log-file-size=4M "
    "--innodb-flush-log-at-trx-commit=0 --skip-name-resolve"
).split()
_SYSTEM = Path("/usr/share/mysql")
_START_SECONDS = 60


def why_no_mariadb() -> str:
    try:
        need(["mariadbd"], package="mariadb-server-core")
    except LabError as error:
        return str(error)
    return "" if (_SYSTEM / "mysql_system_tables.sql").is_file() else f"{_SYSTEM} has no tables of MariaDB"


@contextlib.contextmanager
def mariadb() -> Iterator[str]:
    """The address of its root, without a database."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="thirdring-mariadb-", dir=memory if memory.is_dir() else None))
    try:
        (folder / "data").mkdir()
        command = ["mariadbd", *_OPTIONS, f"--datadir={folder / 'data'}", f"--socket={folder / 's'}"]
        tables = [(_SYSTEM / f"mysql_system_tables{each}.sql").read_bytes() for each in ("", "_data")]
        first = b"create database mysql;\nuse mysql;\n" + b"\n".join(tables)
        subprocess.run([*command, "--bootstrap"], input=first, check=True, capture_output=True)
        port = _free_port()
        server = subprocess.Popen([*command, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until_answers(f"mysql://root@127.0.0.1:{port}/mysql", server).close()
            yield f"mysql://root@127.0.0.1:{port}"
        finally:
            server.kill()
            server.wait()
    finally:
        shutil.rmtree(folder)


def until_answers(url: str, server: "subprocess.Popen[bytes]") -> Database:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            return opened(url)
        except AwayError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
