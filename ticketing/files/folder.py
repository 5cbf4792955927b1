"""Files in a folder of this machine, each once: `files/ab/abcd…`."""

import asyncio
import contextlib
import os
import re
import shutil
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import IO

from kit.files import PRIVATE, save_names, whole_file

HASH = re.compile(r"[0-9a-f]{64}")


class Folder:
    is_remote = False

    def __init__(self, place: Path) -> None:
        self.place = place

    def path(self, sha256: str) -> Path:
        return self.place / sha256[:2] / sha256

    async def put(self, file: Path, sha256: str) -> None:
        await asyncio.to_thread(self._put, file, self.path(sha256))

    async def save(self, source: IO[bytes], sha256: str) -> None:
        """What `source` holds, whose hash this is."""
        await asyncio.to_thread(self._save, source, self.path(sha256))

    async def has(self, sha256: str) -> bool:
        return await asyncio.to_thread(self.path(sha256).is_file)

    async def read(self, sha256: str, bytes_max: int = 0) -> IO[bytes] | None:
        with contextlib.suppress(FileNotFoundError):
            return await asyncio.to_thread(self.path(sha256).open, "rb")
        return None

    async def drop(self, hashes: Collection[str]) -> None:
        await asyncio.to_thread(self._drop, hashes)

    async def pages(self) -> AsyncIterator[list[str]]:
        if found := await asyncio.to_thread(self.hashes):
            yield found

    async def look(self) -> None: ...

    async def claim(self, site: str) -> None:
        """It is in the data_dir of its site."""

    async def aclose(self) -> None: ...

    def hashes(self) -> list[str]:
        return sorted(file.name for file in self.place.glob("[0-9a-f][0-9a-f]/*") if HASH.fullmatch(file.name))

    def _put(self, file: Path, target: Path) -> None:
        """Under a second name, so that it can be put again if it is taken away before anybody names it."""
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.chmod(PRIVATE)
        with file.open("rb") as source:
            os.fsync(source.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(file, target)
            save_names(target.parent)

    def _save(self, source: IO[bytes], target: Path) -> None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with whole_file(target) as sink:
            shutil.copyfileobj(source, sink)

    def _drop(self, hashes: Collection[str]) -> None:
        for sha256 in hashes:
            self.path(sha256).unlink(missing_ok=True)
