"""A callback and its attempts, read and written within somebody's transaction."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kit.database.instants import stored
from kit.database.pool import Record, Session
from kit.database.statements import read_statements
from kit.refusals import RefusedError
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.changes import released
from ticketing.callbacks.rows import ATTEMPT, CALLBACK, attempt_row, callback_of, callbacks_of
from ticketing.callbacks.states import OPEN
from ticketing.news import CallbackNews

Change = Callable[[Callback], Callback]

STATEMENTS = read_statements(Path(__file__).with_name("callbacks.sql"), callback=CALLBACK, attempt=ATTEMPT)


class NoCallbackError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such callback: use `id` from the list.")


async def lock_person(connection: Session, phone: str, *households: int | None) -> None:
    await connection.execute(STATEMENTS["lock_people"], people(phone, *households))


def people(phone: str, *households: int | None) -> list[str]:
    return [f"phone {phone}", *(f"household {known}" for known in households if known is not None)]


async def callback_by_id(connection: Session, number: int) -> Callback:
    row = await connection.fetchrow(STATEMENTS["get"], number)
    if row is None:
        raise NoCallbackError
    for callback in await with_attempts(connection, [row]):
        return callback
    raise NoCallbackError  # nobody can read it


async def with_attempts(connection: Session, rows: Sequence[Record]) -> list[Callback]:
    if not rows:
        return []
    attempts: dict[int, list[Record]] = {row["id"]: [] for row in rows}
    for attempt in await connection.fetch(STATEMENTS["attempts"], list(attempts)):
        attempts[attempt["callback"]].append(attempt)
    return callbacks_of(rows, attempts)


async def save_callback(connection: Session, callback: Callback, before: Callback) -> Callback:
    """Raises RefusedError where somebody was faster, which the locks should not allow."""
    if callback == before:
        return callback
    row = CALLBACK.row(callback)
    if await connection.fetchval(*STATEMENTS.filled("save", row, version_before=before.version)) is None:
        raise RefusedError("the callback was changed by somebody else: load it again")
    for number in range(len(before.attempts) + 1, len(callback.attempts) + 1):
        await connection.execute(*STATEMENTS.filled("insert_attempt", attempt_row(callback, number)))
    return callback


async def freed(connection: Session, which: str, *values: object, change: Change = released) -> list[CallbackNews]:
    """Releases the callbacks that the statement finds and locks, or changes them by `change`."""
    known = await with_attempts(connection, await connection.fetch(STATEMENTS[which], *values))
    return [CallbackNews(each, await save_callback(connection, change(each), each)) for each in known]


async def require_only_one(connection: Session, reopened: Callback) -> None:
    """Checks that no other callback is open for the same person and reason, or resolved ticket. Raises RefusedError."""
    rows = await connection.fetch(STATEMENTS["about_person"], reopened.household, reopened.phone)
    for other in (callback_of(row) for row in rows if row["id"] != reopened.id):
        about_another = reopened.reason is Reason.RESOLVED_TICKET and other.ticket != reopened.ticket
        if other.state in OPEN and other.reason is reopened.reason and not about_another:
            raise RefusedError(f"callback {other.id} of the same person is open already: continue with that one")


async def any_hour(connection: Session, about: Iterable[Callback], at_us: int) -> set[str]:
    """The tickets about which they might be called at any hour, at that instant."""
    tickets = [callback.ticket for callback in about if callback.ticket is not None]
    rows = await connection.fetch(STATEMENTS["any_hour"], tickets, stored(at_us)) if tickets else []
    return {row["number"] for row in rows}
