"""What a caller hears with the sample configuration: the prompts of make-prompts, in the language of the channel."""

import asyncio
import wave
from pathlib import Path

import pytest

from lab.pbx.rtp import PACKET_BYTES
from tests.pbx.sample import Sample, picked_up, talk
from tests.pbx.scene import answers

pytestmark = pytest.mark.asyncio(loop_scope="module")

LOUD = 528  # as lab.pbx.rtp counts it
SOUNDS = ("callback", "closed", "no-number", "press-1", "rate", "thanks")


def loud_packets(file: Path) -> int:
    """As many as a phone would hear of it."""
    with wave.open(str(file)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
    packets = [samples[at : at + PACKET_BYTES] for at in range(0, len(samples), PACKET_BYTES)]
    return sum(max(map(abs, packet)) >= LOUD for packet in packets)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_prompt_is_spoken(opened: Sample, language: str) -> None:
    spoken = {sound: loud_packets(opened.sound(language, sound)) for sound in SOUNDS}
    assert min(spoken.values()) > 20, spoken


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_caller_is_asked_for_a_rating_and_thanked_in_his_language(site: Sample, language: str) -> None:
    await site.asterisk.cli(f"dialplan set global LANGUAGE {language}")
    try:
        site.agents["1001"].on_call = answers(0.3, sound=True)
        caller = await site.call()
        agent = await picked_up(site.agents["1001"])
        await talk(caller)
        before = caller.rtp.loud
        agent.hang_up()
        question, thanks = (loud_packets(site.sound(language, sound)) for sound in ("rate", "thanks"))
        await site.until_heard(caller, before + int(question * 0.9))
        asked = -1
        while asked != (asked := caller.rtp.loud - before):  # until it is quiet
            await asyncio.sleep(0.5)
        await caller.rtp.digits("4")
        await caller.until_ended()
        thanked = caller.rtp.loud - before - asked
    finally:
        await site.asterisk.cli("dialplan set global LANGUAGE zh")
    assert asked == pytest.approx(question, rel=0.1)
    assert thanked == pytest.approx(thanks, rel=0.1)
    assert (await site.row("select rating from tickets"))["rating"] == 4
