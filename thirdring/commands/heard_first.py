"""`./run serve` and `./run listen`, typed plainly: the PBX is heard before anything large is imported."""

import asyncio
import contextlib
import sqlite3
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from kit.phases import reach
from kit.wrong import SettingsError
from thirdring.commands import CommandError
from thirdring.listening import alone, log
from thirdring.listening.early import heard_first
from thirdring.listening.keys import EarKeys, read_keys

_TURN_SECONDS = 0.001
"""How long an import keeps the interpreter while the link waits for it; Python's own 5 ms make a login slow."""


def serve(config: Path | None) -> None:
    """Ends the process as the command line does: with a sentence on standard error, and 2 for wrong settings."""
    try:
        if asyncio.run(_serve(config)):
            import_module("thirdring.commands.serving").begin_anew()
    except SettingsError as error:
        _end(error, 2)
    except CommandError as error:
        _end(error, 1)


def listen(config: Path | None) -> None:
    """Ends the process in the same way."""
    try:
        keys = read_keys(config) or _by_all_settings(config)
        asyncio.run(alone.listen(keys, log.set_up(keys.log_level, keys.log_format)))
    except SettingsError as error:
        _end(error, 2)
    except (OSError, sqlite3.Error) as error:
        _end(error, 1)


def _by_all_settings(config: Path | None) -> EarKeys:
    """They read what is not written plainly, and say what is wrong. Raises SettingsError."""
    serving = import_module("thirdring.commands.serving")
    keys: EarKeys = serving.ear_keys_of(serving.ready_settings(config))
    return keys


def _end(error: Exception, code: int) -> None:
    print(error, file=sys.stderr)
    sys.exit(code)


async def _serve(config: Path | None) -> bool:
    async with heard_first(read_keys(config)) as early:
        with _quick_turns():
            serving = await asyncio.to_thread(import_module, "thirdring.commands.serving")
            reach("imported")
            settings = await asyncio.to_thread(serving.ready_settings, config)
            reach("settings read")
        if early is None or serving.hears_as(early, settings):
            return bool(await serving.serve(settings, early))
    return bool(await serving.serve(settings))  # the settings were read differently: it hears by what all of them say


@contextlib.contextmanager
def _quick_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
