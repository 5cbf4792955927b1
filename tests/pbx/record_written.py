"""Records what a real Asterisk writes of itself: `python -m tests.pbx.record_written` writes tests/captures/written.

All shapes are played on one PBX, but those that dial digits, which a busy machine loses. rows.gz are its rows (CEL),
log.gz the lines of its log that say who is called and who rings, ami.gz the events that it told meanwhile, calls.json
the truth by the phones' own clocks. All numbers are fictional.
"""

import asyncio
import gzip
import json
from pathlib import Path

from lab.pbx.priority import hurried
from telephony.ami.frames import is_wanted
from telephony.ami.recording import Recording
from telephony.calls.tracker import HANDLED
from telephony.cel.log_lines import tells_ringing
from tests.pbx.lab import Lab, name_calls
from tests.pbx.record import side_of
from tests.pbx.scene import Corner
from tests.pbx.shapes import SHAPES
from tests.pbx.truth import Truth

WRITTEN = Path(__file__).parent.parent / "captures" / "written"
_AT_ONCE = 12


async def main() -> None:
    shapes = [shape for shape in SHAPES if not shape.alone and "digits" not in shape.name]
    lab = Lab(shapes, records=True)
    await lab.open()
    try:
        with hurried():
            truths = await _play(lab)
        await asyncio.sleep(1)  # rows come late
        name_calls(lab.frames, truths)
        log = lab.asterisk.folder / "log"
        rows, lines = (log / "cel-custom" / "thirdring.csv").read_bytes(), (log / "full").read_bytes()
        heard = list(Recording().frames([lab.heard()]))
    finally:
        await lab.close()
    WRITTEN.mkdir(exist_ok=True)
    _put("rows", rows)
    _put("log", b"".join(line for line in lines.splitlines(keepends=True) if tells_ringing(line)))
    _put("ami", b"\r\n\r\n".join(frame for frame in heard if frame is not None and _is_told(frame)))
    (WRITTEN / "calls.json").write_text(json.dumps(side_of(lab, truths), indent=1) + "\n")


async def _play(lab: Lab) -> list[Truth]:
    limit = asyncio.Semaphore(_AT_ONCE)

    async def one(corner: Corner) -> list[Truth]:
        async with limit:
            return await lab.play(corner, 1)

    return [truth for told in await asyncio.gather(*map(one, lab.corners)) for truth in told]


def _is_told(frame: bytes) -> bool:
    return is_wanted(frame) and frame[7 : frame.find(b"\r\n")].decode() in HANDLED and b"\r\nTimestamp: " in frame


def _put(name: str, data: bytes) -> None:
    (WRITTEN / f"{name}.gz").write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    asyncio.run(main())
