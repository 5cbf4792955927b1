"""Asks all PBXs of the settings at once."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kit.buckets.troubles import BucketError
from telephony.ami.actions import AmiError
from thirdring.canary import kept
from thirdring.doctor.asking import Asking
from thirdring.doctor.bucket import of_bucket, trouble_of_bucket
from thirdring.doctor.canary import Canaries, of_canary
from thirdring.doctor.finding import Finding
from thirdring.doctor.page_phones import of_websocket, opens
from thirdring.doctor.provider import answers, of_provider
from thirdring.doctor.records import Written, of_written, written_of
from thirdring.doctor.rules import Expected, findings
from thirdring.doctor.seen import Seen
from thirdring.doctor.services import SeenServices, of_services, services_of
from thirdring.doctor.stream import SeenStream, of_stream, stream_of
from thirdring.doctor.tables import SeenTable, of_tables, tables_of
from thirdring.links import target_of
from thirdring.settings import Settings
from thirdring.settings.pbx import Pbx


class Examined(NamedTuple):
    seen: Sequence[Seen]
    unreachable: dict[str, str]  # why, by PBX
    provider_answers: bool = True
    bucket: BucketError | None = None  # why it cannot be used
    written: Sequence[Written] = ()  # what the PBXs write of themselves
    tables: Sequence[SeenTable] = ()
    canaries: Canaries = Canaries()
    stream: SeenStream | None = None
    websocket_opens: bool = True  # of the phones in pages
    services: SeenServices | None = None

    def findings(self, expected: Expected) -> list[Finding]:
        """The findings in the language in use."""
        found = findings(self.seen, expected, all_seen=not self.unreachable)
        found = [*found, *of_written(self.written), *of_tables(self.tables)]
        found = [*found, *of_canary(self.canaries), *of_stream(self.stream, expected.settings_file)]
        if not self.websocket_opens:
            found.append(of_websocket(expected.settings_file))
        found = [*of_services(self.services, expected.settings_file), *found]
        if self.bucket is not None:
            found = [of_bucket(self.bucket, expected.settings_file), *found]
        return found if self.provider_answers else [*found, of_provider(expected.settings_file)]


async def examine(
    settings: Settings, listen_seconds: float, answered: Callable[[str], None] = lambda _name: None
) -> Examined:
    """`answered` hears the name of each PBX that has been asked."""
    numbers = [number for hotline in settings.hotline for number in hotline.numbers]

    async def see(pbx: Pbx) -> Seen:
        try:
            asking = Asking(target_of(pbx), lambda: time.time_ns() // 1000)
            return await asking.see(pbx.name, numbers, listen_seconds)
        finally:
            answered(pbx.name)

    told = await asyncio.gather(*map(see, settings.pbx), return_exceptions=True)
    provider_answers = await answers(settings.web.oidc.options())
    bucket = await trouble_of_bucket(settings)
    written = await asyncio.to_thread(written_of, settings.pbx)
    tables = await asyncio.to_thread(tables_of, settings.pbx)
    seen, unreachable = _sorted_out({pbx.name: answer for pbx, answer in zip(settings.pbx, told, strict=True)})
    canaries = await asyncio.to_thread(_canaries, settings)
    stream = await stream_of(settings)
    opened = await opens(settings.phone.websocket)
    shared = await services_of(settings)
    return Examined(seen, unreachable, provider_answers, bucket, written, tables, canaries, stream, opened, shared)


def _sorted_out(told: Mapping[str, Seen | BaseException]) -> tuple[list[Seen], dict[str, str]]:
    """The PBXs that answered, and why the others did not. Raises errors of our own code."""
    seen: list[Seen] = []
    unreachable: dict[str, str] = {}
    for name, answer in told.items():
        if isinstance(answer, Seen):
            seen.append(answer)
        elif isinstance(answer, AmiError | OSError):
            unreachable[name] = str(answer) or type(answer).__name__
        else:
            raise answer
    return seen, unreachable


def _canaries(settings: Settings) -> Canaries:
    names = {pbx.name for pbx in settings.pbx}
    results = [result for result in kept.last(settings.data_dir) if result.pbx in names]
    return Canaries(settings.canary.number, results, settings.zone)


def expected_of(settings: Settings, settings_file: str = "thirdring.toml") -> Expected:
    return Expected(
        tuple(hotline.as_layout() for hotline in settings.hotline),
        tuple(agent.as_layout() for agent in settings.agent),
        settings.service_level().limit_us // 1_000_000,
        settings_file,
        settings.rescue.enabled and not settings.rescue.dry_run,
        frozenset(agent.page_phone for agent in settings.agent if agent.page_phone),
    )
