"""Reads a database's table of CEL by its ids alone, which rise with time: no other index is needed.

The place to begin at is found by halves, as in a file: each CHAN_START says by its uniqueid when it was.
"""

import contextlib
from collections.abc import Callable, Iterator
from itertools import chain

from kit.database.others import AwayError, Database, Rows, opened
from telephony.cel.gap import Counts
from telephony.cel.rows import Row
from telephony.cel.sources import APART_US, Found
from telephony.cel.table import COLUMNS, Told, ahead_us, appeared_us, before_end, in_utc, near, told_of

PAGE_ROWS = 1_000
_LOOK_ROWS = 200
_STEP_ROWS = 500


class Table:
    def __init__(self, url: str, table: str, connect: Callable[[str], Database] = opened) -> None:
        self._url = url
        self._table = table
        self._connect = connect
        self._database: Database | None = None
        self._ended = 0  # the last row when it was first asked for: at the end of the gap

    def last_us(self) -> int | None:
        rows = self._last()
        self._ended = self._ended or (rows[-1].number if rows else 0)
        ahead = [told_us for each in rows if (told_us := ahead_us(each.row)) is not None]
        return rows[-1].row.at_us - ahead[-1] if ahead else None

    @contextlib.contextmanager
    def since(self, begin_us: int, until_us: int, counts: Counts) -> Iterator[Found | None]:
        last = self._last()
        is_precise = any(each.row.at_us % 1_000_000 for each in last)
        place = self._place(begin_us - APART_US)
        # what is before it tells how far local time is from UTC
        before = [told_us for each in self._told(self._before(place)) if (told_us := ahead_us(each.row)) is not None]
        told = in_utc(self._rows_since(place, counts), before[0] if before else None)
        ended = self._ended or (last[-1].number if last else 0)
        rows = (each.row for each in told) if is_precise else near(before_end(told, until_us, ended))
        yield Found(rows, is_precise)

    def columns(self) -> dict[str, int | None]:
        """Each with the most letters that it holds, where there is such a limit. Raises AwayError."""
        schema, dot, name = self._table.rpartition(".")
        where = f"'{schema}'" if dot else "database()" if self._open().is_mysql else "current_schema()"
        rows = self._open().ask(
            "SELECT column_name, character_maximum_length FROM information_schema.columns "  # noqa: S608  all of it is ours
            f"WHERE table_name = '{name}' AND table_schema = {where}"
        )
        return {str(column): None if most is None else int(most) for column, most in rows}

    def last_rows(self) -> list[Row]:
        """The last rows, by the table's time. Raises AwayError."""
        return [told.row for told in self._last()]

    def close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None

    def _last(self) -> list[Told]:
        """The oldest first."""
        return self._told(self._ask(f"ORDER BY id DESC LIMIT {_LOOK_ROWS}"))[::-1]

    def _before(self, place: int) -> Rows:
        return self._ask(f"WHERE id < {place} ORDER BY id DESC LIMIT {_LOOK_ROWS}")

    def _told(self, rows: Rows) -> list[Told]:
        return [told for values in rows if (told := told_of(values)) is not None]

    def _rows_since(self, place: int, counts: Counts) -> Iterator[Told]:
        while page := self._ask(f"WHERE id >= {place} ORDER BY id LIMIT {PAGE_ROWS}"):
            for values in page:
                told = told_of(values)
                if told is None:
                    counts.bad_lines += 1
                else:
                    yield told
            place = _number(page[-1][0]) + 1

    def _place(self, since_us: int) -> int:
        """Rows before it are older."""
        low, high = (_number(values[0]) for values in self._ask_ends())
        while high - low > _STEP_ROWS:
            middle = (low + high) // 2
            at_us = self._first_us(middle)
            if at_us is not None and at_us < since_us:
                low = middle
            else:
                high = middle
        return low

    def _first_us(self, place: int) -> int | None:
        rows = self._told(self._ask(f"WHERE id >= {place} ORDER BY id LIMIT {_LOOK_ROWS}"))
        starts = (appeared_us(each.row.uniqueid) for each in rows if each.row.type == "CHAN_START")
        return next((at_us for at_us in starts if at_us is not None), None)

    def _ask_ends(self) -> Rows:
        ends = chain.from_iterable(self._ask(f"ORDER BY id {way} LIMIT 1") for way in ("", "DESC"))
        return list(ends) or [(0,), (0,)]

    def _ask(self, rest: str) -> Rows:
        database = self._open()
        text = "CHAR" if database.is_mysql else "text"
        names = ", ".join(["id", *(f"CAST({name} AS {text})" for name in ("eventtime", *COLUMNS))])
        try:
            return database.ask(f"SELECT {names} FROM {self._table} {rest}")  # noqa: S608  all of it is ours
        except AwayError:
            self.close()
            raise

    def _open(self) -> Database:
        if self._database is None:
            self._database = self._connect(self._url)
        return self._database


def _number(value: object) -> int:
    if type(value) is not int:
        raise AwayError("the column id has no whole numbers")
    return value
