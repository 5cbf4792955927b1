"""Answers in PostgreSQL: one of each household, by phone, from a sheet, or by a link."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from kit.database.changing import changing
from kit.database.instants import stored
from kit.database.pool import DatabasePool, Session, session
from kit.database.where import Where
from kit.http.listed import Listing, Paged, listed
from kit.instants import day_end_us, day_start_us, local_day
from kit.refusals import ConflictError, GoneError, RefusedError
from ticketing.households.household import Place
from ticketing.news import Hearer, SurveyNews, nobody
from ticketing.surveys.answers import Answers, read_answers
from ticketing.surveys.campaigns_store import STATEMENTS, campaign, digest, held
from ticketing.surveys.rows import Campaign, Response, response_of
from ticketing.surveys.satisfaction import by_question, is_satisfied
from ticketing.surveys.sheet import Row
from ticketing.surveys.states import Action, State
from ticketing.surveys.survey import Survey

_LIST = Listing("responses", STATEMENTS["responses"], {"r.at": datetime, "r.id": UUID}, descending=False)


class Channel(StrEnum):
    PHONE = "phone"
    IMPORT = "import"
    LINK = "link"


class LinkState(StrEnum):
    USABLE = "usable"
    ANSWERED = "answered"
    NOT_YET = "not_yet"
    OVER = "over"


class Link(NamedTuple):
    campaign: Campaign
    household: int
    state: LinkState


class Imported(NamedTuple):
    added: int
    unchanged: int


class NotInvitedError(RefusedError):
    def __init__(self) -> None:
        super().__init__("this household is not invited to this survey: invite it first")


class AnsweredError(ConflictError):
    def __init__(self) -> None:
        super().__init__("this household has answered this survey already")


class ResponseStore:
    def __init__(self, pool: DatabasePool, zone: tzinfo, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._zone = zone
        self._hear = hear

    async def link(self, token: str, now_us: int) -> Link | None:
        """None: nobody has this link."""
        async with session(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["link"], digest(token))
            if row is None:
                return None
            found = await campaign(connection, row["survey"])
        return Link(found, row["household"], self._state(found.survey, row["answered"], now_us))

    async def answer(
        self, number: int, household: int, told: Mapping[str, str], channel: Channel, who: str, now_us: int
    ) -> Response:
        """Raises RefusedError: AnswersError, NotInvitedError, AnsweredError, ImpossibleError, GoneError."""
        async with changing(self._pool, self._hear) as (connection, told_of):
            survey = await held(connection, number, Action.ANSWER)
            answers = read_answers(survey.questions, told)
            if await connection.fetchval(STATEMENTS["take"], number, household) is None:
                known = await connection.fetchval(STATEMENTS["invited"], number, household)
                raise NotInvitedError if known is None else AnsweredError
            tied = None if survey.anonymous else household
            identity = await self._put(connection, survey, answers, tied, None, channel, who, now_us)
            response = await _response(connection, number, identity)
            if not survey.anonymous:  # when an answer comes would say who gave it
                told_of.append(SurveyNews(survey, "answered"))
        return response

    async def put(self, number: int, rows: Sequence[Row], who: str, now_us: int) -> Imported:
        """All of them or, when anything fails, none; who has answered before keeps that answer."""
        added = 0
        async with changing(self._pool, self._hear) as (connection, told):
            survey = await held(connection, number, Action.ANSWER)
            for row in rows:
                if row.household and await connection.fetchval(STATEMENTS["take"], number, row.household) is None:
                    continue
                tied = None if survey.anonymous else row.household
                put = self._put(connection, survey, row.answers, tied, row.ballot or None, Channel.IMPORT, who, now_us)
                added += await put is not None
            if added and not survey.anonymous:
                told.append(SurveyNews(survey, "answered"))
        return Imported(added, len(rows) - added)

    async def places(self, number: int) -> tuple[Survey, Mapping[Place, int]]:
        """The campaign, and the households that are invited to it."""
        async with session(self._pool) as connection:
            found = await campaign(connection, number)
            rows = await connection.fetch(STATEMENTS["places"], number)
        return found.survey, {Place(*list(row.values())[1:]): row["id"] for row in rows}

    async def one(self, number: int, identity: UUID) -> Response:
        async with session(self._pool) as connection:
            return await _response(connection, number, identity)

    async def page(self, number: int, asked: Paged) -> tuple[Campaign, list[Response], str | None]:
        async with session(self._pool) as connection:
            found = await campaign(connection, number)
            rows, following = await listed(connection, _LIST, Where("r.survey = ?", number), asked)
        return found, [response_of(row) for row in rows], following

    async def results(self, number: int) -> tuple[Campaign, list[Mapping[str, int]]]:
        """With how often each answer was given, question by question."""
        async with session(self._pool) as connection:
            found = await campaign(connection, number)
            rows = await connection.fetch(STATEMENTS["all_answers"], number)
        given = (Answers(json.loads(row["answers"]), json.loads(row["comments"])) for row in rows)
        return found, by_question(found.survey.questions, given)

    def _state(self, survey: Survey, answered: bool, now_us: int) -> LinkState:
        if answered:
            return LinkState.ANSWERED
        if survey.state is State.DRAFT or now_us < day_start_us(survey.first, self._zone):
            return LinkState.NOT_YET
        over = survey.state is State.CLOSED or now_us >= day_end_us(survey.last, self._zone)
        return LinkState.OVER if over else LinkState.USABLE

    async def _put(
        self,
        connection: Session,
        survey: Survey,
        answers: Answers,
        household: int | None,
        ballot: str | None,
        channel: Channel,
        who: str,
        now_us: int,
    ) -> UUID | None:
        """Of an anonymous survey neither the hour nor who entered it is kept: they would say who answered."""
        at_us = day_start_us(local_day(now_us, self._zone), self._zone) if survey.anonymous else now_us
        values = {
            "survey": survey.id,
            "household": household,
            "ballot": ballot,
            "channel": channel,
            "at": stored(at_us),
            "who": "" if survey.anonymous else who,
            "answers": json.dumps(answers.chosen, ensure_ascii=False),
            "comments": json.dumps(answers.comments, ensure_ascii=False),
            "satisfied": is_satisfied(survey, answers),
        }
        identity: UUID | None = await connection.fetchval(*STATEMENTS.filled("answer", values))
        return identity


async def _response(connection: Session, number: int, identity: UUID | None) -> Response:
    sql = Where("r.survey = ? and r.id = ?").on(STATEMENTS["responses"])
    row = await connection.fetchrow(sql, number, identity)
    if row is None:
        raise GoneError("response", number)
    return response_of(row)
