"""What `backup` and `restore` say of a backup: its progress, what is in it, and what keeps them from it."""

import contextlib
import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from kit.i18n import _
from thirdring.backup import BackupError
from thirdring.backup.manifest import Manifest
from thirdring.commands import CommandError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


def summary(manifest: Manifest) -> str:
    text = _("{rows} rows of {tables} tables, events up to {position}, {size} MB, made {made_at} by {version}.")
    return text.format(
        rows=manifest.rows,
        tables=sum(part.table is not None for part in manifest.parts),
        position=manifest.applied_position,
        size=f"{manifest.size_bytes / 1e6:.1f}",
        made_at=manifest.made_at,
        version=manifest.thirdring,
    )


@contextlib.contextmanager
def explained(file: Path) -> Iterator[None]:
    """Whatever keeps us from it becomes a sentence."""
    try:
        yield
    except BackupError as error:
        raise CommandError(f"{file}: {error}") from None
    except sqlite3.Error as error:
        raise CommandError(_("The journal cannot be read ({why}).").format(why=error)) from None
    except OSError as error:
        if error.filename is None and error.errno not in _FULL:
            raise  # it is the database's
        raise CommandError(f"{error.filename or file}: {error.strerror}") from None


def progress_bar(console: Console) -> Progress:
    """A progress bar of bytes."""
    return _bar(console, DownloadColumn())


def counting_bar(console: Console) -> Progress:
    return _bar(console, MofNCompleteColumn())


def _bar(console: Console, figures: ProgressColumn) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), figures, TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
