"""Inspections over HTTP: the forms, those that were filled in, and a new one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aiohttp import hdrs

from kit.database.pool import Record
from kit.database.where import Where
from kit.http.listed import Listing, listed
from kit.http.queries import NoQuery
from kit.http.wire import instant, microseconds
from kit.instants import local_day
from kit.refusals import FieldError, GoneError
from ticketing.duties.models import TitleOut
from ticketing.http.ask import Ask, Reply, connected
from ticketing.inspections.bodies import InspectionIn, InspectionsQuery
from ticketing.inspections.findings import Told
from ticketing.inspections.forms import FORMS, Form
from ticketing.inspections.inspection import Checked, Filled, Recheck, Result
from ticketing.inspections.models import CheckedOut, FormOut, FormPage, InspectionOut, InspectionPage, ItemOut, ScanOut
from ticketing.inspections.patrol import Handed, Mark, Scan, marks, strength
from ticketing.inspections.patrol_store import handed_in, scans_of
from ticketing.inspections.store import STATEMENTS
from ticketing.workflows.inspecting import InspectionStore

_LIST = Listing("inspections", STATEMENTS["inspections"], {"i.day": date, "i.id": int})

_COUNTS = """exists (
    select from inspection_items p
    where p.inspection = i.id and p.objective = ? and p.result <> 'not_applicable'
)"""


async def list_forms(ask: Ask, _query: NoQuery) -> Reply:
    async with connected(ask) as connection:
        unsettled = [row["id"] for row in await connection.fetch(STATEMENTS["unsettled"])]
    forms = [_form(key, form, unsettled if form.rechecks else []) for key, form in FORMS.items()]
    return Reply(FormPage(items=forms, next=None))


async def list_inspections(ask: Ask, query: InspectionsQuery) -> Reply:
    async with connected(ask) as connection:
        rows, following = await listed(connection, _LIST, _wanted(query), query)
    return Reply(InspectionPage(items=[_inspection(row, []) for row in rows], next=following))


async def one_inspection(ask: Ask, _query: NoQuery) -> Reply:
    return Reply(await _shown(ask, ask.number()))


async def fill_in(ask: Ask, body: InspectionIn) -> Reply:
    filled = Filled(
        body.form,
        body.department.strip(),
        body.day or local_day(ask.now_us, ask.desk.rules.site.zone),
        [Checked(one.item, one.result, one.note, one.evidence) for one in body.results],
        [Recheck(one.finding, one.ok, one.note) for one in body.rechecks],
        body.notes,
        body.idempotency_key,
        body.walk,
    )
    if filled.day.year < 2000:
        raise FieldError("day", "must be a day since 2000", "The day is too early.")
    told = Told(ask.token.who, ask.token.role, ask.now_us)
    number = await InspectionStore(ask.site.pool, ask.desk.rules, ask.desk.news).fill(filled, told)
    return Reply(await _shown(ask, number), {hdrs.LOCATION: f"/api/v1/inspections/{number}"})


async def _shown(ask: Ask, number: int) -> InspectionOut:
    async with connected(ask) as connection:
        row = await connection.fetchrow(Where("i.id = ?").on(STATEMENTS["inspections"]), number)
        if row is None:
            raise GoneError("inspection", number)
        results = [_checked(item) for item in await connection.fetch(STATEMENTS["items"], number)]
        first = await handed_in(connection, row["walk"], row["who"])
        if first != number:
            return _inspection(row, results, scans_of=first)
        own, others = await scans_of(connection, row["walk"], row["who"], row["form"])
        signed_us = None if row["signed_at"] is None else microseconds(row["signed_at"])
        handed = Handed(microseconds(row["at"]), signed_us)
        return _inspection(row, results, _scans(own, marks(own, others, handed)))


def _wanted(query: InspectionsQuery) -> Where:
    wanted = Where()
    wanted.given("i.id = any(?)", query.ids)
    wanted.equal(query, "form", "department", of="i.")
    wanted.given("i.day >= ?", query.from_)
    wanted.given("i.day <= ?", query.to)
    wanted.given(_COUNTS, query.objective)
    return wanted


def _form(key: str, form: Form, rechecks: list[int]) -> FormOut:
    return FormOut(
        key=key,
        title=TitleOut(zh=form.zh, en=form.en),
        duty=form.duty,
        owner=form.owner,
        items=[
            ItemOut(key=item.key, title=TitleOut(zh=item.zh, en=item.en), objective=item.objective)
            for item in form.items
        ],
        rechecks=rechecks,
    )


def _scans(own: Sequence[Scan], told: Mapping[int, Sequence[Mark]]) -> list[ScanOut]:
    return [
        ScanOut(
            item=scan.item,
            at=instant(scan.at_us),
            device_at=instant(scan.device_at_us),
            strength=strength(scan),
            marks=list(told.get(scan.id, ())),
        )
        for scan in own
    ]


def _inspection(
    row: Record, results: list[CheckedOut], scans: Sequence[ScanOut] = (), scans_of: int | None = None
) -> InspectionOut:
    counts: dict[str, Any] = {f"{result}_count": row["results"].count(result) for result in Result}
    return InspectionOut(
        id=row["id"],
        form=row["form"],
        department=row["department"],
        day=row["day"],
        who=row["who"],
        at=instant(microseconds(row["at"])),
        duty=row["duty"],
        signed_at=None if row["signed_at"] is None else instant(microseconds(row["signed_at"])),
        signed_by=row["signed_by"],
        notes=row["notes"],
        **counts,
        results=results,
        scans=list(scans),
        scans_of=scans_of,
    )


def _checked(row: Record) -> CheckedOut:
    return CheckedOut(
        item=row["item"],
        title=TitleOut(zh=row["zh"], en=row["en"]),
        result=Result(row["result"]),
        note=row["note"],
        evidence=row["evidence"],
        finding=row["finding"],
    )
