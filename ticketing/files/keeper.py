"""Removes the bytes that no file names any more, and looks whether the bucket can be used."""

import structlog

from kit.buckets.troubles import BucketError, Trouble
from kit.database.rounds import keep_on
from ticketing.files.store import FileStore

ROUND_SECONDS = 3_600.0
LOOK_SECONDS = 20.0

log = structlog.get_logger(__name__)


class FilesKeeper:
    """`trouble`: why the bucket could not be used at the last look."""

    def __init__(self, store: FileStore) -> None:
        self._store = store
        self.trouble: BucketError | None = None
        self._stopped: Trouble | None = None  # the last cleaning

    async def run(self) -> None:
        await keep_on("files", self.look_around, ROUND_SECONDS, give_up_seconds=600.0)

    async def watch(self) -> None:
        await keep_on("bucket", self.look, LOOK_SECONDS)

    async def look_around(self) -> bool:
        """One round. Raises one of AWAY."""
        try:
            gone = await self._store.clean()
        except BucketError as error:
            before, self._stopped = self._stopped, error.trouble
            if self.trouble is None and before is not error.trouble:  # else it is said already
                log.warning("files that no record names stay", why=error.reason, said=error.said)
            return False
        self._stopped = None
        if gone:
            log.info("files that no record names are removed", files=gone)
        return True

    async def look(self) -> bool:
        """Raises one of AWAY."""
        before, self.trouble = self.trouble, None
        try:
            await self._store.look()
        except BucketError as error:
            self.trouble = error
            if before is None or before.trouble is not error.trouble:
                log.warning("the bucket of photos and papers cannot be used", why=error.reason, said=error.said)
            return True
        if before is not None:
            log.info("the bucket of photos and papers can be used again")
        return True
