"""`./run purge`: lets go what has been kept for longer than the settings say."""

import asyncio
import contextlib
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Annotated

import typer

from kit.buckets.troubles import BucketError
from kit.i18n import _
from thirdring.access import database
from thirdring.commands.database import told
from thirdring.commands.options import Config, settings_of
from thirdring.file_places import shelf_of
from thirdring.purge import Purged, purge
from thirdring.settings import Settings
from thirdring.settings.groups import Retention
from ticketing.files.store import FileStore

app = typer.Typer(add_completion=False)


@app.command()
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only show what would be deleted."))] = False,
    config: Config = None,
) -> None:
    typer.echo("\n".join(asyncio.run(purge_now(settings_of(config), dry_run))))


async def purge_now(settings: Settings, dry_run: bool) -> list[str]:
    keep = settings.retention
    with told():
        async with database(settings) as pool:
            gone = await purge(pool, keep, datetime.now(UTC), dry_run=dry_run)
            if not dry_run:
                shelf = shelf_of(settings)
                async with aclosing(shelf.kept):
                    await _let_go_of_bytes(FileStore(pool, shelf))
    return [
        *_gone_and_kept(gone, keep),
        _("Nothing has changed: this was a dry run.") if dry_run else _("They are gone."),
    ]


async def _let_go_of_bytes(files: FileStore) -> None:
    """Deletes bytes of files. If this user may not, or the bucket is away, the service does it within the hour."""
    with contextlib.suppress(PermissionError, BucketError):
        await files.clean()


def _gone_and_kept(gone: Purged, keep: Retention) -> list[str]:
    line = _("{count} older than {days} days")
    return [
        f"{_('phone numbers')}: {line.format(count=gone.numbers, days=keep.personal_days)}",
        f"{_('tickets, what they say of people')}: {line.format(count=gone.tickets, days=keep.personal_days)}",
        f"{_('callbacks, whom they were about')}: {line.format(count=gone.callbacks, days=keep.personal_days)}",
        f"{_('answers to surveys, whose they were')}: {line.format(count=gone.answers, days=keep.personal_days)}",
        f"{_('photos and papers')}: {line.format(count=gone.files, days=keep.files_days)}",
        f"{_('receipts')}: {line.format(count=gone.receipts, days=keep.receipts_days)}",
        f"{_('calls')}: {line.format(count=gone.calls, days=keep.calls_days)}",
        f"{_('typed reasons')}: {line.format(count=gone.reasons, days=keep.reasons_days)}",
        f"{_('ended sessions and tokens')}: {line.format(count=gone.sessions, days=keep.sessions_days)}",
        f"{_('lines of the audit log')}: {line.format(count=gone.audit, days=keep.audit_days)}",
    ]
