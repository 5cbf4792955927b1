"""A change of a ticket is read once. Counted are statements, and how often the pool is asked for a session."""

from typing import Any

import asyncpg
import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb


class Counted:
    """What went to PostgreSQL since it was asked last."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.sessions = 0

    def clear(self) -> None:
        self.statements.clear()
        self.sessions = 0


@pytest.fixture
def counted(pool: DatabasePool, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Without the beginning and the end of transactions, which have no parameters."""
    counts, acquire, execute = Counted(), type(pool).acquire, asyncpg.Connection._execute  # type: ignore[attr-defined]  # all that has parameters

    def acquired(self: Any, **options: Any) -> Any:
        counts.sessions += 1
        return acquire(self, **options)

    def executed(self: Any, query: str, *arguments: Any, **options: Any) -> Any:
        counts.statements.append(query)
        return execute(self, query, *arguments, **options)

    monkeypatch.setattr(type(pool), "acquire", acquired)
    monkeypatch.setattr(asyncpg.Connection, "_execute", executed)
    return counts


async def test_a_patch_is_four_statements_in_one_session(desk_web: DeskWeb, counted: Counted) -> None:
    ticket = await desk_web.opened()
    for version, fields in enumerate(({"title": "电梯"}, {"status": "dispatched", "assignee": "agent"}), start=1):
        counted.clear()
        path = f"tickets/{ticket['number']}"
        answer = await desk_web.ask("PATCH", path, fields, Role.MANAGER, If_Match=f'"{version}"')
        assert (answer.status, answer.body["version"], len(answer.body["history"])) == (200, version + 1, version + 1)
        assert (len(counted.statements), counted.sessions) == (4, 1), counted.statements


@pytest.mark.parametrize(("action", "fields"), [("start", {}), ("cancel", {"why": "twice"})])
async def test_an_action_is_one_session(
    desk_web: DeskWeb, counted: Counted, action: str, fields: dict[str, str]
) -> None:
    """Four statements, and one that looks for callbacks where the ticket is not to be resolved any more."""
    ticket = await desk_web.opened()
    counted.clear()
    await desk_web.act(ticket, action, Role.MANAGER, **fields)
    assert (len(counted.statements), counted.sessions) == (4 + (action == "cancel"), 1), counted.statements
