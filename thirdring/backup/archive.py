"""The file of a backup: a tar with a part for each table, the journal, and at its end what it says of itself."""

import contextlib
import hashlib
import io
import os
import secrets
import tarfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import IO

from kit.files import new_file, save_names
from kit.i18n import _
from thirdring.backup import BackupError
from thirdring.backup.manifest import NAME, Manifest, Part, as_json, damage, read

_CHUNK_BYTES = 1 << 20
_MANIFEST_BYTES_MAX = 1 << 20

Told = Callable[[int], None]


class ArchiveWriter:
    """Parts are made in `scratch` and moved in. Nothing is at `target` until `finish`."""

    def __init__(self, target: Path, made_at_seconds: int) -> None:
        self._target = target
        self._made_at_seconds = made_at_seconds
        self._unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        self._file = new_file(self._unfinished)
        self._tar = tarfile.open(fileobj=self._file, mode="w")  # noqa: SIM115  closed by `close`

    @property
    def scratch(self) -> Path:
        """A name for a part in the making."""
        return self._unfinished.with_name(f"{self._unfinished.name}.part")

    def new_scratch(self) -> IO[bytes]:
        return new_file(self.scratch)

    def add_scratch(self, name: str) -> Part:
        """Adds the temporary file as a part and deletes it."""
        with self.scratch.open("rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
            size_bytes = source.tell()
            source.seek(0)
            self._add(name, size_bytes, source)
        self.scratch.unlink()
        return Part(name=name, size_bytes=size_bytes, sha256=digest)

    def finish(self, manifest: Manifest) -> None:
        """Raises FileExistsError if `target` exists by now."""
        text = as_json(manifest)
        self._add(NAME, len(text), io.BytesIO(text))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        os.link(self._unfinished, self._target)
        save_names(self._target.parent)

    def close(self) -> None:
        self._tar.close()
        self._file.close()
        self._unfinished.unlink(missing_ok=True)
        self.scratch.unlink(missing_ok=True)

    def _add(self, name: str, size_bytes: int, source: IO[bytes]) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode, entry.mtime = size_bytes, 0o600, self._made_at_seconds
        self._tar.addfile(entry, source)


class ArchiveReader:
    """`digest` identifies this backup."""

    def __init__(self, tar: tarfile.TarFile, manifest: Manifest, digest: str) -> None:
        self._tar = tar
        self.manifest = manifest
        self.digest = digest

    def part(self, part: Part) -> IO[bytes]:
        return _member(self._tar, part.name)

    def verify(self, told: Told) -> None:
        """Reads the whole archive. Raises BackupError if a part is damaged."""
        for part in self.manifest.parts:
            digest, size_bytes = hashlib.sha256(), 0
            with self.part(part) as source:
                while some := source.read(_CHUNK_BYTES):
                    digest.update(some)
                    size_bytes += len(some)
                    told(len(some))
            if reason := damage(part, size_bytes, digest.hexdigest()):
                raise BackupError(reason)


@contextlib.contextmanager
def reading(file: Path, known_migrations: Collection[str]) -> Iterator[ArchiveReader]:
    """Raises BackupError if the file is not a backup of Third Ring."""
    try:
        tar = tarfile.open(file, "r:")  # noqa: SIM115  closed below
    except tarfile.TarError:
        raise BackupError(_("It is no backup of Third Ring.")) from None
    except OSError as error:
        raise BackupError(f"{error.strerror}.") from None
    with contextlib.closing(tar):
        manifest = _member(tar, NAME).read(_MANIFEST_BYTES_MAX)
        try:
            yield ArchiveReader(tar, read(manifest, known_migrations), hashlib.sha256(manifest).hexdigest())
        except tarfile.TarError:
            raise BackupError(_("It is damaged: take another backup.")) from None


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    try:
        member = tar.extractfile(name)
    except (KeyError, tarfile.TarError):
        member = None
    if member is None:
        raise BackupError(_("It is not whole: {name} is missing. Take another backup.").format(name=name))
    return member
