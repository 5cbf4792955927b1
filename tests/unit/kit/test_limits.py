"""How much is taken of what strangers send, written out: whoever changes a limit changes it here as well."""

from pathlib import Path
from types import ModuleType

import pytest

from kit.sheets import files, headers, markup, merges, separated, values, workbook, worksheet, zipped
from kit.sheets.files import read_lines
from kit.sheets.troubles import SheetError
from telephony.agi import greeting, wording
from telephony.ami import frames, shapes

LIMITS: dict[ModuleType, dict[str, float]] = {
    files: {"_FILE_MEGABYTES_MAX": 256, "_ROWS_MAX": 500_000, "_SNIFFED": 65_536},
    headers: {"_LOOKED_AT_LINES": 20},
    markup: {
        "_ALWAYS_ELEMENTS": 60_000,
        "_ELEMENTS_FOR_EACH_BYTE": 1.2,
        "_DEPTH_MAX": 64,
        "_NAMES_MAX": 2_000,
        "_TAG_BYTES_MAX": 262_144,
    },
    merges: {"COLUMNS_MAX": 1_024, "_MERGES_MAX": 1_000_000},
    separated: {"_SNIFFED": 65_536, "_SNIFFED_LINES": 20, "_LINE_LETTERS_MAX": 1_000_000},
    values: {"_FORMAT_LETTERS_MAX": 255},
    workbook: {"_RELATIONS_MAX": 10_000},
    worksheet: {
        "CELL_LETTERS_MAX": 32_767,
        "_CELLS_MAX": 20_000_000,
        "_STRING_BYTES_MAX": 64_000_000,
        "_STRING_BYTES_FOR_EACH": 12,
        "_ROW_MAX": 1_048_576,
    },
    zipped: {
        "CHUNK_BYTES": 65_536,
        "_UNPACKED_BYTES_MAX": 1_000_000_000,
        "_ALWAYS_UNPACKED_BYTES": 24_000_000,
        "_UNPACKED_FOR_EACH_BYTE": 40,
        "_DIRECTORY_BYTES_MAX": 1_000_000,
    },
    frames: {"MAX_FRAME_BYTES": 1_048_576, "_MAX_LEARNED": 1_000},
    shapes: {"_MOST_HEADERS": 120, "_MOST_NAME_CHARS": 60, "_MOST_SHAPES_ALIKE": 6, "_MOST_KINDS": 200},
    greeting: {"_BYTES_MAX": 65_536, "_LINES_MAX": 512},
    wording: {"LINE_BYTES_MAX": 2_000},
}


def test_the_limits_are_these() -> None:
    for module, limits in LIMITS.items():
        assert {name: getattr(module, name) for name in limits} == limits


@pytest.mark.parametrize(
    ("size_bytes", "said"), [(256_000_000, "neither CSV nor xlsx"), (256_000_001, "more than 256 MB")]
)
def test_a_file_of_256_megabytes_is_looked_at(tmp_path: Path, size_bytes: int, said: str) -> None:
    path = tmp_path / "x.csv"
    with path.open("wb") as file:
        file.truncate(size_bytes)
    with pytest.raises(SheetError, match=said):
        list(read_lines(path))
