"""The table of a database in which a PBX writes of itself: its columns must hold what is read after a gap."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kit.database.addresses import address_of
from kit.database.others import AwayError
from kit.i18n import _
from telephony.cel.rows import Row
from telephony.cel.table import COLUMNS
from telephony.cel.table_rows import Table
from thirdring.doctor.finding import Finding, Weight
from thirdring.settings.pbx import Pbx

_EXTRA_LETTERS = 512
"""The longest that was seen has 395."""

_STATUS = "asterisk -rx 'cel show status'"
_NEEDED = ("id", "eventtime", *COLUMNS)
_ADDED = {"id": "id serial PRIMARY KEY", "extra": f"extra varchar({_EXTRA_LETTERS})"}


class SeenTable(NamedTuple):
    """`place` is its database, without user and password."""

    pbx: str
    place: str
    table: str
    is_mysql: bool
    columns: Mapping[str, int | None] = {}
    last: tuple[Row, ...] = ()
    trouble: str = ""


def tables_of(pbxs: Iterable[Pbx]) -> list[SeenTable]:
    return [_look(pbx) for pbx in pbxs if pbx.cel.url.get_secret_value()]


def _look(pbx: Pbx) -> SeenTable:
    url = pbx.cel.url.get_secret_value()
    address = address_of(url)
    seen = SeenTable(pbx.name, address.place, pbx.cel.table, address.is_mysql)
    table = Table(url, pbx.cel.table)
    try:
        seen = seen._replace(columns=table.columns())
        if not missing(seen):
            seen = seen._replace(last=tuple(table.last_rows()))
    except AwayError as error:
        return seen._replace(trouble=str(error))
    finally:
        table.close()
    return seen


def missing(seen: SeenTable) -> list[str]:
    there = {name.lower() for name in seen.columns}
    return [name for name in _NEEDED if name not in there]


def of_tables(tables: Iterable[SeenTable]) -> Iterator[Finding]:
    """Pure."""
    for seen in tables:
        for weight, text, lines in _of(seen):
            told = text.format(table=seen.table, why=seen.trouble, columns=", ".join(missing(seen)))
            yield Finding("records", weight, seen.pbx, told, seen.place, "", lines)


def _of(seen: SeenTable) -> Iterator[tuple[Weight, str, tuple[str, ...]]]:
    if seen.trouble or not seen.columns:
        text = _("The table {table} of the PBX's calls cannot be read: {why}. Calls of a gap stay estimated.")
        none = _("There is no table {table} that this user may read. Calls of a gap stay estimated.")
        yield Weight.PROBLEM, text if seen.trouble else none, (f"GRANT SELECT ON {seen.table} TO …;",)
    elif missing(seen):
        text = _("The table {table} lacks columns that Asterisk fills if they are there: {columns}.")
        yield Weight.PROBLEM, text, (*(_add(seen, name) for name in missing(seen)), _reload(seen))
    else:
        yield from _of_content(seen)


def _of_content(seen: SeenTable) -> Iterator[tuple[Weight, str, tuple[str, ...]]]:
    letters = seen.columns.get("extra")
    if letters is not None and letters < _EXTRA_LETTERS:
        yield (
            Weight.PROBLEM,
            _("The column extra of {table} is too short: longer rows are lost or cut."),
            (_change(seen, "extra", f"varchar({_EXTRA_LETTERS})"),),
        )
    if not seen.last:
        yield Weight.NOT_SEEN, _("Nothing is written in {table} yet: make a test call."), (_STATUS,)
    elif not any(row.extra for row in seen.last):
        text = _("The last rows of {table} have nothing in the column extra: who hung up and who talked is not known.")
        yield Weight.PROBLEM, text, (_reload(seen),)
    if seen.last and not any(row.at_us % 1_000_000 for row in seen.last):
        yield (
            Weight.HINT,
            _("The times of {table} are whole seconds: recovered calls have a margin of 1.25 s."),
            (_change(seen, "eventtime", "datetime(6)" if seen.is_mysql else "timestamp(6)"),),
        )


def _reload(seen: SeenTable) -> str:
    """Asterisk looks at the columns when it loads the module."""
    return f"asterisk -rx 'module reload {'cel_odbc' if seen.is_mysql else 'cel_pgsql'}.so'"


def _add(seen: SeenTable, name: str) -> str:
    return f"ALTER TABLE {seen.table} ADD COLUMN {_ADDED.get(name, f'{name} varchar(255)')};"


def _change(seen: SeenTable, name: str, kind: str) -> str:
    how = f"MODIFY {name} {kind}" if seen.is_mysql else f"ALTER COLUMN {name} TYPE {kind}"
    return f"ALTER TABLE {seen.table} {how};"
