"""The people of households over HTTP: whose number is it, who lives where, one changed, one forgotten."""

from typing import Any

from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.listed import listed
from kit.http.problems import Problem, etag
from kit.http.queries import NoQuery
from kit.refusals import RefusedError
from ticketing.households import bodies
from ticketing.households.bodies import ResidentsQuery
from ticketing.households.household import Person, Phone
from ticketing.households.lists import LISTS, RESIDENTS, resident_listed, wanted_residents
from ticketing.households.lookup import order
from ticketing.households.models import ResidentOut, ResidentPage
from ticketing.households.shown import masked_resident
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.checks import number_of
from ticketing.http.disclosures import count_lookup
from ticketing.http.searching import searching


async def list_residents(ask: Ask, query: ResidentsQuery) -> Reply:
    number = "" if query.phone is None else number_of(ask, query.phone)
    await count_lookup(ask, query.phone)
    wanted = wanted_residents(query, number, masked=not ask.viewer.sees_all())
    async with searching(ask, query.q) as connection:
        rows, following = await listed(connection, RESIDENTS, wanted, query)
    items = [resident_listed(row) for row in rows]
    if number:
        items.sort(key=_likeliest)
    return Reply(ResidentPage(items=[_as_seen(ask, resident) for resident in items], next=following), as_seen=True)


async def one_resident(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(ask, await _resident(ask))


async def amend_resident(ask: Ask, body: bodies.ResidentPatch) -> Reply:
    version, said = ask.version(), body.model_fields_set
    if not said:
        raise RefusedError("There is nothing to change: give at least one field.")
    known = await _resident(ask)
    phones = tuple(Phone(phone.number, phone.raw) for phone in known.phones)
    if "phones" in said:
        phones = tuple(Phone(number_of(ask, raw), raw) for raw in body.phones if raw.strip())
    person = Person(body.name if "name" in said else known.name, body.part if "part" in said else known.part, phones)
    if not await ask.desk.residents.amend(known.id, version, person):
        raise _no_resident()
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "resident_changed", resident=known.id, what=sorted(said))
    return _reply(ask, await _resident(ask))


async def forget_resident(ask: Ask, _query: NoQuery) -> Reply:
    """On their request; docs/privacy.md says what goes."""
    number = ask.number()
    if not await ask.desk.residents.forget(number, ask.token.who, ask.now_us):
        raise _no_resident()
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "resident_forgotten", resident=number)
    return Reply(None)


async def _resident(ask: Ask) -> ResidentOut:
    async with connected(ask) as connection:
        row = await connection.fetchrow(Where("r.id = ?").on(LISTS["residents"]), ask.number())
    if row is None:
        raise _no_resident()
    return resident_listed(row)


def _likeliest(resident: ResidentOut) -> tuple[Any, ...]:
    called_at = resident.last_called_at
    return order(0 if called_at is None else called_at.timestamp(), resident.part, resident.place, resident.name)


def _no_resident() -> Problem:
    return Problem(404, "There is no such resident: use `id` from the list.")


def _as_seen(ask: Ask, resident: ResidentOut) -> ResidentOut:
    return resident if ask.viewer.sees_all() else masked_resident(resident)


def _reply(ask: Ask, resident: ResidentOut) -> Reply:
    return Reply(_as_seen(ask, resident), etag(resident.version), as_seen=True)
