"""Every route that there is, asked by every role that sees no numbers: no answer and no event holds one."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from telephony.facts import Attempt, Direction, Fact, FactKind
from tests.integration.web.site_in_memory import T0, CallsInMemory, answered_call, ringing_call, web_of
from tests.integration.web_desk.conftest import Clock, DeskWeb, Dialled
from tests.unit.ticketing.moments import SHANGHAI
from thirdring.http.operations import OPERATIONS, Operation
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.households.household import Household, KeptDocument, Part, Person, Phone, Place
from ticketing.http.ask import DeskContext
from ticketing.notices import Arrived
from ticketing.site_rules import SiteRules
from ticketing.tickets.calls_store import Arrival
from ticketing.workflows.service_desk import ServiceDesk

NUMBER = "13812345678"
"""The only number of this site. It stands wherever a person, a phone or a switch can write."""
WRITTEN = "138 1234-5678"
HIDDEN = "12345"  # of its digits, what nobody sees
HOME = Household(
    Place(f"花园 {NUMBER}", "3", "2", f"1201 ({WRITTEN})"),
    (Person(f"张三{NUMBER}", Part.OWNER, (Phone(f"+86{NUMBER}", WRITTEN),)),),
    housekeeper="agent",
    documents=(KeptDocument(f"权属证明 {NUMBER}"),),
    notes=f"call {WRITTEN}",
)
ROLES = (Role.WORKMAN, Role.AGENT, Role.DISPATCHER)


def digits(text: str) -> str:
    """Without anything that may stand between the digits of a number."""
    return re.sub(r"[^0-9]", "", text)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def leaked(body: Any) -> list[str]:
    return [text for text in strings(body) if HIDDEN in digits(text)]


def calls() -> CallsInMemory:
    inbound, outbound, ringing = answered_call("1.1"), answered_call("1.2"), ringing_call("1.3")
    for call in (inbound, outbound, ringing):
        device = f"Local/{NUMBER}@out"
        call.caller_raw = NUMBER
        call.attempts = [Attempt(device, device, T0, T0 + 1)]
    inbound.agent = f"Local/{NUMBER}@out"
    outbound.direction, outbound.dialled = Direction.OUTBOUND, NUMBER
    return CallsInMemory([inbound, outbound, ringing])


class Everything:
    """One of each thing that the API knows, with the number in every word of it."""

    def __init__(self, web: DeskWeb) -> None:
        self.web = web
        self.ids: dict[str, dict[str, str]] = {}

    async def make(self) -> None:
        desk, post = self.web.desk, self.web.post
        await desk.households.put([HOME])
        home = (await desk.households.find(f"+86{NUMBER}"))[0].household
        [resident] = (await self.web.get("residents", Role.MANAGER))["items"]
        ticket = await self.web.opened(
            Role.MANAGER,
            phone=NUMBER,
            title=f"call {WRITTEN}",
            contact=f"张三{NUMBER}",
            household=home,
            category="complaint",
        )
        path = f"tickets/{ticket['number']}"
        said = {
            "complaint": {
                "valid": True,
                "response": f"called {WRITTEN}",
                "settlement": f"at {NUMBER}",
                "satisfaction": 5,
            }
        }
        await self.web.ask("PATCH", path, said, Role.MANAGER, If_Match='"1"')
        await self.web.ask("PATCH", path, {"rating": 5, "rating_comment": WRITTEN}, Role.MANAGER, If_Match='"2"')
        done = {"action": "resolve", "resolution": f"called {WRITTEN}", "why": f"by {NUMBER}"}
        await post(f"{path}/actions", done, Role.MANAGER, If_Match='"3"')
        callback = (await desk.callbacks.create(Cause(Reason.REQUESTED, self.web.clock(), f"+86{NUMBER}"))).callback.id
        await post(f"callbacks/{callback}/outcome", {"state": "reached", "why": f"at {WRITTEN}"}, Role.MANAGER)
        await post("callbacks", {"phone": NUMBER, "household": home}, Role.MANAGER)
        await self._learn(home)
        nonconformity = await post(
            "nonconformities",
            {"title": f"see {NUMBER}", "description": f"call {WRITTEN}", "department": f"desk {NUMBER}"},
            Role.MANAGER,
        )
        reading = await post(
            "readings",
            {
                "objective": 3,
                "day": "2026-11-05",
                "series": "property",
                "met": "1",
                "total": 2,
                "unit": "CNY",
                "evidence": NUMBER,
            },
            Role.MANAGER,
        )
        numbers: dict[str, Any] = {"tickets": ticket["number"], "callbacks": callback, "households": home}
        numbers |= {"residents": resident["id"], "nonconformities": nonconformity["id"], "readings": reading["id"]}
        self.ids = {key: {"number": str(value), "id": str(value)} for key, value in numbers.items()}

    async def _learn(self, home: int) -> None:
        """The household has a learned number."""
        other = f"+86139{NUMBER[3:]}"
        called = await self.web.desk.call_tickets.open_for_call(Arrival("main", "1.8", T0, other))
        await self.web.ask("PATCH", f"tickets/{called.number}", {"household": home}, Role.MANAGER, If_Match='"1"')
        [learned] = (await self.web.get(f"households/{home}", Role.MANAGER))["learned"]
        assert learned["number"] == other

    def places(self, operation: Operation) -> list[str]:
        """Its path, filled in; none where there is no such thing here."""
        path = operation.path.removeprefix("/api/v1/")
        if path.startswith("calls/"):
            return [path.format(pbx="main", linkedid=f"1.{number}") for number in (1, 2, 3)]
        names = re.findall(r"{(\w+)}", path)
        known = {"objective": "1", **self.ids.get(path.partition("/")[0], {})}
        return [path.format(**known)] if all(name in known for name in names) else []


@pytest.fixture
async def everything(pool: DatabasePool) -> Any:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), since=date(2025, 1, 1)))
    devices = {"agent": ["PJSIP/1001"], "li": [f"Local/{NUMBER}@out"]}
    clock, known = Clock(), calls()
    site = DeskContext(desk, pool, devices, None)
    async with web_of(known, live_calls=lambda: known.calls, desk=site, now_us=clock) as web:
        made = Everything(DeskWeb(web, desk, Dialled(desk, clock)))
        await made.make()
        yield made


READS = [
    one
    for one in OPERATIONS
    if one.method == "GET" and one.path.startswith("/api/v1/") and one.answer and not one.streams
]


def asked(everything: Everything) -> Iterator[tuple[Operation, str, Role]]:
    for operation in READS:
        for place in everything.places(operation):
            for role in (*ROLES, Role.ADMIN):
                if operation.roles is not None and role in operation.roles:
                    yield operation, place, role


async def test_no_answer_of_any_route_holds_a_number(everything: Everything) -> None:
    seen_by_managers = set()
    for operation, place, role in asked(everything):
        answer = await everything.web.ask("GET", place, role=role)
        if role not in ROLES:
            seen_by_managers |= {operation.id} if leaked(answer.body) else set()
        elif not (role is Role.DISPATCHER and re.fullmatch(r"callbacks/\d+", place)):  # open ones are theirs by rule
            assert not leaked(answer.body), (role, place, leaked(answer.body))
    assert seen_by_managers >= {
        *("listCalls", "getCall", "getReceipt", "listTickets", "getTicket", "listCallbacks", "getCallback"),
        *("listHouseholds", "getHousehold", "listResidents", "getResident", "listAgents"),
        *("listNonconformities", "getNonconformity", "listReadings", "getReading"),
    }


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])  # a workman has no live stream
async def test_no_event_of_the_live_stream_holds_a_number(everything: Everything, role: Role) -> None:
    web = everything.web.web
    async with web.get("/api/v1/live", role) as stream:
        known = everything.web.desk
        call = ringing_call("1.9")
        call.caller_raw = NUMBER
        arrived = Arrived("main", "1.9", T0, f"+86{NUMBER}")
        await known.notices.arrived(arrived)
        web.site.live.publish(Fact(FactKind.CALL_ARRIVED, T0, 5, call))
        await everything.web.opened(Role.MANAGER, phone=NUMBER, contact=f"张三{NUMBER}")
        await everything.web.post("callbacks/next", None, Role.MANAGER)
        events: list[Any] = []
        while len(events) < 7:
            block = (await stream.content.readuntil(b"\n\n")).decode()
            events += [json.loads(line[6:]) for line in block.splitlines() if line.startswith("data: ")]
    assert not leaked(events), leaked(events)


async def test_no_change_by_an_agent_is_answered_with_a_number(everything: Everything) -> None:
    """What they write themselves included: they see it masked, unless it is their work."""
    web, number = everything.web, everything.ids["nonconformities"]["id"]
    ticket = await web.opened(Role.MANAGER, phone=NUMBER, title=WRITTEN)
    path = f"tickets/{ticket['number']}"
    tried = [
        ("POST", f"{path}/actions", {"action": "start"}, {"If_Match": '"1"'}),
        ("PATCH", path, {"title": f"again {WRITTEN}"}, {"If_Match": '"1"'}),
        ("POST", f"{path}/split", {"title": f"x {WRITTEN}"}, {"If_Match": '"2"'}),
        ("POST", f"nonconformities/{number}/actions", {"action": "cancel", "why": WRITTEN}, {"If_Match": '"1"'}),
        ("POST", "nonconformities", {"title": f"see {NUMBER}", "department": "desk"}, {}),
        ("POST", "callbacks", {"ticket": ticket["number"]}, {}),
        ("POST", "callbacks/next", None, {}),
        ("DELETE", path, None, {}),
    ]
    for method, place, body, headers in tried:
        answer = await web.ask(method, place, body, Role.AGENT, **headers)
        assert not leaked(answer.body), (place, leaked(answer.body))


async def test_an_agent_is_not_told_who_stands_above_them(everything: Everything) -> None:
    agents = (await everything.web.get("agents"))["items"]
    assert [(one["name"], one["role"]) for one in agents] == [("agent", None), ("li", None)]
