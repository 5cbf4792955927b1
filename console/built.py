"""The script and style of the pages, built from `assets/` by `./run setup`: what to serve, under which name."""

import gzip
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("assets") / "built"
_TYPES = {".js": "text/javascript", ".css": "text/css"}


class Built(NamedTuple):
    """`names` says what a file such as `console.css` is called, with a hash of its content; empty: nothing is built."""

    names: Mapping[str, str]

    def path(self, name: str) -> str:
        return f"/built/{self.names.get(name, name)}"


class File(NamedTuple):
    content: bytes
    media_type: str
    packed: bytes  # with gzip


@cache
def built() -> Built:
    try:
        return Built(json.loads((FOLDER / "names.json").read_text("utf-8")))
    except FileNotFoundError:
        return Built({})


@cache
def file_of(hashed: str) -> File | None:
    """None: there is no such file. Only names of the list are looked for."""
    if hashed not in built().names.values():
        return None
    content = (FOLDER / hashed).read_bytes()
    return File(content, _TYPES[Path(hashed).suffix], gzip.compress(content, mtime=0))
