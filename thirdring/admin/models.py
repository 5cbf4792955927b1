"""What the API tells an admin about the service itself."""

from typing import Literal

from pydantic import Field

from kit.http.out import Out, Seconds
from kit.http.wire import Instant
from thirdring.doctor.finding import Weight
from thirdring.settings.shown import Source


class LinkOut(Out):
    pbx: str
    up: bool
    reason: str = Field(description="If not up: what is wrong and what to do")
    connects: int = Field(description="Since the service started")
    waiting_frames: int
    lag_seconds: Seconds = Field(description="Age of the oldest event that is not derived yet")


class JournalOut(Out):
    ok: bool
    reason: str
    first_position: int
    last_position: int
    size_bytes: int
    unsaved_events: int


class DatabaseOut(Out):
    ok: bool
    reason: str
    embedded: bool
    version: str | None = Field(description="Of PostgreSQL; null: it does not answer")
    size_bytes: int | None
    behind_events: int
    behind_seconds: Seconds


class SystemOut(Out):
    version: str
    started_at: Instant
    now: Instant
    links: list[LinkOut]
    journal: JournalOut
    database: DatabaseOut
    disk_free_bytes: int | None
    disk_total_bytes: int | None
    backup_at: Instant | None = Field(description="When the last one was made; null: none is known")
    purge_at: Instant | None


class SettingOut(Out):
    section: str
    key: str
    value: str | None = Field(description="TOML; null of a secret, and of what is not set")
    is_set: bool
    secret: bool
    source: Source
    description: str


class SettingsOut(Out):
    items: list[SettingOut]


class PbxAskedOut(Out):
    name: str
    answered: bool
    trouble: str = Field(description="Why it could not be asked")


class FindingOut(Out):
    """`lines` belong in `file`, below `section` where there is one."""

    code: str
    weight: Weight
    pbx: str
    text: str
    file: str
    section: str
    lines: list[str]


class ExaminationOut(Out):
    state: Literal["never", "running", "done", "failed"]
    began_at: Instant | None
    limit_seconds: Seconds
    failed: str
    pbxs: list[PbxAskedOut]
    findings: list[FindingOut]
