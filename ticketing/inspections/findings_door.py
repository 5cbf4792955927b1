"""Findings over HTTP: the list, one, corrected by word or given a nonconformity."""

from collections.abc import Sequence

from kit.database.pool import Record
from kit.database.predicates import Predicates
from kit.database.refusals import GoneError
from kit.http.auth.users import note
from kit.http.cursor import Cursor, encode
from kit.http.queries import NoQuery
from kit.http.shown import shown
from ticketing.desk.inspecting import InspectionStore
from ticketing.duties.models import TitleOut
from ticketing.front.ask import Ask, Reply, connected
from ticketing.front.refused import etag, fresh, place_after
from ticketing.inspections.bodies import FindingAction, FindingsQuery
from ticketing.inspections.findings import Change, Told
from ticketing.inspections.models import FindingChangeOut, InspectionFindingOut, InspectionFindingPage
from ticketing.inspections.store import FINDING, STATEMENTS, histories


async def list_findings(ask: Ask, query: FindingsQuery) -> Reply:
    found = await _found(ask, _predicates(query), query.limit + 1)
    items = found[: query.limit]
    following = encode(Cursor(0, "findings", str(items[-1].id))) if len(found) > query.limit else None
    return Reply(InspectionFindingPage(items=items, next=following))


async def one_finding(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await _shown(ask, ask.number()))


async def act_on_finding(ask: Ask, body: FindingAction) -> Reply:
    number, store = ask.number(), InspectionStore(ask.site.pool, ask.desk.rules, ask.desk.news)
    told = Told(ask.token.who, ask.token.role, ask.now_us, body.why)

    async def current() -> InspectionFindingOut:
        return await _shown(ask, number)

    await fresh(store.settle(number, body.action, told, ask.version()), current)
    async with connected(ask) as connection:
        await note(connection, ask.token.who, f"{body.action} finding", finding=number)
    return _reply(await _shown(ask, number))


def _predicates(query: FindingsQuery) -> Predicates:
    wanted = Predicates()
    if query.state is not None:
        wanted.add("f.state = ?", query.state)
    if query.unsettled is not None:
        wanted.add("f.state in ('open', 'corrected')" if query.unsettled else "f.state in ('escalated', 'closed')")
    for column in ("form", "department"):
        if (value := getattr(query, column)) is not None:
            wanted.add(f"i.{column} = ?", value)
    if query.inspection is not None:
        wanted.add("f.inspection = ?", query.inspection)
    after = place_after(query.cursor, "findings")
    if after is not None:
        wanted.add("f.id < ?", int(after.linkedid))
    return wanted


async def _found(ask: Ask, wanted: Predicates, limit: int) -> list[InspectionFindingOut]:
    sql = STATEMENTS["findings"].replace("where true", "where " + (" and ".join(wanted.texts) or "true"))
    async with connected(ask) as connection:
        rows = await connection.fetch(sql, limit, *wanted.values)
        known = await histories(connection, [row["id"] for row in rows])
    return [_out(row, known[row["id"]]) for row in rows]


async def _shown(ask: Ask, number: int) -> InspectionFindingOut:
    wanted = Predicates()
    wanted.add("f.id = ?", number)
    found = await _found(ask, wanted, 1)
    if not found:
        raise GoneError("finding", number)
    return found[0]


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
