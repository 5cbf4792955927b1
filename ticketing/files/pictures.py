"""Makes a picture newly encoded, without what its camera wrote into it, and a thumbnail of it. A program of its own.

A picture is a stranger's data, read by large libraries in C. So it is read in a process that has a little memory and
time, and knows no setting and no secret. It imports nothing of ours.

    python -I pictures.py KIND SOURCE FOLDER

writes `whole` and `small` into FOLDER and prints, as JSON, the kind of `whole` and its size in pixels.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

PIXELS_MAX = 64_000_000  # the cameras of telephones have up to 50 million, and more where they do not add them up
EDGE_MAX, SMALL_EDGE = 4_096, 480
TOO_MANY_PIXELS, UNREADABLE = 3, 4
_MEMORY_BYTES, _SECONDS, _WRITTEN_BYTES = 3 << 29, 20, 1 << 26
_FORMATS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "heic": ("HEIF",)}


def main(kind: str, source: str, folder: str) -> int:
    _bound()
    from PIL import Image

    if kind == "heic":
        import pi_heif

        pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # the check is our own, before a pixel is read
    try:
        with Image.open(source, formats=_FORMATS[kind]) as image:
            if image.width * image.height > PIXELS_MAX:
                return TOO_MANY_PIXELS
            print(json.dumps(_made(image, kind, Path(folder))))
    except Exception:  # noqa: BLE001  whatever a library thinks of a stranger's bytes
        return UNREADABLE
    return 0


def _bound() -> None:
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(10)


def _made(image: Any, kind: str, folder: Path) -> dict[str, Any]:
    from PIL import ImageOps

    image.draft("RGB", (EDGE_MAX, EDGE_MAX))  # a JPEG is read smaller from the start; others ignore it
    image = ImageOps.exif_transpose(image)
    clear = kind == "png" and ("A" in image.getbands() or "transparency" in image.info)
    drawn = image.convert("RGBA" if clear else "RGB")
    drawn.info = {}  # position, camera, comments, profiles: nothing of it is written again
    drawn.thumbnail((EDGE_MAX, EDGE_MAX))
    if kind == "png":
        drawn.save(folder / "whole", "PNG")
    else:
        drawn.save(folder / "whole", "JPEG", quality=85)
    width, height = drawn.size
    drawn.thumbnail((SMALL_EDGE, SMALL_EDGE))
    _on_white(drawn).save(folder / "small", "JPEG", quality=75)
    return {"kind": "png" if kind == "png" else "jpeg", "width": width, "height": height}


def _on_white(image: Any) -> Any:
    from PIL import Image

    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
