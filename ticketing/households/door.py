"""Households and residents over HTTP, and what a page needs to fill its lists: categories and agents."""

from collections.abc import Iterable

from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.listed import listed
from kit.http.problems import Problem, etag
from kit.http.queries import NoQuery
from kit.refusals import FieldError, RefusedError
from kit.sheets.cells import FaultyError
from ticketing.bodies import Why
from ticketing.disclosure import Right
from ticketing.households import bodies
from ticketing.households.bodies import HouseholdsQuery
from ticketing.households.found import few_found
from ticketing.households.household import Household, KeptDocument, Person, Phone, Place
from ticketing.households.learning import STATEMENTS as LEARNING
from ticketing.households.lists import HOUSEHOLDS, LISTS, household_listed, wanted_households
from ticketing.households.models import DocumentOut, HouseholdOut, HouseholdPage
from ticketing.households.place_cells import typed_place
from ticketing.households.residents_store import Kept
from ticketing.households.shown import masked_household
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.checks import number_of
from ticketing.http.disclosures import count_lookup, disclose_for_reason
from ticketing.http.searching import searching
from ticketing.tickets.models import CategoriesOut, CategoryOut


async def list_households(ask: Ask, query: HouseholdsQuery) -> Reply:
    await count_lookup(ask, query.phone)
    masked = not ask.viewer.sees_all()
    async with searching(ask, query.q) as connection:
        found = None if query.q is None else await few_found(connection, query.q, masked=masked)
        wanted = wanted_households(query, ask.desk.rules, masked=masked, found=found)
        rows, following = await listed(connection, HOUSEHOLDS, wanted, query)
    items = [_as_seen(ask, household_listed(row)) for row in rows]
    return Reply(HouseholdPage(items=items, next=following), as_seen=True)


async def one_household(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(ask, await _household(ask, ask.number()))


async def put_household(ask: Ask, body: bodies.HouseholdIn) -> Reply:
    place = _place(body)
    people = tuple(
        Person(person.name, person.part, tuple(Phone(number_of(ask, raw), raw) for raw in person.phones if raw.strip()))
        for person in body.people
    )
    if len({person.name for person in people}) < len(people):
        raise RefusedError("Two people of one household have the same name: add what tells them apart.")
    documents = _documents(body.documents)
    household = Household(place, people, body.housekeeper, documents, body.notes, body.consent, body.vip)
    await ask.desk.households.put([household])
    async with connected(ask) as connection:
        number = await connection.fetchval(LISTS["household_at"], *place)
        await note(connection, ask.token.who, "household_put", household=number)
    return _reply(ask, await _household(ask, number))


async def amend_household(ask: Ask, body: bodies.HouseholdPatch) -> Reply:
    number, version = ask.number(), ask.version()
    said = body.model_dump(exclude_unset=True)
    if not said:
        raise RefusedError("There is nothing to change: give at least one field.")
    known = await _household(ask, number)
    documents = _documents(body.documents if "documents" in said else known.documents)
    before = Kept(known.housekeeper, known.notes, known.consent, known.vip, documents)
    kept = before._replace(**said | {"documents": documents})
    if not await ask.desk.residents.amend_household(number, version, kept):
        raise _no_household()
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "household_changed", household=number, what=sorted(said))
    return _reply(ask, await _household(ask, number))


async def forget_household(ask: Ask, _query: NoQuery) -> Reply:
    """On request of its people; docs/privacy.md says what goes."""
    number = ask.number()
    if not await ask.desk.households.forget(number, ask.token.who, ask.now_us):
        raise _no_household()
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "household_forgotten", household=number)
    return Reply(None)


async def unlearn_number(ask: Ask, _query: NoQuery) -> Reply:
    """The next call from this number belongs to no household again."""
    async with connected(ask) as connection, connection.transaction():
        household = await connection.fetchval(LEARNING["unlearn"], ask.number())
        if household is None:
            raise Problem(404, "There is no such learned number: use `id` from the household.")
        await note(connection, ask.token.who, "number_unlearned", household=household)
    return Reply(None)


async def unmask_household(ask: Ask, body: Why) -> Reply:
    household = await _household(ask, ask.number())
    await disclose_for_reason(ask, Right(f"household {household.id}", "", is_work=False), body.why)
    return Reply(household, as_seen=True)


async def list_categories(ask: Ask, _query: NoQuery) -> Reply:
    return Reply(
        CategoriesOut(
            items=[
                CategoryOut(
                    key=key,
                    zh=category.zh,
                    en=category.en,
                    priority=category.priority,
                    difficult=category.difficult,
                    follow_up=category.follow_up,
                    complaint=category.complaint,
                    procedure=category.procedure,
                )
                for key, category in ask.desk.rules.categories.items()
            ]
        )
    )


async def _household(ask: Ask, number: int) -> HouseholdOut:
    async with connected(ask) as connection:
        row = await connection.fetchrow(Where("h.id = ?").on(LISTS["households"]), number)
    if row is None:
        raise _no_household()
    return household_listed(row)


def _place(body: bodies.HouseholdIn) -> Place:
    """Raises FieldError."""
    try:
        return typed_place(body.estate, body.building, body.unit, body.room)
    except FaultyError as faulty:
        text = "does not say where a flat is: write it as on the door, such as 1201"
        raise FieldError(str(faulty.column), text, "This is not the place of a flat.") from faulty


def _no_household() -> Problem:
    return Problem(404, "There is no such household: use `id` from the list.")


def _documents(told: Iterable[bodies.DocumentIn | DocumentOut]) -> tuple[KeptDocument, ...]:
    return tuple(KeptDocument(each.title, each.since) for each in told)


def _reply(ask: Ask, household: HouseholdOut) -> Reply:
    return Reply(_as_seen(ask, household), etag(household.version), as_seen=True)


def _as_seen(ask: Ask, household: HouseholdOut) -> HouseholdOut:
    return household if ask.viewer.sees_all() else masked_household(household)
