"""The manifest of a backup, and what follows from it. Pure."""

from collections.abc import Collection
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from kit.i18n import _
from telephony.journal import Checkpoint
from thirdring.backup import BackupError

NAME = "manifest.json"
JOURNAL = "journal.sqlite"
FILES = "files"
FORMAT = 1
_UNPACKED = 8  # so many times as large as in the backup is a table with its indexes
_NEW_CLUSTER_BYTES = 64 << 20
_TO_BEGIN_BYTES = 64 << 20


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Part(_Said):
    """A file of the backup; `table`, `columns` and `rows` where it is one of the database."""

    name: str
    size_bytes: int
    sha256: str
    table: str | None = None
    columns: tuple[str, ...] = ()
    rows: int = 0


class Manifest(_Said):
    """`migrations` made the tables. `applied_position` is the last event of the journal that the tables hold.
    `disk_bytes` is what the tables and their indexes took, 0 where it was not noted yet. `files_in`: the bucket in
    which photos and papers were left. `damaged_files`: how many of them are left out, since they are not what was put
    there."""

    format: int
    thirdring: str
    made_at: str
    migrations: tuple[str, ...]
    applied_position: int
    sequences: dict[str, int]
    parts: tuple[Part, ...]
    disk_bytes: int = 0
    files_in: str = ""
    damaged_files: int = 0

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def size_bytes(self) -> int:
        return sum(part.size_bytes for part in self.parts)

    def wanted_bytes(self, *, with_database: bool) -> int:
        """What a restore takes on the disk of the data folder, and some room to begin with. The database's rows come
        twice, since its write-ahead log holds them too."""
        journal = self.journal()
        tables = sum(part.size_bytes for part in self.parts if part.table is not None)
        database = 2 * (self.disk_bytes or tables * _UNPACKED) + _NEW_CLUSTER_BYTES if with_database else 0
        files = sum(part.size_bytes for part in self.files())
        return (journal.size_bytes if journal else 0) + files + database + _TO_BEGIN_BYTES

    def journal(self) -> Part | None:
        return next((part for part in self.parts if part.name == JOURNAL), None)

    def files(self) -> list[Part]:
        """Photos and papers."""
        return [part for part in self.parts if part.name.startswith(f"{FILES}/")]


class Extent(NamedTuple):
    """The first and the last event that a journal holds; 0 where it holds none."""

    first_position: int
    last_position: int


def read(text: str | bytes, known_migrations: Collection[str]) -> Manifest:
    """Raises BackupError if this version cannot use the backup."""
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError:
        raise BackupError(_("It is no backup of Third Ring, or damaged: its manifest cannot be read.")) from None
    newer = [version for version in manifest.migrations if version not in known_migrations]
    if manifest.format != FORMAT or newer:
        text = _("It was made by a newer Third Ring ({version}): restore it with that version.")
        raise BackupError(text.format(version=manifest.thirdring))
    return manifest


def paired(tables: Checkpoint, journal: Extent, own: Checkpoint) -> Checkpoint:
    """What the copy of the journal is to say is derived, so that it goes on where the tables end.

    A journal that ends before the tables do is not the one they were made from: it was lost and restarted. It keeps
    what it says itself.
    """
    if journal.last_position < tables.derived_position:
        return own
    if journal.first_position > tables.derived_position + 1:
        raise BackupError(
            _(
                "The journal let events go that the database had not when it was read. Try again; if that goes on, "
                "journal.size_bytes_max is too small."
            )
        )
    return tables


def damage(part: Part, size_bytes: int, sha256: str) -> str:
    """What is wrong with a file; '' if nothing is."""
    if (size_bytes, sha256) == (part.size_bytes, part.sha256):
        return ""
    return _("{name} is damaged: take another backup.").format(name=part.name)


def as_json(manifest: Manifest) -> bytes:
    return manifest.model_dump_json(indent=1, exclude_defaults=True).encode() + b"\n"
