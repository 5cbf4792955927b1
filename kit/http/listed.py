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


class _Part(NamedTuple):
    """How one type of key stands in a cursor."""

    shape: type
    shown: Callable[[Any], Part]
    read: Callable[[Any], Any]


_PARTS: Mapping[type, _Part] = {
    datetime: _Part(int, microseconds, instant),
    date: _Part(str, date.isoformat, date.fromisoformat),
    UUID: _Part(str, str, UUID),
    int: _Part(int, int, int),
    str: _Part(str, str, str),
}


class Listing(NamedTuple):
    """`select` ends before its `where`. `key`: the columns of its order with their types; no two rows share one."""

    name: str
    select: str
    key: Mapping[str, type]
    descending: bool = True


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
    columns, types = listing.key.keys(), listing.key.values()
    order, beyond = ("desc", "<") if listing.descending else ("asc", ">")
    if asked.cursor is not None:
        place = place_after(asked.cursor, listing.name, *types)
        where.add(f"({', '.join(columns)}) {beyond} ({', '.join('?' * len(place))})", *place)
    end = f"order by {', '.join(f'{column} {order}' for column in columns)} limit ?"
    found = await connection.fetch(where.on(listing.select, end), *where.values, asked.limit + 1)
    rows = found[: asked.limit]
    if len(found) <= asked.limit:
        return Listed(rows, None)
    last = [rows[-1][column.rpartition(".")[2]] for column in columns]
    return Listed(rows, cursor_at(listing.name, last, *types))


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


def _read(part: Part, kind: type) -> Any:
    if type(part) is not _PARTS[kind].shape:
        raise ValueError("the cursor of another list")
    return _PARTS[kind].read(part)
