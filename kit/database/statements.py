"""SQL lives in .sql files, as named statements: `-- name: what_it_is` begins one, a comment says what it is for.

A statement has its values by place (`$1`) or by name (`:opened_at`), not both. What it has of a whole row is made from
the fields of its dataclass: `{ticket.columns}`, `{ticket.values}` (`:number, :version …`) and `{ticket.assignments}`
(`version = :version …`). Of many rows at once there are `{call.arrays}` and `{call.excluded}`: `kit.database.batch`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kit.database.batch import Batch
from kit.database.columns import Columns

_STATEMENT = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)
_PART = re.compile(r"\{(\w+)\.(columns|values|assignments|arrays|excluded)\}")
_BY_NAME = re.compile(r"(?<![:\w]):([a-z]\w*)")


class Statements(dict[str, str]):
    """The texts as PostgreSQL takes them, by the statements' names."""

    def __init__(self, file: Path, texts: Mapping[str, str]) -> None:
        self.file = file
        self._values: dict[str, list[str]] = {}
        for name, text in texts.items():
            values = self._values[name] = list(dict.fromkeys(_BY_NAME.findall(text)))
            self[name] = _with_places(text, values)

    def filled(self, name: str, row: Mapping[str, Any] | None = None, /, **more: Any) -> list[Any]:
        """The text and its values in their places: what the driver is called with."""
        values = {**(row or {}), **more}
        return [self[name], *(values[value] for value in self._values[name])]


def _with_places(text: str, values: list[str]) -> str:
    return _BY_NAME.sub(lambda found: f"${values.index(found[1]) + 1}", text)


def read_statements(file: Path, **rows: Columns[Any] | Batch[Any]) -> Statements:
    """Raises ValueError where a name comes twice, there is text before the first name, or values stand by place and by
    name in one statement."""
    before, *parts = _STATEMENT.split(file.read_text(encoding="utf-8"))
    if before.strip():
        raise ValueError(f"{file.name}: text before the first `-- name:`")
    texts = {}
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        if name in texts:
            raise ValueError(f"{file.name}: a name comes twice")
        texts[name] = _PART.sub(lambda found: rows[found[1]].parts[found[2]], text.strip())
        if _BY_NAME.search(texts[name]) and "$1" in texts[name]:
            raise ValueError(f"{file.name}: {name} has values by place and by name")
    return Statements(file, texts)
