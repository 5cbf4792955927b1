"""What comes in and where it is kept: a bench on this machine, and a folder or a bucket."""

import asyncio
import contextlib
import hashlib
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Hashable, Iterator
from pathlib import Path

from kit.refusals import RefusedError
from ticketing.files.file import Limits
from ticketing.files.folder import Folder
from ticketing.files.keeping import Keeping

AT_ONCE, OF_ONE_AT_ONCE = 6, 2
_BENCH, _LEFT_SECONDS = "new", 3_600.0


class BusyError(RefusedError):
    status = 503
    retry_seconds = 5

    def __init__(self) -> None:
        super().__init__("Too many files are being sent at once: try again in a few seconds.")


class Shelf:
    """`making` is held while a picture is made: one at a time, since each may take much memory. `kept`: by default the
    folder itself."""

    def __init__(self, folder: Path, limits: Limits = Limits(), kept: Keeping | None = None) -> None:  # noqa: B008
        self.folder = folder
        self.limits = limits
        self.kept: Keeping = Folder(folder) if kept is None else kept
        self.making = asyncio.Semaphore(1)
        self._taken: Counter[Hashable] = Counter()

    @contextlib.contextmanager
    def taking(self, owner: Hashable) -> Iterator[Path]:
        """A folder of its own for what comes in; it goes at the end of the block. Raises BusyError."""
        if self._taken.total() >= AT_ONCE or self._taken[owner] >= OF_ONE_AT_ONCE:
            raise BusyError
        self._taken[owner] += 1
        try:
            bench = self.folder / _BENCH
            bench.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=bench, ignore_cleanup_errors=True) as place:
                yield Path(place)
        finally:
            self._taken[owner] -= 1
            if not self._taken[owner]:
                del self._taken[owner]

    async def put(self, file: Path) -> str:
        """Returns its hash. It may be taken for one that nobody names until a row does: look again then."""
        digest = await asyncio.to_thread(hash_of, file)
        await self.kept.put(file, digest)
        return digest

    def clear_bench(self) -> None:
        """Deletes uploads that a killed service had not finished."""
        for left in (self.folder / _BENCH).glob("*"):
            with contextlib.suppress(OSError):
                if time.time() - left.stat().st_mtime > _LEFT_SECONDS:
                    shutil.rmtree(left, ignore_errors=True)


def hash_of(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
