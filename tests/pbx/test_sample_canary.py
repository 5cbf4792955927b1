"""The service calls its own hotline: sample configuration, a real Asterisk that is its own test telephone."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from random import Random

import pytest
import pytest_asyncio

from tests.pbx.sample import Sample
from thirdring.canary import calls, kept
from thirdring.canary.rules import Fault, Result
from thirdring.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEST_NUMBER = "8099"


class WithCanary(Sample):
    channel = "PJSIP/{number}@thirdring-canary"

    @property
    def settings(self) -> Settings:
        told = super().settings.model_dump()
        told["canary"] = {"number": TEST_NUMBER, "channel": self.channel, "every_minutes": 1440}
        told["policy"] = {"ring_zone": "uk", "rings_within": 1}  # 3 s: the test is over sooner
        return Settings.model_validate(told)

    async def canary(self, seed: int = 1) -> Result:
        assert self.service is not None
        self.service.at_pbx.canary._chance = Random(seed)
        await self.service.at_pbx.canary.call("main")
        return self.service.at_pbx.canary.results["main"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WithCanary]:
    folder = tmp_path_factory.mktemp("canary")
    folder.chmod(0o711)
    site = WithCanary(folder, day="*,*,*,*")
    try:
        await site.open()
        yield site
    finally:
        await site.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "END_SECONDS", 4.0)


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_canary_call_is_measured_as_it_was_played_and_counts_nowhere(site: WithCanary, seed: int) -> None:
    result = await site.canary(seed)
    assert result.faults == ()
    assert result.error_us is not None
    assert abs(result.error_us) < 250_000
    assert (await site.rows("select count(*) from tickets"))[0][0] == 0


async def test_a_test_number_that_the_dialplan_no_longer_has_is_found(site: WithCanary) -> None:
    await site.asterisk.cli(f"dialplan remove extension {TEST_NUMBER}@hotline-numbers")
    try:
        assert (await site.canary()).faults == (Fault.NOT_RUNG,)
    finally:
        await site.asterisk.cli("dialplan reload")


async def test_time_stamps_that_were_switched_off_are_found(site: WithCanary) -> None:
    with changed(site, "timestampevents = yes", "timestampevents = no"):
        await site.asterisk.cli("manager reload")
        result = await site.canary()
    await site.asterisk.cli("manager reload")
    assert result.faults == (Fault.NOT_HEARD,)  # an event without its time is taken for a forged one


async def test_events_that_the_account_may_no_longer_read_are_found(site: WithCanary) -> None:
    with changed(site, "read = system,call,agent,dialplan", "read = system,agent"):
        await site.asterisk.cli("manager reload")
        await site.stop_service()  # a session keeps the rights with which it logged in
        await site.start_service()
        result = await site.canary()
    await site.asterisk.cli("manager reload")
    await site.stop_service()
    await site.start_service()
    assert result.faults == (Fault.NOT_HEARD,)


async def test_a_way_through_the_trunk_that_is_gone_is_found(site: WithCanary) -> None:
    site.channel = "PJSIP/{number}@nobody"
    await site.stop_service()
    await site.start_service()
    try:
        assert (await site.canary()).faults == (Fault.NOT_RUNG,)
    finally:
        site.channel = WithCanary.channel
        await site.stop_service()
        await site.start_service()


async def test_the_last_result_outlives_the_service(site: WithCanary) -> None:
    result = await site.canary()
    assert result.ok
    assert kept.last(site.settings.data_dir) == [result]


@contextlib.contextmanager
def changed(site: WithCanary, old: str, new: str) -> Iterator[None]:
    file = site.asterisk.folder / "etc" / "manager.conf"
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))
    try:
        yield
    finally:
        file.write_text(text)
