"""A caller's number that holds events, over a real socket: it is counted, told once, and the PBX is asked."""

from tests.asterisk import STRANGER_NUMBER, of_channel
from tests.integration.ami.scripted import END, HANGUP, Peer, scene

BROKEN = of_channel("Newchannel", CallerIDNum=STRANGER_NUMBER)


async def test_a_forged_number_is_set_aside_counted_and_told_once() -> None:
    async def strange(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await peer.send(BROKEN + END + BROKEN + END + HANGUP + END)
        await peer.until_gone()

    async with scene(strange) as it:
        await it.event("QueueStatusComplete")
        event = await it.event("Newchannel")
        assert (event.headers["CallerIDNum"], event.headers["Exten"]) == ("", "8000")
        assert await it.names_until("Hangup") == ["Newchannel", "Hangup"]
        await it.until(lambda: it.diary.forgeries)
        assert it.link.stats.forged == 2
        assert it.diary.forgeries == [2]
        assert it.diary.down == []


async def test_a_broken_event_is_put_together_also_where_nothing_follows() -> None:
    async def strange(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await peer.send_in_bits(BROKEN + END, 40)
        await peer.until_gone()

    async with scene(strange) as it:
        assert (await it.event("Newchannel")).headers["CallerIDNum"] == ""


async def test_after_a_forged_number_the_pbx_is_asked_for_its_channels() -> None:
    async def strange(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await peer.send(BROKEN + END + HANGUP + END)
        while True:
            await peer.answer(await peer.hear())

    async with scene(strange) as it:
        await it.event("LinkCheck")
        peer = it.pbx.peers[0]
        await it.until(lambda: [heard["Action"] for heard in peer.heard].count("CoreShowChannels") == 2)
        assert [heard["Action"] for heard in peer.heard].count("Status") == 2


async def test_action_ids_cannot_be_guessed() -> None:
    async def curious(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await peer.until_gone()

    async with scene(curious) as it:
        await it.event("QueueStatusComplete")
        ids = [heard["ActionID"] for heard in it.pbx.peers[0].heard]
        assert len(set(ids)) == len(ids)
        assert all(len(action_id) == len("thirdring-") + 32 for action_id in ids)
