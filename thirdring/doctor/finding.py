"""One finding of the doctor."""

from enum import StrEnum
from typing import NamedTuple


class Weight(StrEnum):
    PROBLEM = "problem"  # calls are measured wrongly, or not at all
    HINT = "hint"  # worth knowing; does not change the exit code
    NOT_SEEN = "not_seen"  # could not be looked at; does not change the exit code either


class Finding(NamedTuple):
    """`lines` belong in `file`, below `section` where there is one."""

    code: str
    weight: Weight
    pbx: str  # "" for what concerns all of them
    text: str
    file: str
    section: str
    lines: tuple[str, ...]
