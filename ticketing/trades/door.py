"""Trades over HTTP: who is on duty, and who may say so: everybody of themselves, dispatchers of all."""

from kit.http.auth.users import note
from kit.http.bodies import Body
from kit.http.queries import NoQuery
from kit.http.wire import instant
from kit.instants import MINUTE_US
from kit.refusals import NotYoursError, RefusedError
from kit.roles import DISPATCHERS, WORKERS, Role
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import read, write
from ticketing.trades.models import TradeOut, TradesmanOut, TradesOut
from ticketing.trades.store import OnDuty, on_duty, set_duty


class Duty(Body):
    on: bool


class NoTradesmanError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("No trade of the settings (desk.trades) has a person of this name.")


async def list_trades(ask: Ask, _query: NoQuery) -> Reply:
    own = ask.viewer.trades if ask.token.role is Role.WORKMAN else None
    known = [trade for trade in ask.desk.rules.known_trades() if own is None or trade in own]
    trades = {trade: ask.desk.rules.trades.get(trade, ()) for trade in known}
    names = sorted({name for people in trades.values() for name in people})
    async with connected(ask) as connection:
        duty = await on_duty(connection)
        tickets = ask.desk.free_tickets.on(connection)
        work, waiting = await tickets.open_work(names), await tickets.waiting_of(known if own is not None else None)
    others = sorted(waiting.keys() - trades.keys()) if trades else []
    items = [
        TradeOut(
            trade=trade,
            is_known=trade in trades,
            waiting_count=waiting.get(trade, 0),
            people=[_person(name, duty.get(name), work.get(name, 0)) for name in sorted(people)],
        )
        for trade, people in (*trades.items(), *((trade, ()) for trade in others))
    ]
    after_us = ask.desk.rules.assign_after_us
    minutes = None if after_us is None else after_us / MINUTE_US
    return Reply(TradesOut(items=items, assign_after_minutes=minutes), as_seen=True)


async def change_duty(ask: Ask, body: Duty) -> Reply:
    name, who = ask.path("name"), ask.token.who
    if name != who and ask.token.role not in DISPATCHERS:
        raise NotYoursError("changing the duty of somebody else", Role.DISPATCHER.value)
    if not ask.desk.rules.trades_of(name):
        raise NoTradesmanError
    async with connected(ask) as connection, connection.transaction():
        if await set_duty(connection, name, who, ask.now_us, on=body.on):
            await note(connection, who, "duty_changed", person=name, on=body.on)
    return await list_trades(ask, NoQuery())


def _person(name: str, duty: OnDuty | None, open_count: int) -> TradesmanOut:
    since, by = (None, None) if duty is None else (instant(duty.since_us), duty.said_by)
    return TradesmanOut(name=name, on_duty=duty is not None, since=since, said_by=by, open_count=open_count)


OPERATIONS = (
    read(
        "listTrades",
        "/api/v1/trades",
        "List the trades with who is on duty and how much open work each has",
        list_trades,
        TradesOut,
        roles=WORKERS,
    ),
    write(
        "changeDuty",
        "/api/v1/trades/people/{name}/duty",
        "Change whether somebody is on duty: oneself, or anybody by a dispatcher; recorded in the audit log",
        change_duty,
        TradesOut,
        Duty,
        roles=WORKERS,
        problems={404: "No trade has this person"},
    ),
)
