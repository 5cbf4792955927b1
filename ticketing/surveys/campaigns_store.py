"""Campaigns in PostgreSQL: made, amended, opened, closed, and sent to households."""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kit.database.changing import changing
from kit.database.instants import stored
from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from kit.database.where import Where
from kit.refusals import GoneError, StaleError
from ticketing.households.household import Place
from ticketing.news import Hearer, SurveyNews, nobody
from ticketing.surveys.rows import Campaign, asked_of, campaign_of, survey_of
from ticketing.surveys.satisfaction import RULE_VERSION
from ticketing.surveys.states import Action, after
from ticketing.surveys.survey import Survey, check

STATEMENTS = read_statements(Path(__file__).with_name("surveys.sql"))
_BATCH = 2_000


class Invited(NamedTuple):
    """The text of a link's token is known here and nowhere else: its hash is kept."""

    household: int
    place: Place
    token: str


class Sent(NamedTuple):
    links: list[Invited]
    resting_count: int  # households that were asked lately to rate something else, and get none now


def digest(token: str) -> bytes:
    """With 192 random bits behind it, nothing slower is needed."""
    return hashlib.sha256(token.encode()).digest()


class CampaignStore:
    def __init__(self, pool: DatabasePool, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._hear = hear

    async def get(self, number: int) -> Campaign:
        async with session(self._pool) as connection:
            return await campaign(connection, number)

    async def create(self, survey: Survey, who: str, at_us: int) -> Campaign:
        """Raises RefusedError."""
        check(survey)
        async with changing(self._pool, self._hear) as (connection, told):
            values = {"rule_version": RULE_VERSION, "created_by": who, "created_at": stored(at_us)}
            number = await connection.fetchval(*STATEMENTS.filled("create", asked_of(survey), **values))
            made = await campaign(connection, number)
            told.append(SurveyNews(made.survey, "created"))
        return made

    async def amend(self, number: int, version: int, survey: Survey) -> Campaign:
        """Raises RefusedError: StaleError, GoneError …"""
        check(survey)
        async with changing(self._pool, self._hear) as (connection, told):
            await _allowed(connection, number, version, Action.AMEND)
            values = {"id": number, "version": version, "rule_version": RULE_VERSION}
            await connection.execute(*STATEMENTS.filled("amend", asked_of(survey), **values))
            amended = await campaign(connection, number)
            told.append(SurveyNews(amended.survey, Action.AMEND))
        return amended

    async def move(self, number: int, version: int, action: Action, at_us: int) -> Campaign:
        """Opens or closes it. Raises ImpossibleError, StaleError, GoneError."""
        async with changing(self._pool, self._hear) as (connection, told):
            await _allowed(connection, number, version, action)
            await connection.execute(STATEMENTS[action.value], number, stored(at_us))
            moved = await campaign(connection, number)
            told.append(SurveyNews(moved.survey, action))
        return moved

    async def invite(
        self,
        number: int,
        households: Sequence[int] | None,
        keep: Callable[[Sequence[Invited]], None] | None = None,
        *,
        at_us: int,
        pause_us: int = 0,
    ) -> Sent:
        """A link for each of these households, or for all; none for who has answered, or was asked within the pause.

        A household that is invited again gets a new link, and its old one ends. What `keep` raises undoes all.
        Raises ImpossibleError, GoneError.
        """
        asked = None if households is None else list(households)
        async with changing(self._pool, self._hear) as (connection, told):
            survey = await held(connection, number, Action.INVITE)
            rows = await connection.fetch(STATEMENTS["households"], asked)
            if asked is not None and len(rows) < len(set(asked)):
                raise GoneError("household", min(set(asked) - {row["id"] for row in rows}))
            resting = await _resting(connection, number, [row["id"] for row in rows], at_us - pause_us)
            links = _links(row for row in rows if row["id"] not in resting)
            sent = await _invite_all(connection, number, links, at_us)
            invited = [link for link in links if link.household in sent]
            if keep is not None:
                keep(invited)
            told.append(SurveyNews(survey, Action.INVITE))
        return Sent(invited, len(resting))


async def _resting(connection: Session, number: int, households: Sequence[int], since_us: int) -> set[int]:
    rows = await connection.fetch(STATEMENTS["resting"], households, number, stored(since_us))
    return {row["household"] for row in rows}


def _links(households: Iterable[Record]) -> list[Invited]:
    return [Invited(row["id"], Place(*list(row.values())[1:]), secrets.token_urlsafe(24)) for row in households]


async def _invite_all(connection: Session, number: int, links: Sequence[Invited], at_us: int) -> set[int]:
    sent: set[int] = set()
    for first in range(0, len(links), _BATCH):
        sent |= await _invite(connection, number, links[first : first + _BATCH], at_us)
    return sent


async def _invite(connection: Session, number: int, links: Sequence[Invited], at_us: int) -> set[int]:
    households, hashes = [link.household for link in links], [digest(link.token) for link in links]
    rows = await connection.fetch(STATEMENTS["invite"], number, households, hashes, stored(at_us))
    return {row["household"] for row in rows}


async def campaign(connection: Session, number: int) -> Campaign:
    row = await connection.fetchrow(Where("s.id = ?").on(STATEMENTS["list"]), number)
    if row is None:
        raise GoneError("survey", number)
    return campaign_of(row)


async def held(connection: Session, number: int, action: Action) -> Survey:
    """The campaign, which stays in its state until the end of the transaction."""
    row = await connection.fetchrow(STATEMENTS["hold"], number)
    if row is None:
        raise GoneError("survey", number)
    survey = survey_of(row)
    return replace(survey, state=after(survey.state, action))


async def _allowed(connection: Session, number: int, version: int, action: Action) -> None:
    row = await connection.fetchrow(STATEMENTS["hold_alone"], number)
    if row is None:
        raise GoneError("survey", number)
    survey = survey_of(row)
    after(survey.state, action)
    if survey.version != version:
        raise StaleError(survey.version)
