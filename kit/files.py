"""Private files: written completely or not at all, and readable only by their owner."""

import contextlib
import errno
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kit.i18n import _

PRIVATE = 0o600
_DRAFT = re.compile(r"\..+\.[0-9a-f]{8}")


@contextlib.contextmanager
def whole_file(target: Path, mode: int = PRIVATE) -> Iterator[IO[bytes]]:
    """The written file replaces `target` at the end of the block and is on disk then. After an error
    nothing has changed there. A link is replaced, not followed. Raises OSError."""
    _refuse_what_is_no_file(target)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with new_file(draft, mode) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    save_names(target.parent)


def new_file(path: Path, mode: int = PRIVATE) -> IO[bytes]:
    """Opens a new file for writing and reading. Raises FileExistsError if the name exists, even as a symbolic link."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    os.fchmod(handle, mode)  # whatever the umask is
    return os.fdopen(handle, "w+b")


def save_names(folder: Path) -> None:
    """Syncs the folder, so that new file names survive a power failure."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_drafts(folder: Path) -> None:
    """Deletes incomplete files of a killed process. Call it only while nobody else writes to the folder."""
    for file in folder.glob(".*"):
        if _DRAFT.fullmatch(file.name) and file.is_file():
            file.unlink(missing_ok=True)


def _refuse_what_is_no_file(target: Path) -> None:
    """A device that is replaced by a file, such as /dev/null by root, would break the machine."""
    with contextlib.suppress(FileNotFoundError):
        kind = target.lstat().st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISLNK(kind)):
            raise OSError(errno.EINVAL, _("it is no file that can be replaced: name another"), str(target))
