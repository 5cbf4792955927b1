"""SQL out of the .sql files beside this module: each statement stands under a line `-- name: NAME`."""

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


@cache
def statements(file: str) -> dict[str, str]:
    parts = _NAME.split(files("thirdring.web").joinpath("sql", file).read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], (text.strip() for text in parts[2::2]), strict=True))
