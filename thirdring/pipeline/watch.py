"""Looks after the journal while it cannot be written: tries again without waiting for the next event, and says so."""

import asyncio

import structlog

from telephony.journal import Journal

LOOK_SECONDS = 1.0

log = structlog.get_logger()


async def watch(journal: Journal) -> None:
    troubled = False
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if journal.health.trouble:
            await journal.retry()
        health = journal.health
        if health.trouble:
            log.error(
                "events are not on disk: they are lost if the service ends now",
                reason=health.trouble,
                unsaved_events=health.unsaved_events,
            )
        elif troubled:
            log.info("the journal is written again", lost_events=health.unsaved_events)
        troubled = bool(health.trouble)
