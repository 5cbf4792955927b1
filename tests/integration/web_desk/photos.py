"""Pictures as cameras make them, with their position in them, and other bytes that somebody may send."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image

from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS
from tests.integration.web_desk.conftest import Answer, DeskWeb

HEIC = Path(__file__).with_name("photo.heic").read_bytes()
"""An orange picture, with a camera and a position in it."""
PLACE = b"N31.2304 E121.4737"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def jpeg(width: int = 1200, height: int = 800, colour: str = "red", turned: bool = False) -> bytes:
    """With a comment, a position, and where `turned` the word that it stands on its side."""
    image = Image.new("RGB", (width, height), colour)
    exif = Image.Exif()
    exif[0x010F] = "Camera of Zhang San"
    if turned:
        exif[0x0112] = 6
    gps: Any = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (31.0, 13.0, 49.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=PLACE)
    return out.getvalue()


def png(width: int = 60, height: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (0, 120, 0, 90)).save(out, "PNG")
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 40,000 by 40,000 pixels in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


async def send(web: DeskWeb, data: Any, role: Role = Role.AGENT, token: str = "", **query: str) -> Answer:
    headers = {"Authorization": f"Bearer {token or TOKENS[role]}", "Content-Type": "application/octet-stream"}
    url = f"{web.web.url}/api/v1/files"
    async with web.web.session.post(url, params=query, data=data, headers=headers) as answer:
        return Answer(answer.status, await answer.json(content_type=None), answer.headers)


async def fetched(web: DeskWeb, path: str, role: Role = Role.AGENT) -> tuple[int, bytes, Any]:
    headers = {"Authorization": f"Bearer {TOKENS[role]}"}
    async with web.web.session.get(web.web.url + path, headers=headers) as answer:
        return answer.status, await answer.read(), answer.headers
