"""Photos and papers in a backup: a tar for each of their folders, such as `files/ab.tar`, each of few of all bytes."""

import asyncio
import hashlib
import os
import re
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, NamedTuple

from kit.buckets.troubles import BucketError, Trouble
from kit.i18n import _
from thirdring.backup import BackupError
from thirdring.backup.archive import ArchiveReader, ArchiveWriter
from thirdring.backup.manifest import FILES, Part
from ticketing.files.in_bucket import digest_of
from ticketing.files.keeping import Keeping

_NAME = re.compile(r"[0-9a-f]{64}")
_CHUNK_BYTES = 1 << 20


class CopiedFiles(NamedTuple):
    parts: list[Part]
    damaged: int  # left out: a restore would refuse them


async def copy_files(kept: Keeping, archive: ArchiveWriter, told: Callable[[int, int], None]) -> CopiedFiles:
    """What is removed meanwhile is left out. `told` hears how many folders are done, of how many.

    Raises BucketError.
    """
    shards = await _shards(kept)
    parts, damaged = [], 0
    for done, (name, hashes) in enumerate(sorted(shards.items()), start=1):
        with archive.new_scratch() as scratch, tarfile.open(fileobj=scratch, mode="w") as tar:
            for sha256 in sorted(hashes):
                damaged += not await _copied(kept, sha256, tar)
        parts.append(await asyncio.to_thread(archive.add_scratch, f"{FILES}/{name}.tar"))
        told(done, len(shards))
    return CopiedFiles(parts, damaged)


async def _copied(kept: Keeping, sha256: str, tar: tarfile.TarFile) -> bool:
    """False: it is not what its name says."""
    try:
        source = await kept.read(sha256)
    except BucketError as error:
        if error.trouble is not Trouble.DAMAGED:
            raise
        return False
    return source is None or await asyncio.to_thread(_add, tar, sha256, source)


async def _shards(kept: Keeping) -> Mapping[str, set[str]]:
    shards: dict[str, set[str]] = defaultdict(set)
    async for page in kept.pages():
        for sha256 in page:
            shards[sha256[:2]].add(sha256)
    return shards


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes]) -> bool:
    with source:
        if digest_of(source) != name:
            return False
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.fstat(source.fileno()).st_size, 0o600
        tar.addfile(entry, source)
    return True


async def put_files(archive: ArchiveReader, data_dir: Path, kept: Keeping, told: Callable[[int], None]) -> None:
    """Raises BackupError for a file that is not what its name says, BucketError."""
    for part in archive.manifest.files():
        with archive.part(part) as source, tarfile.open(fileobj=source, mode="r:") as tar:
            for name, content in _members(tar):
                await _put(data_dir / FILES, kept, name, content)
        told(part.size_bytes)
    give_to_owner(data_dir)


def give_to_owner(data_dir: Path) -> None:
    """What root has put belongs to who owns the folder."""
    if os.geteuid() == 0:
        owner = data_dir.stat()
        for place in (data_dir / FILES, *(data_dir / FILES).rglob("*")):
            if place.exists():
                os.chown(place, owner.st_uid, owner.st_gid)


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        content = tar.extractfile(member) if member.isfile() and _NAME.fullmatch(member.name) else None
        if content is None:
            raise BackupError(_("{name} is damaged: take another backup.").format(name=member.name))
        yield member.name, content


async def _put(folder: Path, kept: Keeping, name: str, content: IO[bytes]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # noqa: ASYNC240  nothing else runs meanwhile
    with tempfile.NamedTemporaryFile(dir=folder) as sink:
        digest = hashlib.sha256()
        while some := content.read(_CHUNK_BYTES):
            digest.update(some)
            sink.write(some)
        sink.flush()
        if digest.hexdigest() != name:
            raise BackupError(_("{name} is damaged: take another backup.").format(name=name))
        await kept.put(Path(sink.name), name)
