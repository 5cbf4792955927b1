"""A part of a workbook is read piece by piece, so that others may go on between two pieces."""

from collections.abc import Iterator
from typing import cast

import pytest

from kit.sheets.markup import Reader, pieces
from kit.sheets.troubles import SheetError
from kit.sheets.zipped import Zipped


class Chunks:
    """As `Zipped` gives the bytes of one part."""

    def __init__(self, *chunks: bytes) -> None:
        self._chunks = chunks

    def chunks(self, name: str) -> Iterator[tuple[bytes, int]]:
        assert name == "part"
        for place, chunk in enumerate(self._chunks, 1):
            yield chunk, place


def seen(*chunks: bytes) -> list[tuple[int, int]]:
    """After each piece: how many elements there were, and how deep it is."""
    reader = Reader()
    return [(reader.elements, reader.depth) for _ in pieces(cast("Zipped", Chunks(*chunks)), "part", reader)]


def test_there_is_a_turn_after_each_piece_and_one_at_the_end() -> None:
    assert seen(b"<a><b>", b"</b><c/>", b"</a>") == [(2, 2), (3, 1), (3, 0), (3, 0)]


@pytest.mark.parametrize("part", [b"<a>", b"<a></b>", b"", b"<!DOCTYPE a><a/>"])
def test_what_is_no_whole_element_is_damaged(part: bytes) -> None:
    with pytest.raises(SheetError):
        seen(part)
