"""XML of a workbook, read piece by piece and bounded: elements, depth, names, length of one tag.

A workbook has no document type: with one, it could have entities that grow. Expat is the standard library's.
"""

from collections.abc import Iterator, Mapping
from xml.parsers import expat

from kit.sheets.troubles import SheetError, Trouble
from kit.sheets.zipped import Zipped

_ALWAYS_ELEMENTS = 60_000
_ELEMENTS_FOR_EACH_BYTE = 1.2
"""Of the packed part. Sheets have one element for two or three of its bytes, the densest for one."""

_DEPTH_MAX = 64
_NAMES_MAX = 2_000
_TAG_BYTES_MAX = 256 * 1024


class _Names(dict[str, str]):
    """Names without their prefix."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


class Reader:
    """Is told of elements by expat itself, since there are millions: it counts them, and how deep they are."""

    def __init__(self) -> None:
        self.elements = self.depth = 0
        self.names: Mapping[str, str] = _Names()

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.depth += 1

    def say(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        self.depth -= 1


def pieces(zipped: Zipped, name: str, reader: Reader) -> Iterator[None]:
    """Tells the reader of one part, and comes back after each piece. Raises SheetError."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.say
    fed = 0
    try:
        for chunk, packed_bytes in zipped.chunks(name):
            parser.Parse(chunk, False)
            fed += len(chunk)
            _check(parser, reader, fed, packed_bytes)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise SheetError(Trouble.DAMAGED) from None
    yield


def read(zipped: Zipped, name: str, reader: Reader) -> None:
    for _ in pieces(zipped, name, reader):
        pass


def _check(parser: expat.XMLParserType, reader: Reader, fed_bytes: int, packed_bytes: int) -> None:
    """After each piece: within one piece nothing can grow by much."""
    if (
        reader.elements > _ALWAYS_ELEMENTS + _ELEMENTS_FOR_EACH_BYTE * packed_bytes
        or reader.depth > _DEPTH_MAX
        or fed_bytes - parser.CurrentByteIndex > _TAG_BYTES_MAX
        or len(parser.intern) > _NAMES_MAX
    ):
        raise SheetError(Trouble.BOMB)


def _refuse(*_: object) -> None:
    raise SheetError(Trouble.BOMB)
