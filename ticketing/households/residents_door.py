"""The people of households over HTTP: whose number is it, who lives where, one changed, one forgotten."""

from typing import Any

from aiohttp import hdrs

from kit.database.predicates import Predicates
from kit.http.auth.users import note
from kit.http.cursor import Cursor, encode
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from ticketing.front.ask import Ask, Reply, connected, cursor_of, wrong_cursor
from ticketing.front.checks import number_of
from ticketing.front.disclosures import count_lookup
from ticketing.front.lists import after
from ticketing.front.searching import searching
from ticketing.households import bodies
from ticketing.households.bodies import ResidentsQuery
from ticketing.households.household import Person, Phone
from ticketing.households.lists import resident_page, resident_predicates
from ticketing.households.lookup import order
from ticketing.households.models import ResidentOut, ResidentPage
from ticketing.households.residents_store import ChangedMeanwhileError, NamesakeError
from ticketing.households.shown import masked_resident


async def list_residents(ask: Ask, query: ResidentsQuery) -> Reply:
    number = "" if query.phone is None else number_of(ask, query.phone)
    await count_lookup(ask, query.phone)
    wanted = resident_predicates(query, number, masked=not ask.viewer.sees_all())
    try:
        after(wanted, cursor_of(query.cursor), "residents")
    except ValueError:
        raise wrong_cursor() from None
    async with searching(ask, query.q) as connection:
        found = await resident_page(connection, wanted, query.limit + 1)
    items, following = found[: query.limit], None
    if len(found) > query.limit:
        following = encode(Cursor(0, "residents", str(items[-1].id)))
    if number:
        items.sort(key=_likeliest)
    return Reply(ResidentPage(items=[_as_seen(ask, resident) for resident in items], next=following))


async def one_resident(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(ask, await _resident(ask))


async def amend_resident(ask: Ask, body: bodies.ResidentPatch) -> Reply:
    version, said = ask.version(), body.model_fields_set
    if not said:
        raise Problem(422, "There is nothing to change: give at least one field.")
    known = await _resident(ask)
    phones = tuple(Phone(phone.number, phone.raw) for phone in known.phones)
    if "phones" in said:
        phones = tuple(Phone(number_of(ask, raw), raw) for raw in body.phones if raw.strip())
    person = Person(body.name if "name" in said else known.name, body.part if "part" in said else known.part, phones)
    if not await _amended(ask, version, person):
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


async def _amended(ask: Ask, version: int, person: Person) -> bool:
    try:
        return await ask.desk.residents.amend(ask.number(), version, person)
    except NamesakeError:
        detail = "Two people of one household have the same name: add what tells them apart."
        raise Problem(422, detail, errors=[{"parameter": "name", "message": "is somebody else's"}]) from None
    except ChangedMeanwhileError as error:
        current = _as_seen(ask, await _resident(ask))
        raise Problem(409, f"{str(error).capitalize()}.", headers=_etag(current), current=current) from None


async def _resident(ask: Ask) -> ResidentOut:
    wanted = Predicates()
    wanted.add("id = ?", ask.number())
    async with connected(ask) as connection:
        found = await resident_page(connection, wanted, 1)
    if not found:
        raise _no_resident()
    return found[0]


def _likeliest(resident: ResidentOut) -> tuple[Any, ...]:
    called_at = resident.last_called_at
    return order(0 if called_at is None else called_at.timestamp(), resident.part, resident.place, resident.name)


def _no_resident() -> Problem:
    return Problem(404, "There is no such resident: use `id` from the list.")


def _as_seen(ask: Ask, resident: ResidentOut) -> ResidentOut:
    return resident if ask.viewer.sees_all() else masked_resident(resident)


def _reply(ask: Ask, resident: ResidentOut) -> Reply:
    return Reply(_as_seen(ask, resident), _etag(resident))


def _etag(resident: ResidentOut) -> dict[Any, str]:
    return {hdrs.ETAG: f'"{resident.version}"'}
