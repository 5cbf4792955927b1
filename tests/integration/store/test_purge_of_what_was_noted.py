"""The audit log, ended sessions and typed reasons go, each at its own time."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from kit.database.pool import DatabasePool
from thirdring.purge import Purged, purge
from thirdring.settings.groups import Retention

NOW = datetime(2026, 11, 28, tzinfo=UTC)
KEEP = Retention(audit_days=30, reasons_days=20, sessions_days=10)
NOTHING = Purged(0, 0, 0)


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


async def test_the_audit_log_goes_by_age(pool: DatabasePool) -> None:
    for days in (29, 31):
        await pool.execute("insert into audit (at, actor, action) values ($1, 'li', 'sign_in')", days_ago(days))
    assert await purge(pool, KEEP, NOW, dry_run=True) == NOTHING._replace(audit=1)
    assert await purge(pool, KEEP, NOW) == NOTHING._replace(audit=1)
    left = [row["at"] for row in await pool.fetch("select at from audit where action <> 'purge'")]
    assert left == [days_ago(29)]


async def test_sessions_and_tokens_go_some_time_after_their_end_and_no_other(pool: DatabasePool) -> None:
    ends = {"revoked": (11, None), "expired": (None, 11), "both": (11, -5), "just": (9, None), "good": (None, -1)}
    for number, (label, (revoked, expires)) in enumerate(ends.items()):
        await pool.execute(
            "insert into tokens (token_sha256, role, label, revoked_at, expires_at) values ($1, 'agent', $2, $3, $4)",
            *(bytes([number]) * 32, label),
            *(None if days is None else days_ago(days) for days in (revoked, expires)),
        )
    assert await purge(pool, KEEP, NOW, dry_run=True) == NOTHING._replace(sessions=3)
    assert await purge(pool, KEEP, NOW) == NOTHING._replace(sessions=3)
    assert {row["label"] for row in await pool.fetch("select label from tokens")} == {"just", "good"}


async def test_a_reason_of_unmasking_goes_and_that_it_was_done_stays(pool: DatabasePool) -> None:
    for days in (19, 21):
        detail = json.dumps({"ticket": "20261101-0001", "why": "call 13800000001 back"})
        await pool.execute(
            "insert into audit (at, actor, action, detail) values ($1, 'li', 'unmask', $2)", days_ago(days), detail
        )
    assert await purge(pool, KEEP, NOW) == NOTHING._replace(reasons=1)
    rows = await pool.fetch("select detail from audit where action = 'unmask' order by at")
    old, new = (json.loads(row["detail"]) for row in rows)
    assert old == {"ticket": "20261101-0001", "why": ""}
    assert new["why"] == "call 13800000001 back"
    assert await purge(pool, KEEP, NOW) == NOTHING


@pytest.mark.parametrize(("state", "gone"), [("closed", 1), ("cancelled", 1), ("issued", 0)])
async def test_a_reason_in_a_history_goes_once_the_matter_is_settled(pool: DatabasePool, state: str, gone: int) -> None:
    number = await pool.fetchval(
        "insert into nonconformities (source, title, state, raised_at, raised_by) "
        "values ('hand', 'lamps', $1, $2, 'li') returning id",
        *(state, days_ago(40)),
    )
    await pool.execute(
        "insert into nonconformity_changes (nonconformity, version, at, who, what, why) "
        "values ($1, 2, $2, 'li', 'reject', 'ask 张三')",
        *(number, days_ago(21)),
    )
    assert await purge(pool, KEEP, NOW, dry_run=True) == NOTHING._replace(reasons=gone)
    assert await purge(pool, KEEP, NOW) == NOTHING._replace(reasons=gone)
    assert await pool.fetchval("select why from nonconformity_changes") == ("" if gone else "ask 张三")


async def test_a_reason_of_a_correction_goes_and_the_figures_stay(pool: DatabasePool) -> None:
    await pool.execute(
        "insert into readings (objective, day, met, total, who, at, why) values (3, $1, 1, 2, 'li', $2, 'a typo')",
        *(days_ago(40).date(), days_ago(40)),
    )
    assert await purge(pool, KEEP, NOW) == NOTHING._replace(reasons=1)
    assert tuple(await pool.fetchrow("select met, total, who, why from readings") or ()) == (1, 2, "li", "")


async def test_a_learned_number_goes_once_it_was_neither_said_nor_called_for_long(pool: DatabasePool) -> None:
    home = await pool.fetchval("insert into households (room) values ('101') returning id")
    for number, learned, called in (("+861", 101, None), ("+862", 99, None), ("+863", 101, 99), ("+864", 101, 101)):
        await pool.execute(
            "insert into learned_numbers (number, household, who, learned_at) values ($1, $2, 'li', $3)",
            *(number, home, days_ago(learned)),
        )
        if called is not None:
            await pool.execute("insert into number_calls values ($1, $2, $3)", number, home, days_ago(called))
    await purge(pool, Retention(personal_days=100), NOW)
    assert [row[0] for row in await pool.fetch("select number from learned_numbers order by 1")] == ["+862", "+863"]
