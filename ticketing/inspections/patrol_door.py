"""Codes that hang at the points of a form, and the scans of a round, over HTTP."""

import hashlib

from pydantic import Field

from kit.http.auth.users import note
from kit.http.bodies import Body, Named
from kit.http.out import Out
from kit.http.queries import Query
from kit.http.wire import Instant, instant, microseconds
from kit.refusals import FieldError
from kit.roles import DISPATCHERS, MANAGERS
from ticketing.duties.models import TitleOut
from ticketing.files.bodies import Key
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import read, write
from ticketing.inspections.bodies import Form
from ticketing.inspections.forms import FORMS, Item
from ticketing.inspections.patrol import Carrier
from ticketing.inspections.patrol_store import Code, PatrolStore, Scanned


class CodesQuery(Query):
    form: Form = Field(description="The form of an inspection")


class CodesIn(Body):
    form: Form
    items: tuple[Named, ...] = Field(
        (), max_length=100, description="The points that get new codes; empty: those that have none"
    )
    carrier: Carrier = Field(Carrier.PAPER, description="On paper as a QR code, or on an NFC tag")


class CodeOut(Out):
    item: str
    title: TitleOut
    path: str | None = Field(description="What its QR code leads to, at the address of this service; null: it has none")
    made_at: Instant | None
    made_by: str | None
    tag_path: str | None = Field(description="What is to be written on its NFC tag; null: it has none")
    tag_made_at: Instant | None


class CodePage(Out):
    form: str
    items: list[CodeOut]
    next: str | None = Field(description="Always null: a form has few points")


class ScanIn(Body):
    key: Key = Field(description="A word of the sender's own: sent again, it makes no second scan")
    walk: Key = Field(description="The word of the form that is being filled in; the inspection is sent with it")
    form: Form
    item: Named
    code: str = Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")
    device: str = Field(max_length=64, pattern=r"^[A-Za-z0-9_-]+$", description="A word of this telephone's own")
    at: Instant = Field(description="By the clock of the telephone")


async def list_codes(ask: Ask, query: CodesQuery) -> Reply:
    return await _codes(ask, query.form)


async def make_codes(ask: Ask, body: CodesIn) -> Reply:
    """What hung there is replaced: it is still taken, and marked."""
    known = [item.key for item in FORMS[body.form].items]
    if unknown := [item for item in body.items if item not in known]:
        raise FieldError("items", f"this form has no point {unknown[0]}", "The form has no such point.")
    store = PatrolStore(ask.site.pool)
    there = {code.item for code in await store.codes(body.form) if code.carrier is body.carrier}
    items = sorted(set(body.items)) or [item for item in known if item not in there]
    await store.make(body.form, items, body.carrier, ask.token.who, ask.now_us)
    async with connected(ask) as connection:
        await note(connection, ask.token.who, "patrol_codes_made", form=body.form, items=items, carrier=body.carrier)
    return await _codes(ask, body.form)


async def scan(ask: Ask, body: ScanIn) -> Reply:
    if body.item not in {item.key for item in FORMS[body.form].items}:
        raise FieldError("item", "this form has no such point", "The form has no such point.")
    device = hashlib.sha256(body.device.encode()).hexdigest()
    said = Scanned(body.key, body.walk, body.form, body.item, body.code, device, microseconds(body.at))
    await PatrolStore(ask.site.pool).scan(said, ask.token.who, ask.now_us)
    return Reply(None)


async def _codes(ask: Ask, form: str) -> Reply:
    there = {(code.item, code.carrier): code for code in await PatrolStore(ask.site.pool).codes(form)}
    items = [
        _shown(form, item, there.get((item.key, Carrier.PAPER)), there.get((item.key, Carrier.TAG)))
        for item in FORMS[form].items
    ]
    return Reply(CodePage(form=form, items=items, next=None), as_seen=True)


def _shown(form: str, item: Item, paper: Code | None, tag: Code | None) -> CodeOut:
    return CodeOut(
        item=item.key,
        title=TitleOut(zh=item.zh, en=item.en),
        path=_path(form, paper),
        made_at=None if paper is None else instant(paper.made_at_us),
        made_by=None if paper is None else paper.made_by,
        tag_path=_path(form, tag),
        tag_made_at=None if tag is None else instant(tag.made_at_us),
    )


def _path(form: str, code: Code | None) -> str | None:
    return None if code is None else f"/inspections/new?form={form}#p.{code.item}.{code.code}"


OPERATIONS = (
    read(
        "listPatrolCodes",
        "/api/v1/patrol-codes",
        "List the points of a form with their codes",
        list_codes,
        CodePage,
        CodesQuery,
        roles=MANAGERS,
    ),
    write(
        "makePatrolCodes",
        "/api/v1/patrol-codes",
        "Create codes of points; those that hang there are replaced, and marked when they are scanned",
        make_codes,
        CodePage,
        CodesIn,
        status=201,
        roles=MANAGERS,
    ),
    write(
        "scanPatrolCode",
        "/api/v1/patrol-scans",
        "Create a scan of a point; whatever is odd about it is kept and marked, and nothing is refused for it",
        scan,
        None,
        ScanIn,
        status=204,
        roles=DISPATCHERS,
    ),
)
