"""Places that are no flats over HTTP."""

from typing import Any

from aiohttp import hdrs

from kit.database.instants import us_or_none
from kit.database.pool import Record
from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.listed import Listing, listed
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.http.wire import instant_or_none
from kit.refusals import GoneError, RefusedError
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.lists import narrow_by_building, narrow_by_words, part_of
from ticketing.places.bodies import PlaceIn, PlacePatch, PlacesQuery
from ticketing.places.models import PlaceOut, PlacePage
from ticketing.places.place import SharedPlace, pieces_of
from ticketing.places.spelled import building_of
from ticketing.places.store import STATEMENTS, PlaceStore

_LIST = Listing("places", STATEMENTS["list"], {"p.name": str, "p.id": int}, descending=False)


async def list_places(ask: Ask, query: PlacesQuery) -> Reply:
    wanted = Where()
    wanted.equal(query, "kind", of="p.")
    narrow_by_building(wanted, query.building, "p.building = any(?)")
    wanted.flag(query.retired, "p.retired_at is not null")
    if query.q is not None:
        pieces = [part_of(piece) for piece in pieces_of(query.q)]
        narrow_by_words(wanted, query.q, "p.searched like all(?::text[])", [pieces], "p.pinyin @@ ?::tsquery")
    async with connected(ask) as connection:
        rows, following = await listed(connection, _LIST, wanted, query)
    return Reply(PlacePage(items=[_out(row) for row in rows], next=following))


async def one_place(ask: Ask, _query: NoQuery) -> Reply:
    return await _reply(ask, ask.number())


async def new_place(ask: Ask, body: PlaceIn) -> Reply:
    said = _trimmed(body.model_dump(exclude={"kind"}))
    number = await PlaceStore(ask.site.pool).add(SharedPlace(kind=body.kind, **said))
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "place_added", place=number)
    reply = await _reply(ask, number)
    return reply._replace(headers={**reply.headers, hdrs.LOCATION: f"/api/v1/places/{number}"})


async def amend_place(ask: Ask, body: PlacePatch) -> Reply:
    number, version = ask.number(), ask.version()
    said = body.model_dump(exclude_unset=True)
    if not said:
        raise RefusedError("There is nothing to change: give at least one field.")
    changed = sorted(said)
    if "retired" in said:
        said["retired_at_us"] = ask.now_us if said.pop("retired") else None
    await PlaceStore(ask.site.pool).amend(number, version, _trimmed(said))
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "place_changed", place=number, what=changed)
    return await _reply(ask, number)


def _trimmed(said: dict[str, Any]) -> dict[str, Any]:
    """The building as those of flats are stored."""
    fields = {name: value.strip() if type(value) is str else value for name, value in said.items()}
    return fields | ({"building": building_of(fields["building"])} if "building" in fields else {})


async def _reply(ask: Ask, number: int) -> Reply:
    async with connected(ask) as connection:
        row = await connection.fetchrow(Where("p.id = ?", number).on(STATEMENTS["list"]), number)
    if row is None:
        raise GoneError("place", number)
    return Reply(_out(row), etag(row["version"]))


def _out(row: Record) -> PlaceOut:
    fields = {name: row[name] for name in PlaceOut.model_fields if name != "retired_at"}
    return PlaceOut(**fields, retired_at=instant_or_none(us_or_none(row["retired_at"])))
