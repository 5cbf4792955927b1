"""Records a page that is gone while it rings: `python -m tests.pbx.record_pages` writes tests/captures/page_*.

`page_ghost` is what Asterisk does by itself when the page's socket ends: it rings nobody until the dial times out.
`page_refused` is the same where the service refuses the ring in place of the page. The clocks
of the trunk's phone and of the page are the truth, on one machine.
"""

import asyncio
import gzip
import json
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from lab.pbx.leg import Leg
from lab.pbx.manager import Manager
from telephony.phones.rings import Rings
from tests.pbx.page_phones import AGENT, PAGE, PagePhones
from tests.pbx.record import CAPTURES
from tests.pbx.sample import NUMBER, Sample
from tests.pbx.softphone import Softphone, chromium, make_user, signed_in, url
from tests.pbx.truth import Tried, Truth

CALLER, DESK = "13800000001", "1002"
_GHOST_SECONDS = 3.0


async def record(name: str, folder: Path, *, refused: bool) -> None:
    site = Sample(folder, day="*,*,*,*", pages=PagePhones())
    try:
        await site.open()
        await make_user(site)
        await _recorded(site, name, refused=refused)
    finally:
        await site.close()


async def _recorded(site: Sample, name: str, *, refused: bool) -> None:
    async with chromium() as browser:
        page = await (await signed_in(browser, site)).new_page()
        await page.goto(f"{url(site)}/desk")
        phone = Softphone(page)
        await phone.on_duty()
        await site.asterisk.cli(f"queue pause member PJSIP/{AGENT}")
        await site.asterisk.cli(f"queue set penalty 1 on PJSIP/{DESK} in hotline")
        site.quiet()
        observer = await Manager.connect(site.asterisk.ports.ami, "thirdring", site.asterisk.secret)
        await observer.snapshot()
        with patch.object(Rings, "refusals", Rings.refusals if refused else lambda _rings: []):
            leg = await site.call(CALLER)
            await phone.is_("ringing")
            rang_at_us = round(await phone.number_of("rang-at") * 1000)
            await page.context.set_offline(True)
            gone_at_us = time.time_ns() // 1000
            await asyncio.sleep(_GHOST_SECONDS)
        leg.hang_up()
        await leg.until_ended()
        await asyncio.sleep(1.0)
        linkedid = _linkedid(observer)
        await observer.close()
    raw = bytes(observer.raw)
    if site.asterisk.secret.encode() in raw:
        raise AssertionError("the secret is in the capture")
    call = _truth(leg, rang_at_us, gone_at_us, site.agents[DESK].legs, shape=name, linkedid=linkedid)
    hotlines = {"numbers": {NUMBER: "service"}, "queues": {"hotline": "service"}}
    agents = {f"PJSIP/{AGENT}": AGENT, f"PJSIP/{PAGE}": AGENT, f"PJSIP/{DESK}": DESK}
    side = {"hotlines": hotlines, "agents": agents, "calls": [call]}
    (CAPTURES / f"{name}.json").write_text(json.dumps(side, indent=1) + "\n")
    (CAPTURES / f"{name}.ami.gz").write_bytes(gzip.compress(raw, 9, mtime=0))
    print(f"recorded {name}", flush=True)


def _linkedid(observer: Manager) -> str:
    """Of the caller's channel, which comes first."""
    frame = next(frame for frame in observer.frames if frame.startswith(b"Event: Newchannel\r\n"))
    return frame.partition(b"\r\nLinkedid: ")[2].partition(b"\r\n")[0].decode()


def _truth(leg: Leg, rang_at_us: int, gone_at_us: int, desk: list[Leg], *, shape: str, linkedid: str) -> dict[str, Any]:
    left_at_us = leg.at_us("CANCEL", sent=True) or leg.at_us("BYE", sent=True)
    tried = [
        Tried(f"PJSIP/{PAGE}", "failed", 0, rang_at_us, gone_at_us),
        *(Tried(f"PJSIP/{DESK}", "cancelled", 487, rung.at_us("180", sent=True), left_at_us) for rung in desk),
    ]
    return Truth(
        shape=shape,
        dialled=NUMBER,
        caller=CALLER,
        direction="inbound",
        hotline="service",
        disposition="abandoned",
        agent=None,
        began_at_us=leg.log[0].at_us,
        alerted_at_us=rang_at_us,
        answered_at_us=None,
        ring_ended_at_us=left_at_us,
        attempts=tried,
        phone="trunk",
        linkedid=linkedid,
    ).as_json()


def main() -> None:
    for name, refused in (("page_ghost", False), ("page_refused", True)):
        with tempfile.TemporaryDirectory() as place:
            Path(place).chmod(0o711)
            asyncio.run(record(name, Path(place), refused=refused))


if __name__ == "__main__":
    main()
