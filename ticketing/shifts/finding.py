"""What all doors of shifts ask: which turn is meant, and who may be entered."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from kit.database.pool import Session
from kit.http.auth.users import users
from kit.instants import local_day
from kit.refusals import RefusedError
from ticketing.http.ask import Ask
from ticketing.shifts.patterns import Turn, handing_over, turns
from ticketing.shifts.store import names_entered

TURN = "/api/v1/shifts/{day}/{shift}"
_BEHIND_DAYS = 14  # a shift of workdays alone may have ended before a long holiday
NO_TURN = {404: "No such shift on this day"}


class NoTurnError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such shift on this day: use `shift` and `day` of the list.")


class NobodyKnownError(RefusedError):
    def __init__(self, fields: Iterable[str]) -> None:
        text = "is nobody known here: name a user, an agent, or a workman of a trade"
        detail = "Somebody in it is not known here."
        super().__init__(text, detail=detail, errors=dict.fromkeys(fields, text))


def turns_of(ask: Ask, first: date, last: date) -> list[Turn]:
    rules = ask.desk.rules
    return turns(rules.shifts.patterns, first, last, rules.site.zone, rules.site.workdays.works)


def handing_over_now(ask: Ask) -> list[Turn]:
    """Whose notes the next shift is to read."""
    today = today_of(ask)
    return handing_over(turns_of(ask, today - timedelta(days=_BEHIND_DAYS), today), ask.now_us)


def turn_in_path(ask: Ask) -> Turn:
    """Raises NoTurnError."""
    shift, text = ask.path("shift"), ask.path("day")
    if re.fullmatch(r"20\d\d-\d\d-\d\d", text, re.ASCII):
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise NoTurnError from None
        for turn in turns_of(ask, day, day):
            if turn.shift == shift:
                return turn
    raise NoTurnError


async def known_people(ask: Ask, connection: Session) -> set[str]:
    """Who may be entered. What a sheet brought in by the way stays known."""
    accounts, entered = await users(connection), await names_entered(connection)
    workmen: Collection[str] = {name for names in ask.desk.rules.trades.values() for name in names}
    gone = {user.name for user in accounts if user.deactivated_at is not None}
    return {user.name for user in accounts}.union(ask.site.devices, workmen, entered) - gone


async def refreshed(ask: Ask) -> None:
    """Who is on duty follows at once."""
    await ask.desk.look_at_duty(ask.now_us)


def today_of(ask: Ask) -> date:
    return local_day(ask.now_us, ask.desk.rules.site.zone)


async def require_known(ask: Ask, connection: Session, names: Mapping[str, str], spared: Collection[str] = ()) -> None:
    """By the field that names each; who is `spared` is there already. Raises NobodyKnownError."""
    known = await known_people(ask, connection)
    unknown = [field for field, name in names.items() if name not in known and name not in spared]
    if unknown:
        raise NobodyKnownError(unknown)
