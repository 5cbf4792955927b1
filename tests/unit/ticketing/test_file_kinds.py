"""What a file is, told by its first bytes."""

import pytest

from ticketing.files.kinds import MEDIA_TYPES, Kind, KindError, Sent, kind_of

_SIZE = b"\0\0\0\x20"
_FAR = _SIZE + b"ftyp" + b"xxxx\0\0\0\0"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0", Sent.JPEG),
        (b"\x89PNG\r\n\x1a\n\0", Sent.PNG),
        (b"%PDF-1.7", Sent.PDF),
        *[
            (_SIZE + b"ftyp" + brand + b"\0\0\0\0", Sent.HEIC)
            for brand in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
        ],
        (_FAR + b"heicmif1", Sent.HEIC),
        (_FAR + b"xxxx" * 11 + b"mif1", Sent.HEIC),
    ],
)
def test_the_first_bytes_tell_the_kind(head: bytes, kind: Sent) -> None:
    assert kind_of(head) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\xff\xd8",
        b"GIF89a",
        b"<html>",
        b" %PDF-1.7",
        _SIZE + b"ftypavif",
        _SIZE + b"ftyqheic",
        _SIZE + b"\0ftypheic",
        _SIZE + b"ftyp" + b"xxxx" + b"heic",  # the version of the format, and no brand
        _SIZE + b"ftyp" + b"xxxx" + b"\0\0heic\0\0",
        _FAR + b"xxxx" * 12 + b"heic",
    ],
)
def test_anything_else_is_refused(head: bytes) -> None:
    with pytest.raises(KindError):
        kind_of(head)


def test_each_kind_that_is_kept_has_its_media_type() -> None:
    assert MEDIA_TYPES == {Kind.JPEG: "image/jpeg", Kind.PNG: "image/png", Kind.PDF: "application/pdf"}
