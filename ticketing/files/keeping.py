"""Where the bytes of files are kept, each under its SHA-256: what a folder and a bucket have in common."""

from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import IO, Protocol


class Keeping(Protocol):
    """Each may raise OSError or BucketError."""

    @property
    def is_remote(self) -> bool:
        """Whether each look takes a request."""

    async def put(self, file: Path, sha256: str) -> None:
        """`file` has this hash, and stays."""

    async def has(self, sha256: str) -> bool: ...

    async def read(self, sha256: str, bytes_max: int = ...) -> IO[bytes] | None:
        """None: it is not there. Close it. `bytes_max`: as many as its row says, where that is known."""

    async def drop(self, hashes: Collection[str]) -> None: ...

    def pages(self) -> AsyncIterator[list[str]]:
        """The hashes of all that is there, whoever names them."""

    async def look(self) -> None:
        """Raises BucketError where nothing could be kept."""

    async def claim(self, site: str) -> None:
        """It is this site's alone from now on. Raises BucketError where it is another's."""

    async def aclose(self) -> None: ...
