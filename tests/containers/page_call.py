"""Run where a browser is: a real one, with a tone as its microphone, calls a number by the phone in its page."""

import asyncio

from tests.pbx.softphone import Softphone, chromium, signed_in_at

PACKETS = 100


async def call(place: str, number: str) -> None:
    """Says so once it has heard a sound."""
    async with chromium(f"--unsafely-treat-insecure-origin-as-secure={place}") as browser:
        context = await signed_in_at(browser, place)
        page = await context.new_page()
        await page.goto(f"{place}/desk")
        phone = Softphone(page)
        await phone.on_duty()
        await phone.to(number)
        await phone.press("call")
        await phone.is_("talking")
        await phone.heard(PACKETS)
        await phone.hears_a_sound()
        print("heard")


def main(place: str, number: str) -> None:
    asyncio.run(call(place, number))
