"""The kind of a file by its first bytes. Its name and what its sender says do not count."""

from collections.abc import Mapping
from enum import StrEnum

from kit.refusals import RefusedError

HEAD_BYTES = 64


class Kind(StrEnum):
    """As it is kept."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"


class Sent(StrEnum):
    """As it comes."""

    JPEG = "jpeg"
    PNG = "png"
    HEIC = "heic"
    PDF = "pdf"


MEDIA_TYPES: Mapping[Kind, str] = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.PDF: "application/pdf",
}
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


class KindError(RefusedError):
    status = 415

    def __init__(self) -> None:
        super().__init__("This is no JPEG, PNG or HEIC picture and no PDF: send one of these.")


def kind_of(head: bytes) -> Sent:
    """Raises KindError."""
    if head.startswith(b"\xff\xd8\xff"):
        return Sent.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Sent.PNG
    if head.startswith(b"%PDF-"):
        return Sent.PDF
    if head[4:8] == b"ftyp" and _HEIC_BRANDS & {head[at : at + 4] for at in (8, *range(16, HEAD_BYTES, 4))}:
        return Sent.HEIC
    raise KindError
