"""A file that a command writes: private, whole or not at all, and an error in one sentence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kit.files import whole_file
from kit.sheets.files import write_csv, write_xlsx
from thirdring.commands import CommandError

Rows = Iterable[Sequence[str]]


@contextmanager
def private_file(file: Path) -> Iterator[IO[bytes]]:
    """Raises CommandError where the file cannot be made, before the block begins if that is known by then."""
    with _explained(file), whole_file(file) as sink:
        yield sink


@contextmanager
def private_sheet(file: Path) -> Iterator[Callable[[Rows], None]]:
    """To be called with the rows; the file's ending says what it is."""
    write = write_xlsx if file.suffix.lower() == ".xlsx" else write_csv

    def put(rows: Rows) -> None:
        with _explained(file):  # here, since to who asks the database an OSError is the database's
            write(rows, sink)

    with private_file(file) as sink:
        yield put


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
