"""Two ears of one PBX on two hosts: each has a disk of its own, and a service on the second one goes on by hand."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

from tests.integration.service.test_listen import heard, truths, until_recorded
from tests.integration.service.test_service import played, settings
from thirdring.service import running


async def test_a_service_on_the_second_host_derives_all_that_both_heard_once(
    tmp_path: Path, database_url: str, pool: Any
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    async with played(40) as pbx:
        there = settings(second, database_url, pbx.port)
        async with heard(there):
            here = settings(first, database_url, pbx.port)
            async with heard(here), running(here):
                await asyncio.sleep(1)
            shutil.copy(first / "site.id", second / "site.id")  # the first host is gone; this was kept
            async with running(there):
                await pbx.finished.wait()
                await until_recorded(pool, pbx)
    assert len(truths(pbx)) > 20
    tickets, of_calls, calls = await pool.fetchrow(
        "select (select count(*) from tickets), count(distinct ticket), count(distinct linkedid) from ticket_calls"
    )
    assert tickets == of_calls
    assert calls > 20
