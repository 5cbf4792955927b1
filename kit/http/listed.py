"""Every list, page by page: what is wanted of it, in the order of its key, from where the page before ended."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from kit.database.pool import Record, Session
from kit.database.where import Where
from kit.http.cursor import Cursor, Part, decode, encode
from kit.http.wire import instant, microseconds
from kit.refusals import FieldError


class Small(int):
    """In a key: a column that is an integer of four bytes."""


class _Part(NamedTuple):
    """How one type of key stands in a cursor."""

    shape: type
    shown: Callable[[Any], Part]
    read: Callable[[Any], Any]


def _small(part: int) -> int:
    if not -(2**31) <= part < 2**31:
        raise ValueError("the cursor of another list")
    return part


_PARTS: Mapping[type, _Part] = {
    datetime: _Part(int, microseconds, instant),
    date: _Part(str, date.isoformat, date.fromisoformat),
    UUID: _Part(str, str, UUID),
    int: _Part(int, int, int),
    Small: _Part(int, int, _small),
    float: _Part(str, repr, float),
    str: _Part(str, str, str),
}


class Order(NamedTuple):
    """Another order of a list. `gaps`: the first column of its key may be empty; such rows come last, whichever way."""

    key: Mapping[str, type]
    gaps: bool = False


class Listing(NamedTuple):
    """`select` ends before its `where`. `key`: the columns of its order with their types; no two rows share one."""

    name: str
    select: str
    key: Mapping[str, type]
    descending: bool = True
    gaps: bool = False
    orders: Mapping[str, Order] = {}

    def by(self, sort: str | None) -> "Listing":
        """The list in another order: `due`, or `-due` for the reverse; None: the usual one. Each has own cursors."""
        if sort is None:
            return self
        order = self.orders[sort.removeprefix("-")]
        name, descending = f"{self.name} {sort}", sort.startswith("-")
        return self._replace(name=name, key=order.key, descending=descending, gaps=order.gaps)


class _Stretch(NamedTuple):
    """A part of a list that is read in the order of one key."""

    name: str
    key: Mapping[str, type]
    condition: str = ""


class Listed(NamedTuple):
    rows: Sequence[Record]
    next: str | None


class Paged(Protocol):
    """What is asked for, as in `kit.http.pages.Page`."""

    @property
    def limit(self) -> int: ...

    @property
    def cursor(self) -> str | None: ...


async def listed(connection: Session, listing: Listing, where: Where, asked: Paged) -> Listed:
    """Raises FieldError for what is no cursor of this list."""
    stretches: Sequence[_Stretch] = _stretches(listing)
    place: tuple[Any, ...] = ()
    if asked.cursor is not None:
        stretches, place = _from_cursor(asked.cursor, stretches)
    found: list[tuple[_Stretch, Record]] = []
    for stretch in stretches:
        rows = await _rows_of(connection, listing, stretch, where, place, asked.limit + 1 - len(found))
        found += [(stretch, row) for row in rows]
        place = ()
        if len(found) > asked.limit:
            last_of, last = found[asked.limit - 1]
            return Listed([row for _, row in found[: asked.limit]], _cursor_after(last, last_of))
    return Listed([row for _, row in found], None)


def _stretches(listing: Listing) -> list[_Stretch]:
    if not listing.gaps:
        return [_Stretch(listing.name, listing.key)]
    first, *others = listing.key
    rest = {column: listing.key[column] for column in others}
    return [
        _Stretch(listing.name, listing.key, f"{first} is not null"),
        _Stretch(f"{listing.name} empty", rest, f"{first} is null"),
    ]


def _from_cursor(text: str, stretches: Sequence[_Stretch]) -> tuple[Sequence[_Stretch], tuple[Any, ...]]:
    """What is left to read, and after which key. Raises FieldError."""
    for at, stretch in enumerate(stretches[:-1]):
        if _list_of(text) == stretch.name:
            return stretches[at:], place_after(text, stretch.name, *stretch.key.values())
    stretch = stretches[-1]
    return stretches[-1:], place_after(text, stretch.name, *stretch.key.values())


async def _rows_of(
    connection: Session, listing: Listing, stretch: _Stretch, where: Where, place: Sequence[Any], most: int
) -> Sequence[Record]:
    order, beyond = ("desc", "<") if listing.descending else ("asc", ">")
    wanted = where.also(stretch.condition)
    if place:
        wanted.add(f"({', '.join(stretch.key)}) {beyond} ({', '.join('?' * len(place))})", *place)
    end = f"order by {', '.join(f'{column} {order}' for column in stretch.key)} limit ?"
    found: Sequence[Record] = await connection.fetch(wanted.on(listing.select, end), *wanted.values, most)
    return found


def _cursor_after(row: Record, stretch: _Stretch) -> str:
    key = [row[column.rpartition(".")[2]] for column in stretch.key]
    return cursor_at(stretch.name, key, *stretch.key.values())


def cursor_at(name: str, key: Sequence[Any], *types: type) -> str:
    return encode(Cursor(name, tuple(_PARTS[kind].shown(part) for kind, part in zip(types, key, strict=True))))


def place_after(text: str, name: str, *types: type) -> tuple[Any, ...]:
    """The key in a cursor of this list. Raises FieldError."""
    try:
        cursor = decode(text)
        if cursor.list != name or len(cursor.key) != len(types):
            raise ValueError("the cursor of another list")
        return tuple(_read(part, kind) for part, kind in zip(cursor.key, types, strict=True))
    except ValueError:
        message = "is not valid: send `next` of the previous page unchanged, or omit it to start again"
        raise FieldError("cursor", message, "The cursor is wrong.") from None


def _list_of(text: str) -> str:
    """The list that a cursor belongs to; empty if the text is no cursor."""
    try:
        return decode(text).list
    except ValueError:
        return ""


def _read(part: Part, kind: type) -> Any:
    if type(part) is not _PARTS[kind].shape:
        raise ValueError("the cursor of another list")
    return _PARTS[kind].read(part)
