"""How fast a phone in a page is: rings by Dial and by Queue on a real Asterisk, in Chromium with a played microphone.

`./run bench phone` rings the page 20 times each way. Asterisk's own instants (AMI Timestamp) are held against the
page's clock: from the begin of the dial to the ring in the page, from a click on Answer to the first sound, and the
ring that the service has measured against the page's own, from its ring to the answer that it sends. All on one
machine, so by one clock; the browser goes ahead of the machine's other work, where that is allowed.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lab.bench.machine import Meanwhile
from lab.pbx.manager import Manager
from lab.pbx.priority import hurry
from tests.pbx.page_phones import PAGE, PagePhones
from tests.pbx.sample import NUMBER, Sample
from tests.pbx.softphone import Softphone, chromium, make_user, signed_in, url

RINGS, SHORT_RINGS = 20, 4
RING_REACH_MS, SOUND_REACH_MS, RING_APART_REACH_MS = 100.0, 250.0, 50.0
DIALLED = "8002"
_TIMES = """() => {
  const { heardAt, answeredAt } = document.querySelector("[data-phone] audio").dataset;
  return [Number(heardAt), Number(answeredAt)];
}"""
DIAL_LINES = f"exten => {DIALLED},1,Dial(PJSIP/{PAGE},20)\n"
_RING_MS, _PAUSE_SECONDS = 600.0, 0.3
_ANSWER = """async (wait) => {
  await new Promise((done) => setTimeout(done, wait));
  const at = performance.timeOrigin + performance.now();
  document.querySelector("[data-test=phone-answer]").click();
  return at;
}"""


@dataclass
class Measured:
    """In milliseconds."""

    to_ring: list[float] = field(default_factory=list)
    to_sound: list[float] = field(default_factory=list)
    apart: list[float] = field(default_factory=list)

    def missed(self) -> bool:
        return (
            _share(self.to_ring, 0.99) > RING_REACH_MS
            or statistics.median(self.to_sound) > SOUND_REACH_MS
            or max(map(abs, self.apart)) > RING_APART_REACH_MS
        )

    def lines(self) -> list[str]:
        rows = (
            ("AMI ringing → page rings", self.to_ring, f"p99 {RING_REACH_MS:.0f} ms"),
            ("answer → first sound", self.to_sound, f"p50 {SOUND_REACH_MS:.0f} ms"),
            ("measured ring less the page's own", self.apart, f"{RING_APART_REACH_MS:.0f} ms at most"),
        )
        return [
            f"  {name:<34} p50 {statistics.median(times):6.1f}  p99 {_share(times, 0.99):6.1f}  reach: {reach}"
            for name, times, reach in rows
        ]


def _share(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


class Bench:
    def __init__(self, site: Sample, phone: Softphone, heard: Manager) -> None:
        self._site, self._phone, self._heard = site, phone, heard
        self._calls = 0

    async def ring(self, number: str, measured: Measured) -> None:
        self._calls += 1
        caller, since = f"1390000{self._calls:04d}", self._heard.heard
        leg = await self._site.trunk.call(number, f"<sip:{caller}@127.0.0.1>")
        leg.rtp.start()
        await self._phone.is_("ringing")
        rang_at = await self._phone.number_of("rang-at")
        clicked_at = float(await self._phone.page.evaluate(_ANSWER, _RING_MS + 37.0 * (self._calls % 10)))
        await self._phone.is_("talking")
        await self._phone.heard(5)
        sounded_at, answered_at = await self._phone.page.evaluate(_TIMES)
        dialled_at = _stamp_ms(await self._heard.until(_begins_page, since))
        leg.hang_up()
        await self._phone.is_("ready")
        measured.to_ring.append(rang_at - dialled_at)
        measured.to_sound.append(sounded_at - clicked_at)
        measured.apart.append(await self._ring_ms(caller) - (answered_at - rang_at))
        await asyncio.sleep(_PAUSE_SECONDS)

    async def _ring_ms(self, caller: str) -> float:
        row = await self._site.row("select * from calls where caller_raw = $1 and ended_at is not null", caller)
        return float(row["ring_seconds"]) * 1000


def _begins_page(frame: bytes) -> bool:
    return frame.startswith(b"Event: DialBegin\r\n") and f"\r\nDestChannel: PJSIP/{PAGE}-".encode() in frame


def _stamp_ms(frame: bytes) -> float:
    return float(frame.partition(b"\r\nTimestamp: ")[2].partition(b"\r\n")[0]) * 1000


async def measure(folder: Path, rings: int) -> dict[str, Measured]:
    site = Sample(folder, day="*,*,*,*", numbers=DIAL_LINES, pages=PagePhones())
    found = {"Dial": Measured(), "Queue": Measured()}
    try:
        await site.open()
        await make_user(site)
        for desk in ("1001", "1002"):  # the page rings alone, so that the call's ring is its own
            await site.asterisk.cli(f"queue set penalty 1 on PJSIP/{desk} in hotline")
        heard = await Manager.connect(site.asterisk.ports.ami, "thirdring", site.asterisk.secret)
        hurry(os.getpid())
        async with chromium() as browser:
            page = await (await signed_in(browser, site)).new_page()
            await page.goto(f"{url(site)}/desk")
            bench = Bench(site, Softphone(page), heard)
            await Softphone(page).on_duty()
            for _ in range(rings):
                await bench.ring(DIALLED, found["Dial"])
                await bench.ring(NUMBER, found["Queue"])
        await heard.close()
    finally:
        await site.close()
    return found


async def main(rings: int) -> int:
    with tempfile.TemporaryDirectory(prefix="thirdring-phone-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        async with Meanwhile(folder) as meanwhile:
            found = await measure(folder, rings)
    for how, measured in found.items():
        print(f"{how}, {rings} rings, in ms", *measured.lines(), sep="\n")
    print(meanwhile)
    return int(any(measured.missed() for measured in found.values()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rings", type=int, default=RINGS)
    parser.add_argument("--short", action="store_true")
    asked = parser.parse_args()
    raise SystemExit(asyncio.run(main(SHORT_RINGS if asked.short else asked.rings)))
