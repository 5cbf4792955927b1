"""Records what a real Asterisk says about every shape: `python -m tests.pbx.record [SHAPE …]` writes tests/captures.

Each shape is played once on a PBX of its own, so that a capture holds nothing but its case: NAME.ami.gz is the wire,
byte for byte, from the banner on; NAME.json is the truth by the phones' own clocks. All numbers are fictional.
"""

import asyncio
import gzip
import json
import sys
from pathlib import Path
from typing import Any

from tests.pbx.lab import Lab, name_calls
from tests.pbx.scene import Shape
from tests.pbx.shapes import SHAPES
from tests.pbx.truth import Truth

CAPTURES = Path(__file__).parent.parent / "captures"
_AT_ONCE = 4


async def record(shape: Shape, seed: int = 1) -> None:
    lab = Lab([shape])
    await lab.open()
    try:
        await lab.observer.snapshot()
        truths = await lab.play(lab.corners[0], seed)
        raw = lab.heard()
        name_calls(lab.frames, truths)
    finally:
        await lab.close()
    write(shape, lab, raw, truths)


def write(shape: Shape, lab: Lab, raw: bytes, truths: list[Truth]) -> None:
    if lab.asterisk.secret.encode() in raw:
        raise AssertionError("the secret is in the capture")
    (CAPTURES / f"{shape.name}.json").write_text(json.dumps(side_of(lab, truths), indent=1) + "\n")
    (CAPTURES / f"{shape.name}.ami.gz").write_bytes(gzip.compress(raw, 9, mtime=0))


def side_of(lab: Lab, truths: list[Truth]) -> dict[str, Any]:
    layout = lab.layout
    return {
        "hotlines": {"numbers": layout.hotline_of_number, "queues": layout.hotline_of_queue},
        "agents": layout.agent_of_device,
        "calls": [truth.as_json() for truth in truths],
    }


async def main(names: list[str]) -> None:
    CAPTURES.mkdir(exist_ok=True)
    limit = asyncio.Semaphore(_AT_ONCE)

    async def one(shape: Shape) -> None:
        async with limit:
            await record(shape)
            print(f"recorded {shape.name}", flush=True)

    done = await asyncio.gather(*(one(s) for s in SHAPES if not names or s.name in names), return_exceptions=True)
    failed = [each for each in done if isinstance(each, BaseException)]
    for each in failed:
        print(f"not recorded: {each!r}", file=sys.stderr)
    sys.exit(bool(failed))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
