"""Findings over HTTP: the list, one, corrected by word or given a nonconformity."""

from collections.abc import Sequence

from kit.database.pool import Record, Session
from kit.database.where import Where
from kit.http.auth.users import note
from kit.http.listed import Listing, listed
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.http.shown import shown
from kit.refusals import GoneError
from ticketing.duties.models import TitleOut
from ticketing.http.ask import Ask, Reply, connected
from ticketing.inspections.bodies import FindingAction, FindingsQuery
from ticketing.inspections.findings import Change, Told
from ticketing.inspections.models import FindingChangeOut, InspectionFindingOut, InspectionFindingPage
from ticketing.inspections.store import FINDING, STATEMENTS, histories
from ticketing.workflows.inspecting import InspectionStore

_LIST = Listing("findings", STATEMENTS["findings"], {"f.id": int})


async def list_findings(ask: Ask, query: FindingsQuery) -> Reply:
    async with connected(ask) as connection:
        rows, following = await listed(connection, _LIST, _wanted(query), query)
        items = await _with_histories(connection, rows)
    return Reply(InspectionFindingPage(items=items, next=following))


async def one_finding(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await _shown(ask, ask.number()))


async def act_on_finding(ask: Ask, body: FindingAction) -> Reply:
    number, store = ask.number(), InspectionStore(ask.site.pool, ask.desk.rules, ask.desk.news)
    told = Told(ask.token.who, ask.token.role, ask.now_us, body.why)
    await store.settle(number, body.action, told, ask.version())
    async with connected(ask) as connection:
        await note(connection, ask.token.who, f"{body.action} finding", finding=number)
    return _reply(await _shown(ask, number))


def _wanted(query: FindingsQuery) -> Where:
    wanted = Where()
    wanted.given("f.id = any(?)", query.ids)
    wanted.equal(query, "state", "inspection", of="f.")
    wanted.equal(query, "form", "department", of="i.")
    wanted.flag(query.unsettled, "f.state in ('open', 'corrected')")
    return wanted


async def _with_histories(connection: Session, rows: Sequence[Record]) -> list[InspectionFindingOut]:
    known = await histories(connection, [row["id"] for row in rows])
    return [_out(row, known[row["id"]]) for row in rows]


async def _shown(ask: Ask, number: int) -> InspectionFindingOut:
    async with connected(ask) as connection:
        rows = await connection.fetch(Where("f.id = ?").on(STATEMENTS["findings"]), number)
        if not rows:
            raise GoneError("finding", number)
        return (await _with_histories(connection, rows))[0]


def _reply(finding: InspectionFindingOut) -> Reply:
    return Reply(finding, etag(finding.version))


def _out(row: Record, history: Sequence[Change]) -> InspectionFindingOut:
    finding = FINDING.of(row)
    of_row = ("inspection", "form", "department", "day", "who", "item", "note", "evidence", "nonconformity")
    return shown(
        InspectionFindingOut,
        finding,
        **{name: row[name] for name in of_row},
        title=TitleOut(zh=row["zh"], en=row["en"]),
        possible=list(finding.possible()),
        history=[shown(FindingChangeOut, change) for change in history],
    )
