"""Whose ears a service has: its own, those of a `listen` beside it, or those of another host."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import structlog

from kit.tasks import hold_journal
from kit.wrong import SettingsError
from telephony.ami.link import AmiLink
from telephony.journal import Journal
from telephony.journal.ear import Source
from telephony.journal.followed import follow
from thirdring.access import Access
from thirdring.elsewhere import heard_elsewhere
from thirdring.links import keys_of
from thirdring.listening.links import Nobody, feed
from thirdring.listening.recovering import recovering
from thirdring.pipeline.intake import Intake
from thirdring.settings import Pbx, Settings

log = structlog.get_logger()


class Ears(NamedTuple):
    journal: Journal
    links: Mapping[str, AmiLink]
    ear: Source | None


async def own_ears(
    settings: Settings,
    stack: contextlib.AsyncExitStack,
    access: Access,
    make_link: Callable[[Pbx], AmiLink],
    make_journal: Callable[[Settings], Journal],
    *,
    shares: bool = False,
) -> Ears:
    """An ear that is a process of its own has the journal, here or on another host; without one it is ours. `shares`:
    another service, beside which this one stands by, has the same data_dir. Raises SettingsError."""
    links = {pbx.name: make_link(pbx) for pbx in settings.pbx}
    if settings.journal.heard_elsewhere:
        streamed = await stack.enter_async_context(heard_elsewhere(settings, access))
        return Ears(streamed.journal, links, streamed)
    followed = await follow(settings.data_dir)
    if followed is None and shares:
        raise SettingsError(
            f"a service that stands by in the same data_dir ({settings.data_dir}) needs `listen` to hear the PBX: "
            "start that first, or give this one a data_dir of its own"
        )
    if followed is None:
        stack.enter_context(hold_journal(settings.data_dir))
    journal = make_journal(settings) if followed is None else followed.journal
    stack.push_async_callback(journal.close)
    return Ears(journal, links, followed)


def hearing(settings: Settings, ears: Ears, intake: Intake | None) -> Iterator["asyncio.Task[None]"]:
    """Without an `intake`, links serve for actions and for what agents do: the ear is a process of its own."""
    pbxs = {pbx.name: keys_of(pbx) for pbx in settings.pbx}
    for name, link in ears.links.items():
        taker = Nobody() if intake is None else recovering(pbxs[name], intake, ears.journal, log)
        yield asyncio.create_task(feed(name, link, taker), name=f"feed {name}")
        yield asyncio.create_task(link.run(), name=f"link {name}")
