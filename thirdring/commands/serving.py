"""The start of the service, and its errors in words. It imports no command line."""

import errno
import os
import sqlite3
import sys
from pathlib import Path
from typing import NoReturn

import structlog

from kit import i18n, log
from kit.database.errors import UnreadyError
from kit.http.files import raise_limit
from kit.i18n import _
from thirdring import service
from thirdring.commands import CommandError
from thirdring.commands.required import require_pbx
from thirdring.links import ear_keys_of
from thirdring.listening.early import Early
from thirdring.settings import Settings, load

FILES_MIN = 64
"""With fewer it could not answer anybody, once journal, database and PBX have theirs."""


def ready_settings(config: Path | None) -> Settings:
    """Raises SettingsError. Begins the log."""
    i18n.use()
    settings = load(config)
    log.set_up(settings.log.level, settings.log.format)
    require_pbx(settings)
    return settings


def hears_as(early: Early, settings: Settings) -> bool:
    """Whether it hears by what all settings say."""
    return early.keys == ear_keys_of(settings)


async def serve(settings: Settings, early: Early | None = None) -> bool:
    """`early` hears already, with the same settings. True: it should start again, to stand by. Raises SettingsError and
    CommandError."""
    if early is not None:
        early.log.become(structlog.get_logger("thirdring.links"))
    if raise_limit() < FILES_MIN:
        raise CommandError(_("The process may open too few files: raise LimitNOFILE (ulimit -n) to 1024 at least."))
    try:
        return await service.serve(settings, early=early)
    except UnreadyError as error:
        raise CommandError(str(error)) from None
    except PermissionError as error:
        text = _("{file} is not ours to use: run this as the user of the service, or set data_dir.")
        raise CommandError(text.format(file=error.filename)) from None
    except sqlite3.Error as error:
        text = _("The journal in {folder} cannot be opened ({why}): make room on that disk, and let us write there.")
        raise CommandError(text.format(folder=settings.data_dir, why=error)) from None
    except OSError as error:
        told = _explained(error, settings)
        if told is None:
            raise
        raise CommandError(told) from None


def begin_anew() -> NoReturn:
    """Runs the same command again in the same process, so that nothing in memory is of the time in charge."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the words that we were started with


def _explained(error: OSError, settings: Settings) -> str | None:
    match error.errno:
        case errno.EADDRINUSE | errno.EADDRNOTAVAIL:
            text = _("{address} cannot be listened on ({why}): set web.listen to another address or port.")
            return text.format(address=settings.web.listen, why=error.strerror)
        case errno.ENOSPC | errno.EDQUOT:
            return _("There is no room left for {file}: make room on the disk of data_dir.").format(
                file=error.filename or settings.data_dir
            )
        case errno.EROFS:
            return _("{file} is on a disk that is mounted read-only: mount it writable, or set data_dir.").format(
                file=error.filename or settings.data_dir
            )
    return None
