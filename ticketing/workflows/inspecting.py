"""Inspections in PostgreSQL: a form filled in, with the duty that it does and what comes of what it found, at once."""

import json
from collections.abc import Mapping, Sequence

from kit.database.changing import changing
from kit.database.instants import stored
from kit.database.pool import DatabasePool, Session
from kit.instants import day_end_us, local_day
from kit.refusals import GoneError
from ticketing.duties import occurrence
from ticketing.duties import store as duties
from ticketing.duties.occurrence import Occurrence
from ticketing.duties.store import DUTY
from ticketing.inspections.findings import Action, Change, Finding, Severity, Told
from ticketing.inspections.forms import FORMS
from ticketing.inspections.inspection import SEVERITY, Filled, FormError, Recheck, check
from ticketing.inspections.store import STATEMENTS, change_finding, note
from ticketing.news import DutyNews, FindingNews, Hearer, InspectionNews, Item, NonconformityNews, nobody
from ticketing.nonconformities import states
from ticketing.nonconformities import store as nonconformities
from ticketing.nonconformities.nonconformity import Asked, Nonconformity
from ticketing.nonconformities.store import Described
from ticketing.site_rules import SiteRules

_OF_FINDING: Mapping[states.Action, Action] = {
    states.Action.CLOSE: Action.CLOSE,
    states.Action.CANCEL: Action.CLOSE,
    states.Action.REOPEN: Action.REOPEN,
}


async def raise_for_finding(
    connection: Session, finding: int, who: str, at_us: int, why: str = ""
) -> NonconformityNews:
    """Within the transaction in which the finding is escalated."""
    place = await connection.fetchrow(STATEMENTS["place_of_finding"], finding)
    if place is None:
        raise GoneError("finding", finding)
    title, note = f"{place['zh']} · {place['en']}", "\n".join(text for text in (place["note"], why) if text)
    said = Described(title, note, place["department"])
    return await nonconformities.insert(connection, said, who, at_us, finding=finding)


class InspectionStore:
    def __init__(self, pool: DatabasePool, rules: SiteRules, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._rules = rules
        self._hear = hear

    async def fill(self, filled: Filled, told: Told) -> int:
        """Its id, or that of the one that was sent with this key before. Raises RefusedError."""
        form, zone = FORMS[filled.form], self._rules.site.zone
        async with changing(self._pool, self._hear) as (connection, news):
            await connection.execute(STATEMENTS["hold"])
            sent: int | None = await connection.fetchval(STATEMENTS["sent_before"], filled.idempotency_key, told.who)
            if sent is not None:
                return sent
            unsettled = [row["id"] for row in await connection.fetch(STATEMENTS["unsettled"])] if form.rechecks else []
            check(filled, form, local_day(told.at_us, zone), unsettled, told.role)
            known = await connection.fetchval(STATEMENTS["same"], filled.form, filled.department, filled.day)
            if known is not None:
                raise FormError("day", f"this form of this day and department is inspection {known} already")
            at_us = min(told.at_us, day_end_us(filled.day, zone) - 1)
            row = await connection.fetchrow(STATEMENTS["duty_for"], form.duty, filled.department, stored(at_us))
            duty = None if row is None else DUTY.of(row)
            number = await _insert(connection, filled, told, None if duty is None else duty.id)
            news.append(InspectionNews(number, filled.form, filled.day, told.at_us))
            news.extend(await _found(connection, number, filled, told))
            for recheck in filled.rechecks:
                news.extend(await _looked_again(connection, recheck, told, number))
            if duty is not None:
                news.append(await _do(connection, duty, filled, told, number))
        return number

    async def settle(self, number: int, action: Action, told: Told, version: int) -> None:
        """A finding, by hand: corrected by word, or given a nonconformity."""
        async with changing(self._pool, self._hear) as (connection, news):
            news.append(await change_finding(connection, number, action, told, version))
            if action is Action.ESCALATE:
                news.append(await raise_for_finding(connection, number, told.who, told.at_us, told.why))


async def _insert(connection: Session, filled: Filled, told: Told, duty: int | None) -> int:
    number: int = await connection.fetchval(
        *STATEMENTS.filled(
            "insert",
            form=filled.form,
            department=filled.department,
            day=filled.day,
            who=told.who,
            at=stored(told.at_us),
            duty=duty,
            notes=filled.notes,
            idempotency_key=filled.idempotency_key,
            walk=filled.walk,
        )
    )
    checked = {one.item: one._asdict() for one in filled.checked}
    items = [
        {**checked[item.key], "inspection": number, "place": place, **item._asdict()}
        for place, item in enumerate(FORMS[filled.form].items, start=1)
    ]
    await connection.execute(STATEMENTS["insert_items"], json.dumps(items))
    return number


async def _found(connection: Session, number: int, filled: Filled, told: Told) -> list[Item]:
    results = {one.item: one.result for one in filled.checked}
    news: list[Item] = []
    for place, item in enumerate(FORMS[filled.form].items, start=1):
        severity = SEVERITY.get(results[item.key])
        if severity is None:
            continue
        state = Finding.first_state(severity)
        finding: int = await connection.fetchval(STATEMENTS["insert_finding"], number, place, severity, state)
        await note(connection, finding, Change(1, told.at_us, told.who, "found", ""))
        news.append(FindingNews(Finding(finding, severity, state), "found", told.at_us))
        if severity is Severity.MAJOR:
            news.append(await raise_for_finding(connection, finding, told.who, told.at_us))
    return news


async def _looked_again(connection: Session, recheck: Recheck, told: Told, number: int) -> list[Item]:
    why = recheck.note or f"inspection {number}"
    action = Action.PASS if recheck.ok else Action.FAIL
    settled = await change_finding(connection, recheck.finding, action, told._replace(why=why))
    if recheck.ok:
        return [settled]
    return [settled, await raise_for_finding(connection, recheck.finding, told.who, told.at_us, recheck.note)]


async def _do(connection: Session, duty: Occurrence, filled: Filled, told: Told, number: int) -> DutyNews:
    """The duty is done by the inspection; it says how much was found."""
    count = sum(one.result in SEVERITY for one in filled.checked)
    asked = occurrence.Asked(
        told.who, told.role, told.at_us, findings=f"{count}", evidence=f"/api/v1/inspections/{number}"
    )
    done = await duties.change(connection, duty, lambda known: occurrence.act(known, occurrence.Action.DO, asked))
    return DutyNews(done, occurrence.Action.DO, told.at_us)


async def settle_finding(
    connection: Session, one: Nonconformity, action: states.Action, asked: Asked
) -> Sequence[FindingNews]:
    """A finding goes along with its nonconformity."""
    if one.finding is None or action not in _OF_FINDING:
        return ()
    told = Told(asked.who, asked.role, asked.at_us, f"{action} nonconformity {one.id}")
    return [await change_finding(connection, one.finding, _OF_FINDING[action], told)]
