"""The socket in data_dir by which the service finds the ear. It is ours alone."""

import contextlib
import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

NAME = "listen.sock"
_CREDENTIALS = struct.Struct("3i")


class StrangerError(PermissionError):
    """Somebody else is at the other end."""


@contextlib.contextmanager
def _path(data_dir: Path) -> Iterator[str]:
    """A socket's path has little room: the open folder stands for a long one."""
    folder = os.open(data_dir, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{NAME}"
    finally:
        os.close(folder)


def opened(data_dir: Path) -> socket.socket:
    """Listens. What a killed ear has left is replaced: whoever calls this holds the journal."""
    (data_dir / NAME).unlink(missing_ok=True)
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        with _path(data_dir) as path:
            door.bind(path)
    finally:
        os.umask(before)
    door.listen(8)
    door.setblocking(False)
    return door


def knocked(data_dir: Path) -> socket.socket | None:
    """None where nobody is in. Raises StrangerError."""
    wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _path(data_dir) as path:
            wire.connect(path)
    except OSError:
        wire.close()
        return None
    try:
        refuse_stranger(wire)
    except StrangerError:
        wire.close()
        raise
    wire.setblocking(False)
    return wire


def refuse_stranger(wire: socket.socket) -> None:
    """The kernel says whose process it is: of this user, or root's."""
    _, uid, _ = _CREDENTIALS.unpack(wire.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    if uid not in (os.getuid(), 0):
        raise StrangerError(f"the other end of {NAME} belongs to user {uid}: run both as one user")
