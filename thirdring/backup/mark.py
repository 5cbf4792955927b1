"""The file that says that a restore is under way: `restore.unfinished`, there from its first change to its last."""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kit.files import save_names, whole_file

NAME = "restore.unfinished"


class Stage(StrEnum):
    """While a site is put aside, what is there is that site's. Afterwards it is the restore's own."""

    PUTTING_ASIDE = "putting aside"
    FILLING = "filling"


class Mark(BaseModel):
    """`restore`: the word of this restore, and of the journal that it makes. `archive`: which backup, by its manifest.
    `aside`: the folder that the site before it is put into."""

    model_config = ConfigDict(frozen=True)

    restore: str
    archive: str
    aside: str = ""
    stage: Stage = Stage.PUTTING_ASIDE

    @property
    def remark(self) -> str:
        """What the restored database says of itself."""
        return f"thirdring restore {self.restore}"


_UNKNOWN = Mark(restore="unknown", archive="")


def read_mark(data_dir: Path) -> Mark | None:
    """None: no restore is under way. A mark that cannot be read says nothing of what is there: that is put aside."""
    try:
        return Mark.model_validate_json((data_dir / NAME).read_bytes())
    except FileNotFoundError:
        return None
    except ValidationError:
        return _UNKNOWN


def write_mark(data_dir: Path, mark: Mark) -> None:
    with whole_file(data_dir / NAME) as file:
        file.write(mark.model_dump_json().encode())


def remove_mark(data_dir: Path) -> None:
    save_names(data_dir)  # all else first
    (data_dir / NAME).unlink(missing_ok=True)
    save_names(data_dir)
