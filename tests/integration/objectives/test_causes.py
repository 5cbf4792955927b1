"""Why rows were missed: each figure counts the rows that it leads to."""

from datetime import date, datetime

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.store import PostgresObjectives
from tests.integration.web.site_in_memory import web_of
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules

DAY = "2026-11-25"
NOW = at(f"{DAY} 18:00")
_CALL = """
insert into calls (
    pbx, linkedid, direction, hotline, caller_raw, dialled, arrived_at, rings, within_target, disposition, policy,
    policy_version, ring_zone, rings_within, measurement, wait_seconds, ring_seconds, talk_seconds
)
values (
    'main', $1, 'inbound', 'service', '138', '8001', $2, $3, $4, $5, 'before_next_ring', 1, 'cn', 3, 'measured', 1, 1, 1
)
"""
_CLOSED = """
insert into objective_periods (
    objective, first_day, last_day, rule_version, target_ratio, eligible, met, status, closed_at
)
values (10, $1, $1, 2, 1, 10, 9, 'missed', now()), (10, $2, $2, 2, 1, 10, 10, 'met', now())
"""


async def called(pool: DatabasePool) -> None:
    calls = [(2, True, "answered")] * 3 + [(4, False, "answered")] * 2 + [(6, False, "abandoned")]
    arrived = datetime.fromisoformat(f"{DAY}T09:00:00+08:00")
    async with session(pool) as connection:
        for number, (rings, within, disposition) in enumerate(calls):
            await connection.execute(_CALL, f"1.{number}", arrived, rings, within, disposition)
        await connection.execute(
            _CLOSED,
            date(2026, 11, 23),
            date(2026, 11, 24),
        )


async def test_each_cause_counts_the_rows_behind_it_and_the_line_knows_its_past(pool: DatabasePool) -> None:
    await called(pool)
    rules = SiteRules(Site(SHANGHAI, Workdays()))
    async with web_of(objectives=PostgresObjectives(pool, ObjectiveBook(rules)), now_us=lambda: NOW) as web:

        async def get(path: str) -> list[dict[str, object]]:
            async with web.get(f"/api/v1/{path}", Role.AGENT) as answer:
                assert answer.status == 200, await answer.text()
                return list((await answer.json())["items"])

        causes = await get(f"objectives/10/causes?date={DAY}")
        assert [(one["why"], one["count"]) for one in causes] == [("answered_rings_4", 2), ("abandoned_rings_6", 1)]
        for cause in causes:
            rows = await get(str(cause["evidence"]).removeprefix("/api/v1/"))
            assert len(rows) == cause["count"]
            assert {row["why"] for row in rows} == {cause["why"]}
        assert await get(f"objectives/4/causes?date={DAY}") == []
        assert await get(f"objectives/6/causes?date={DAY}") == []
        line = (await get(f"objectives?date={DAY}"))[9]
        assert line["trend"] == [
            {"from": "2026-11-23", "ratio": 0.9, "status": "missed"},
            {"from": "2026-11-24", "ratio": 1.0, "status": "met"},
        ]
