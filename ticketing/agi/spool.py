"""What must not be lost while PostgreSQL is away: texts on the local disk, a small file each, oldest first.

A text is there whole or not at all, and it is on the disk when `put` returns. Every method blocks.
"""

import secrets
from pathlib import Path

from kit.files import remove_drafts, whole_file

_ENDING = ".json"


class Spool:
    def __init__(self, folder: Path) -> None:
        """Half a text, left by a process that was killed, was promised to nobody and may hold a number: it goes."""
        self._folder = folder
        remove_drafts(folder)

    def put(self, at_us: int, text: str) -> str:
        """Stores a text and returns its name. Raises OSError if the disk is full or gone."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{at_us:020}-{secrets.token_hex(4)}"
        with whole_file(self._place(name)) as file:
            file.write(text.encode())
        return name

    def names(self) -> list[str]:
        """The names of the stored texts, oldest first."""
        return sorted(file.name.removesuffix(_ENDING) for file in self._folder.glob(f"*{_ENDING}"))

    def read(self, name: str) -> str | None:
        """None where it is gone meanwhile."""
        try:
            return self._place(name).read_text()
        except FileNotFoundError:
            return None

    def remove(self, name: str) -> None:
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        return self._folder / f"{name}{_ENDING}"
