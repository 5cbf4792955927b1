"""SQL lives in .sql files, as named statements: `-- name: what_it_is` begins one, a comment says what it is for."""

import re
from pathlib import Path

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


def read_statements(file: Path) -> dict[str, str]:
    """Raises ValueError where a name comes twice or there is text before the first name."""
    before, *parts = _NAME.split(file.read_text(encoding="utf-8"))
    if before.strip():
        raise ValueError(f"{file.name}: text before the first `-- name:`")
    statements = dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))
    if len(statements) != len(parts) // 2:
        raise ValueError(f"{file.name}: a name comes twice")
    return statements
