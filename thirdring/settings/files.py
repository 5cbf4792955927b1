"""The group of photos and papers."""

from pydantic import Field

from thirdring.settings.bucket import FilesBucket
from thirdring.settings.groups import Group
from ticketing.files.file import Limits


class Files(Group):
    file_bytes_max: int = Field(
        10_000_000,
        ge=100_000,
        le=50_000_000,
        description="Largest photo or paper that is taken, in bytes. A proxy in front has to let it through.",
        examples=[10_000_000],
    )
    total_bytes_max: int = Field(
        20_000_000_000,
        ge=1_000_000,
        description="Bytes of all photos and papers with their thumbnails; then no more are taken.",
        examples=[100_000_000_000],
    )
    of_record_max: int = Field(
        40, ge=1, le=500, description="Files of one ticket, inspection, duty, finding or nonconformity.", examples=[40]
    )
    bucket: FilesBucket = FilesBucket()

    def as_limits(self) -> Limits:
        return Limits(self.file_bytes_max, self.total_bytes_max, self.of_record_max)
