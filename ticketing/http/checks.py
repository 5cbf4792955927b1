"""What people type, held against what there is."""

from pathlib import Path

from kit.database.statements import read_statements
from kit.refusals import FieldError
from ticketing.http.ask import Ask, connected

STATEMENTS = read_statements(Path(__file__).with_name("checks.sql"))


def number_of(ask: Ask, typed: str) -> str:
    """E.164, or the digits of an extension; '' for nothing. Raises FieldError for what is no number."""
    if not typed.strip():
        return ""
    number = ask.desk.rules.numbering.of_caller(typed)
    if not number:
        raise FieldError("phone", "is not a phone number: write it as you dial it", "This is not a phone number.")
    return number


async def known_household(ask: Ask, household: int | None) -> None:
    if household is None:
        return
    async with connected(ask) as connection:
        if not await connection.fetchval(STATEMENTS["household_exists"], household):
            text = "does not exist: use `id` from the list of households"
            raise FieldError("household", text, "There is no such household.")


async def known_place(ask: Ask, place: int | None, *, of_ticket: str = "") -> None:
    """The ticket that has a retired place already may keep it. Raises FieldError."""
    if place is None:
        return
    async with connected(ask) as connection:
        in_use = await connection.fetchval(STATEMENTS["place_in_use"], place, of_ticket)
    if in_use is None:
        raise FieldError("place_id", "does not exist: use `id` from the list of places", "There is no such place.")
    if not in_use:
        raise FieldError("place_id", "is retired: choose another one", "This place takes no new tickets.")


async def on_retired_place(ask: Ask, ticket: str) -> bool:
    async with connected(ask) as connection:
        return bool(await connection.fetchval(STATEMENTS["on_retired_place"], ticket))


async def known_assignee(ask: Ask, name: str | None) -> None:
    """A user, or an agent of the settings. Raises FieldError."""
    if name is None or name in ask.site.devices:
        return
    async with connected(ask) as connection:
        if not await connection.fetchval(STATEMENTS["user_exists"], name):
            text = "is not a user: use `name` from the list of agents"
            raise FieldError("assignee", text, "There is no user of this name.")
