"""Files in a bucket. What still lies in the folder of before is read there, until it is moved over."""

import asyncio
import hashlib
import io
import secrets
import tempfile
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import IO

import structlog

from kit.buckets.bucket import Bucket
from kit.buckets.troubles import BucketError, Trouble
from ticketing.files.folder import HASH, Folder

_SITE = "site.id"
_SITE_BYTES_MAX = 256
_FILE_BYTES_MAX = 100_000_000  # more than the settings allow
_TOLD_MAX = 10_000
_PIECE_BYTES = 1 << 20

log = structlog.get_logger(__name__)


class InBucket:
    is_remote = True

    def __init__(self, bucket: Bucket, before: Folder) -> None:
        self.bucket = bucket
        self.before = before
        self._told: set[str] = set()  # the damaged ones of which the log knows

    async def put(self, file: Path, sha256: str) -> None:
        """Also where there is one: it may be damaged, and to look at it costs as much."""
        with await asyncio.to_thread(file.open, "rb") as source:
            await self.bucket.put(_key(sha256), source, sha256)
        self._told.discard(sha256)

    async def has(self, sha256: str) -> bool:
        return await self.before.has(sha256) or await self.bucket.has(_key(sha256))

    async def read(self, sha256: str, bytes_max: int = _FILE_BYTES_MAX) -> IO[bytes] | None:
        """Through a file without a name, so that little is in memory."""
        if (here := await self.before.read(sha256)) is not None:
            return here
        sink = await asyncio.to_thread(self._sink)
        try:
            if not await self.bucket.get(_key(sha256), sink, bytes_max):
                sink.close()
                return None
            if await asyncio.to_thread(digest_of, sink) != sha256:
                raise BucketError(Trouble.DAMAGED)
        except BaseException as error:
            sink.close()
            if isinstance(error, BucketError) and error.trouble is Trouble.DAMAGED:
                self._tell(sha256)
            raise
        return sink

    async def drop(self, hashes: Collection[str]) -> None:
        await self.before.drop(hashes)
        for sha256 in hashes:
            await self.bucket.drop(_key(sha256))

    async def pages(self) -> AsyncIterator[list[str]]:
        async for page in self.before.pages():
            yield page
        async for keys in self.bucket.pages():
            yield [name for name in (key.rpartition("/")[2] for key in keys) if HASH.fullmatch(name)]

    async def look(self) -> None:
        """Puts a file, reads it and deletes it."""
        await self.bucket.look()
        word, key = secrets.token_bytes(16), f"try/{secrets.token_hex(8)}"
        await self.bucket.put(key, io.BytesIO(word), hashlib.sha256(word).hexdigest())
        if not await self.bucket.get(key, again := io.BytesIO(), len(word)) or again.getvalue() != word:
            raise BucketError(Trouble.DAMAGED)
        await self.bucket.drop(key)

    async def claim(self, site: str) -> None:
        """Two sites in one place would each delete what only the other names."""
        known, word = io.BytesIO(), site.encode()
        try:
            is_there = await self.bucket.get(_SITE, known, _SITE_BYTES_MAX)
        except BucketError as error:
            if error.trouble is not Trouble.DAMAGED:
                raise
            raise BucketError(Trouble.OTHER_SITE, error.said) from None
        if not is_there:
            await self.bucket.put(_SITE, io.BytesIO(word), hashlib.sha256(word).hexdigest())
        elif known.getvalue().strip() != word:
            raise BucketError(Trouble.OTHER_SITE)

    async def aclose(self) -> None:
        await self.bucket.close()

    def _tell(self, sha256: str) -> None:
        if sha256 not in self._told and len(self._told) < _TOLD_MAX:
            self._told.add(sha256)
            log.warning("a photo or paper in the bucket is not what was put there", damaged=len(self._told))

    def _sink(self) -> IO[bytes]:
        self.before.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=self.before.place)


def _key(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


def digest_of(file: IO[bytes]) -> str:
    """SHA-256 of a file that stands at its beginning again afterwards."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_PIECE_BYTES):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
