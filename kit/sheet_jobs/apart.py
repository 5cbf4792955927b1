"""Reads a sheet in a process of its own: it keeps a processor busy, and a stranger made the file."""

import multiprocessing
import threading
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from kit.sheets.cells import BadRow
from kit.sheets.files import Line, read_lines, sheets_not_read
from kit.sheets.headers import Columns
from kit.sheets.troubles import SheetError, Trouble

_SECONDS_MAX = 300.0
_LOOK_SECONDS = 0.5
_ROWS_TOLD = 1_000


class Gathered(Protocol):
    """What a domain makes of a sheet."""

    @property
    def columns(self) -> Columns[Any]: ...

    @property
    def bad(self) -> tuple[BadRow, ...]: ...

    @property
    def row_count(self) -> int: ...


Gather = Callable[[Sequence[Line], Any, Mapping[str, Any]], Gathered]
"""A function of a module, since another process calls it: the lines, how they are read, what headers mean."""


class Found(NamedTuple):
    gathered: Any
    bad_lines: Mapping[int, Sequence[str]]  # the cells of the lines in which something is bad
    others: tuple[str, ...]  # sheets of the workbook that were not read


class Work(NamedTuple):
    gather: Gather
    reading: Any


class Unread(NamedTuple):
    """`columns`: as they were found, where they are the trouble."""

    trouble: Trouble
    fields: Mapping[str, Any]
    columns: Columns[Any] | None = None

    def sentence(self, language: str) -> str:
        return SheetError(self.trouble, **self.fields).sentence(language)


def read_apart(
    path: Path, work: Work, named: Mapping[str, StrEnum | None], told: Callable[[int], None], stop: threading.Event
) -> Found | Unread:
    """Call it in a thread. `told` is called with the number of rows read; `stop` ends it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(path, work, dict(named), theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        return _heard(ours, told, stop)
    finally:
        process.kill()
        process.join()
        ours.close()


def _heard(ours: Connection, told: Callable[[int], None], stop: threading.Event) -> Found | Unread:
    waited = 0.0
    while not stop.is_set() and waited < _SECONDS_MAX:
        if not ours.poll(_LOOK_SECONDS):
            waited += _LOOK_SECONDS
            continue
        try:
            news = ours.recv()
        except EOFError:
            break
        if isinstance(news, int):
            told(news)
        elif isinstance(news, Found | Unread):
            return news
    return Unread(Trouble.DAMAGED, {})


def _work(path: Path, work: Work, named: Mapping[str, StrEnum | None], theirs: Connection) -> None:
    lines: list[Line] = []
    try:
        for line in read_lines(path):
            lines.append(line)
            if len(lines) % _ROWS_TOLD == 0:
                theirs.send(len(lines))
        gathered = work.gather(lines, work.reading, named)
        bad = {one.line for one in gathered.bad}
        cells = {line.number: tuple(line.cells) for line in lines if line.number in bad}
        theirs.send(Found(gathered, cells, tuple(sheets_not_read(path))))
    except SheetError as error:
        theirs.send(Unread(error.trouble, error.fields, error.found))
