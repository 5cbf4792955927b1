"""Plays the people of the desk on a service that runs elsewhere, through its API.

Its calls come from phones; what is played here is who sorts, resolves and closes their tickets and calls people back.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from kit.http.auth.store import add_token, revoke_token
from kit.http.auth.tokens import new_token
from kit.http.auth.users import whoever_types
from kit.i18n import Language, _
from kit.roles import Role
from lab.desk import estate
from lab.desk.deed import DISPATCHER, MANAGER
from lab.desk.in_use import lines_by_api
from lab.desk.office import Office
from lab.desk.shifts import enter
from lab.desk.staff import Staff
from thirdring.access import database as pool_of
from thirdring.commands.database import database
from thirdring.settings import Settings
from thirdring.settings.site_rules import site_rules
from ticketing.households.store import HouseholdStore

SEED = 1  # the same each time, so that readings that were told are not told otherwise after a restart
_ROLES = {MANAGER: Role.MANAGER, DISPATCHER: Role.DISPATCHER}


async def play_desk(
    settings: Settings, url: str, language: Language, mark: Path | None, say: Callable[[str], None]
) -> None:
    """Until it is cancelled; then nobody can act as them any more. `mark` is a file that is there meanwhile."""
    agents = [agent.name for agent in settings.agent]
    async with pool_of(settings) as pool:
        await HouseholdStore(pool).put(estate.households(agents, estate.MOVED_IN))
        await enter(pool, site_rules(settings), agents, MANAGER, language, time.time_ns() // 1000)
    async with _signed_in(settings, [MANAGER, DISPATCHER, *agents]) as tokens:
        about = [key for key, category in settings.desk.categories().items() if category.follow_up]
        office = Office(agents, about, language, SEED, left_for_callers=1, by_hand_share=0)
        say(is_open(len(agents)))
        with _marked(mark):
            await Staff(url, tokens, office, lines_by_api, _nobody_dials, settings.zone).run()


def is_open(agents: int) -> str:
    return _("{count} agents and a dispatcher, played").format(count=agents)


@contextmanager
def _marked(mark: Path | None) -> Iterator[None]:
    if mark is None:
        yield
        return
    mark.touch()
    try:
        yield
    finally:
        mark.unlink(missing_ok=True)


def _nobody_dials(_agent: str, _number: str) -> bool:
    """These phones are answered by a program that calls nobody."""
    return False


@asynccontextmanager
async def _signed_in(settings: Settings, names: list[str]) -> AsyncIterator[Mapping[str, str]]:
    tokens, numbers = {name: new_token() for name in names}, []
    async with database(settings) as session:
        for name, token in tokens.items():
            role = _ROLES.get(name, Role.AGENT)
            numbers.append(await add_token(session, token, role, name, actor=whoever_types()))
    try:
        yield tokens
    finally:
        await asyncio.shield(_sign_out(settings, numbers))


async def _sign_out(settings: Settings, numbers: list[int]) -> None:
    async with database(settings) as session:
        for number in numbers:
            await revoke_token(session, number, whoever_types())
