"""One host hears the PBX; a service on another host, with a folder of its own, derives the calls from the stream."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from kit.database import site
from lab.nats import NatsCluster
from telephony.stream.forwarder import Forwarder
from tests.integration.service.test_listen import Said, heard, until_recorded
from tests.integration.service.test_service import played, ready, settings
from thirdring.assembly import Service
from thirdring.elsewhere import heard_elsewhere
from thirdring.service import running
from thirdring.settings import Settings
from thirdring.streaming import options_of


def joined(wanted: Settings, server: NatsCluster, **journal: object) -> Settings:
    values = wanted.model_dump(exclude_unset=True)
    values["database"] = {"url": wanted.database.url.get_secret_value()}
    values["pbx"] = [{**pbx, "secret": "simulated"} for pbx in values["pbx"]]
    values["journal"] = {"url": server.url, **journal}
    values["nats"] = {"replicas": server.nodes, "size_bytes_max": 64 << 20}
    return Settings.model_validate(values)


@asynccontextmanager
async def hearing_host(wanted: Settings) -> AsyncIterator[Forwarder]:
    forwarder = Forwarder(wanted.data_dir, options_of(wanted), Said())
    async with heard(wanted):
        task = asyncio.create_task(forwarder.run())
        try:
            yield forwarder
        finally:
            task.cancel()
            await asyncio.wait([task])


async def test_a_service_without_the_disk_of_the_host_that_hears_measures_every_call(
    tmp_path: Path, database_url: str, pool: Any, server: NatsCluster
) -> None:
    async with played(40) as pbx:
        here = joined(settings(tmp_path / "here", database_url, pbx.port), server)
        there = joined(settings(tmp_path / "there", database_url, pbx.port), server, heard_elsewhere=True)
        async with hearing_host(here):
            for _ in range(2):  # it comes and goes
                async with running(there) as service:
                    assert service.streamed is not None
                    await asyncio.sleep(0.3)
            await pbx.finished.wait()
            async with running(there) as service:
                await until_recorded(pool, pbx)
                checks = await ready(service)
                assert checks["stream"]["ok"], checks
                assert not (tmp_path / "there" / "journal.sqlite").exists()


async def test_a_service_goes_on_elsewhere_where_the_one_beside_the_ear_has_ended(
    tmp_path: Path, database_url: str, pool: Any, server: NatsCluster
) -> None:
    async with played(40) as pbx:
        here = joined(settings(tmp_path / "here", database_url, pbx.port), server)
        there = joined(settings(tmp_path / "there", database_url, pbx.port), server, heard_elsewhere=True)
        async with hearing_host(here):
            async with running(here) as service:
                await asyncio.sleep(0.5)
                assert service.followed is not None
            there.data_dir.mkdir()
            shutil.copy(here.data_dir / site.FILE, there.data_dir / site.FILE)
            await pbx.finished.wait()
            async with running(there):
                await until_recorded(pool, pbx)


async def test_a_service_that_stands_by_elsewhere_takes_over_and_estimates_nothing(
    tmp_path: Path, database_url: str, pool: Any, server: NatsCluster
) -> None:
    async with played(90) as pbx:
        here = stands_by(joined(settings(tmp_path / "here", database_url, pbx.port), server))
        there = stands_by(joined(settings(tmp_path / "there", database_url, pbx.port), server, heard_elsewhere=True))
        async with hearing_host(here), contextlib.AsyncExitStack() as first:
            await first.enter_async_context(running(here))
            async with running(there) as service:
                assert not in_charge(service)
                await asyncio.sleep(0.3)
                await first.aclose()
                async with asyncio.timeout(60):
                    while not in_charge(service):
                        await asyncio.sleep(0.05)
                await pbx.finished.wait()
                await until_recorded(pool, pbx)


def in_charge(service: Service) -> bool:
    return service.in_charge.now


def stands_by(wanted: Settings) -> Settings:
    return wanted.model_copy(update={"service": wanted.service.model_copy(update={"standby": True})})


async def test_a_new_host_that_hears_begins_a_journal_of_its_own_which_is_derived_next(
    tmp_path: Path, database_url: str, pool: Any, server: NatsCluster
) -> None:
    there = joined(settings(tmp_path / "there", database_url), server, heard_elsewhere=True)
    for host in ("first", "second"):
        async with played(12) as pbx:
            here = joined(settings(tmp_path / host, database_url, pbx.port), server)
            async with hearing_host(here) as forwarder:
                await pbx.finished.wait()
                async with asyncio.timeout(60):
                    while not forwarder.status.position:  # until then the service would find the journal before
                        await asyncio.sleep(0.05)
                async with running(there) as service:
                    await until_recorded(pool, pbx)
                    assert service.ears.journal.identity == forwarder.status.journal
                    position = forwarder.status.position
                    async with asyncio.timeout(60):
                        while service.measured.fold.status.applied_position < position:
                            await asyncio.sleep(0.05)
        async with pool.acquire() as connection:
            await connection.execute("truncate calls cascade")


async def test_while_no_host_hears_it_waits_and_says_so(
    tmp_path: Path, database_url: str, server: NatsCluster, monkeypatch: Any
) -> None:
    there = joined(settings(tmp_path / "there", database_url), server, heard_elsewhere=True)
    said = Said()
    monkeypatch.setattr("thirdring.elsewhere.log", said)
    access: Any = None

    async def nothing(_access: Any) -> None:
        return None

    monkeypatch.setattr("thirdring.elsewhere._known", nothing)
    waiting = asyncio.create_task(heard_elsewhere(there, access).__aenter__())
    async with asyncio.timeout(60):
        while said.events != ["this service waits for what another host hears"]:
            await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.wait([waiting])
