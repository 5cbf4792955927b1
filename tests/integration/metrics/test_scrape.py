"""A day of simulated calls: what is scraped from the service is what PostgreSQL has stored."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import aiohttp
import pytest
from prometheus_client.openmetrics import parser as openmetrics_parser
from prometheus_client.parser import text_string_to_metric_families

from kit.database.pool import DatabasePool
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic
from metrics.prometheus.catalogue import CATALOGUE
from tests.unit.ticketing.moments import at
from thirdring.assembly import Service
from thirdring.service import running
from thirdring.settings import Settings

CALLS = 150
NOW_US = at("2026-11-25 15:00")  # the day is as old whenever the tests run
HOURS_US = 3 * 3600 * 1_000_000
OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}


def settings(pbx: SimulatedPbx, traffic: Traffic, database_url: str, data_dir: Path) -> Settings:
    hotline = traffic.site.hotline
    return Settings.model_validate(
        {
            "data_dir": data_dir,
            "database": {"url": database_url},
            "web": {"listen": "127.0.0.1:0", "metrics_open": True},
            "pbx": [
                {
                    "port": pbx.port,
                    "username": pbx.account.username,
                    "secret": pbx.account.secret,
                    "clock_bound_seconds": 1e9,  # its day is played in seconds
                }
            ],
            "hotline": [{"name": hotline.name, "numbers": hotline.numbers, "queues": hotline.queues}],
            "agent": [{"name": agent.name, "devices": agent.devices} for agent in traffic.site.agents],
        }
    )


@pytest.fixture
async def service(database_url: str, data_dir: Path) -> AsyncIterator[Service]:
    """All its calls are over and stored."""
    traffic = Traffic(site(4), begins_us=NOW_US - HOURS_US, calls_per_second=0.05, limit=CALLS)
    async with (
        SimulatedPbx(traffic.calls(), traffic.site.members, anchor_us=NOW_US) as pbx,
        running(settings(pbx, traffic, database_url, data_dir), clock=lambda: NOW_US) as service,
    ):
        async with asyncio.timeout(60):
            await pbx.finished.wait()
            recorded_count = sum(truth.recorded for truth in pbx.truths)
            recorder, fold = service.measured.recorder, service.measured.fold
            while recorder.measured.total() < recorded_count or fold.status.behind_events:
                await asyncio.sleep(0.05)
        yield service


async def scraped(service: Service, headers: Mapping[str, str] | None = None) -> str:
    host, port = service.address
    async with (
        aiohttp.ClientSession() as client,
        client.get(f"http://{host}:{port}/metrics", headers=headers) as answer,
    ):
        assert answer.status == 200
        return await answer.text()


def total(text: str, name: str, **labels: str) -> float:
    """The sum of the series of that name that have these labels."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == f"thirdring_{name}" and labels.items() <= sample.labels.items()
    )


async def first_ping(service: Service) -> None:
    """A second after the link is up the PBX is asked what its clock shows."""
    async with asyncio.timeout(60):
        while "\nthirdring_pbx_clock_ahead_seconds{" not in await scraped(service):
            await asyncio.sleep(0.05)


async def test_what_is_scraped_is_what_is_stored(service: Service, pool: DatabasePool) -> None:
    text = await scraped(service)
    async with pool.acquire() as connection:
        stored = await connection.fetch(
            "select direction, disposition, within_target, excluded, ring_seconds, talk_seconds from calls"
        )
    inbound = [row for row in stored if row["direction"] == "inbound"]
    judged = [row for row in inbound if row["within_target"] is not None]
    within = [row for row in judged if row["within_target"]]
    assert len(within) > 20
    assert len(judged) > len(within)
    assert total(text, "calls_total") == len(stored)
    for disposition in ("answered", "abandoned", "timeout", "no_agent", "closed"):
        count = sum(row["disposition"] == disposition for row in inbound)
        assert total(text, "calls_total", direction="inbound", disposition=disposition) == count
    assert total(text, "calls_counted_total") == len(judged)
    assert total(text, "calls_within_target_total") == len(within)
    assert total(text, "call_ring_seconds_bucket", answered="yes", le="14.999999") == len(within)
    short = sum(row["excluded"] == "short_abandon" for row in inbound)
    assert total(text, "calls_not_counted_total", reason="short_abandon") == short
    ring_seconds = sum(row["ring_seconds"] for row in judged)
    assert total(text, "call_ring_seconds_sum") == pytest.approx(ring_seconds, abs=1e-6)
    talk_seconds = sum(row["talk_seconds"] for row in inbound)
    assert total(text, "call_talk_seconds_sum") == pytest.approx(talk_seconds, abs=1e-6)


async def test_the_service_s_own_state_is_scraped_too(service: Service) -> None:
    text = await scraped(service)
    assert total(text, "link_up", pbx="main") == 1
    assert total(text, "link_reconnects_total", pbx="main") == 0
    assert total(text, "journal_trouble") == total(text, "store_trouble") == 0
    assert total(text, "journal_events") > CALLS
    assert total(text, "events_total") > CALLS
    assert total(text, "events_total", event="other") == 0
    assert total(text, "calls_in_progress") == len(service.live_calls()) == 0
    assert total(text, "measurement_completeness_ratio") == 1


_UNSET = ("thirdring_stream_", "thirdring_canary_", "thirdring_shift_")
"""What these are about is not in the settings."""


async def test_every_metric_of_the_catalogue_is_scraped_in_both_formats(service: Service) -> None:
    """But those that show something that did not happen here; a ratio is of today, the calls may be of yesterday."""
    today = ("objective_ratio", "callback_day_ratio", "objective_last_ratio", "objective_last_status")
    never = ("unexpected_events_total", "objective_last_age_seconds", "agi_sessions_total")
    undone = "upkeep_last_success_timestamp_seconds"  # no backup and no purge
    unset = {metric.name for metric in CATALOGUE if metric.name.startswith(_UNSET)}
    unseen = {f"thirdring_{name}" for name in (*never, undone, *today)} | unset
    await service.keepers.objectives.refresh()
    await first_ping(service)
    plain = {family.name for family in text_string_to_metric_families(await scraped(service))}
    wanted = {metric.name.removesuffix("_total") for metric in CATALOGUE if metric.name not in unseen}
    assert wanted <= plain
    read_openmetrics = openmetrics_parser.text_string_to_metric_families
    open_metrics = await scraped(service, OPENMETRICS)
    assert open_metrics.endswith("# EOF\n")
    assert wanted <= {family.name for family in read_openmetrics(open_metrics)}  # type: ignore[no-untyped-call]  # the library left it untyped
