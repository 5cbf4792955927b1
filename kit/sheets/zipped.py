"""The parts of a zip file, limited by the bytes really read, because stated sizes may be false."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kit.sheets.troubles import SheetError, Trouble

CHUNK_BYTES = 64 * 1024

_UNPACKED_BYTES_MAX = 1_000_000_000
_ALWAYS_UNPACKED_BYTES = 24_000_000
_UNPACKED_FOR_EACH_BYTE = 40
"""Sheets unpack to 8 to 20 times their size, a bomb to 1,000 times."""

_DIRECTORY_BYTES_MAX = 1_000_000
_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE, _LARGE_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"
_LOCATOR = struct.Struct("<4sLQL")
_LARGE_END = struct.Struct("<4sQ2H2L4Q")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError)


class Zipped:
    """Parts by their names. Raises SheetError, also while a part is read."""

    def __init__(self, packed: zipfile.ZipFile, file: BinaryIO) -> None:
        self._packed, self._file = packed, file
        self._unpacked_bytes: dict[str, int] = {}  # of each part, however often it is read

    def chunks(self, name: str) -> Iterator[tuple[bytes, int]]:
        """Pieces, each with the number of compressed bytes read for this part so far."""
        info = self._packed.NameToInfo.get(name)
        if info is None or info.compress_type not in _METHODS:
            raise SheetError(Trouble.NO_WORKBOOK)
        if info.flag_bits & _ENCRYPTED:
            raise SheetError(Trouble.PASSWORD)
        self._unpacked_bytes[name] = 0
        with self._packed.open(info) as part:
            while chunk := part.read(CHUNK_BYTES):
                packed_bytes = self._file.tell() - info.header_offset
                self._count(name, len(chunk), packed_bytes)
                yield chunk, packed_bytes

    def mentions(self, name: str, word: bytes) -> bool:
        """Whether a part holds a word: quicker to know than to read its XML. A fault is told by a read."""
        before = b""
        with suppress(SheetError, *_DAMAGE):
            for chunk, _packed_bytes in self.chunks(name):
                if word in before + chunk:
                    return True
                before = chunk[-len(word) :]
        return False

    def _count(self, name: str, byte_count: int, packed_bytes: int) -> None:
        self._unpacked_bytes[name] += byte_count
        most = _ALWAYS_UNPACKED_BYTES + _UNPACKED_FOR_EACH_BYTE * packed_bytes
        if sum(self._unpacked_bytes.values()) > min(most, _UNPACKED_BYTES_MAX):
            raise SheetError(Trouble.BOMB)


@contextmanager
def unzipped(path: Path) -> Iterator[Zipped]:
    try:
        with path.open("rb") as file:
            size_bytes = file.seek(0, io.SEEK_END)
            if _directory_bytes(file, size_bytes) > _DIRECTORY_BYTES_MAX:
                raise SheetError(Trouble.BOMB)
            with zipfile.ZipFile(file) as packed:
                yield Zipped(packed, file)
    except _DAMAGE:
        raise SheetError(Trouble.DAMAGED) from None


def _directory_bytes(file: BinaryIO, size_bytes: int) -> int:
    """The size of the list of parts, which zipfile reads as a whole at once. Found in the same way as zipfile does."""
    tail_at = max(0, size_bytes - _END.size - 0xFFFF)
    file.seek(tail_at)
    tail = file.read()
    at = len(tail) - _END.size
    if not (tail.startswith(_END_SIGNATURE, at) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END_SIGNATURE)
    if at < 0:
        raise zipfile.BadZipFile
    directory_bytes: int = _END.unpack_from(tail, at)[5]
    return max(directory_bytes, _large_directory_bytes(file, tail_at + at))


def _large_directory_bytes(file: BinaryIO, end_at: int) -> int:
    """0 where the zip is not of the large kind, which some programs always write."""
    if end_at < _LOCATOR.size:
        return 0
    file.seek(end_at - _LOCATOR.size)
    signature, _disk, _at, _disks = _LOCATOR.unpack(file.read(_LOCATOR.size))
    if signature != _LARGE_LOCATOR or end_at < _LOCATOR.size + _LARGE_END.size:
        return 0
    file.seek(end_at - _LOCATOR.size - _LARGE_END.size)
    size: int = _LARGE_END.unpack(file.read(_LARGE_END.size))[8]
    return size
