"""How the link notices that nobody is there any more, and comes back."""

import asyncio

import pytest

from telephony.ami.inbox import Inbox
from telephony.ami.link import Patience
from tests.asterisk import of_channel
from tests.integration.ami.scripted import END, HANGUP, SOON, Peer, Sleeps, scene, serve

ALERT = Patience(connect_seconds=SOON, answer_seconds=SOON, quiet_seconds=0.05, alive_seconds=0.1)


async def test_a_cut_in_mid_event_is_a_link_down_and_no_half_event() -> None:
    async def cuts(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await peer.send(of_channel("Newchannel") + END + b"Event: Hangup\r\nUniq")

    async with scene(cuts, serve) as it:
        names = [*await it.names_until("LinkDown"), *await it.names_until("QueueStatusComplete")]
        assert names[names.index("Newchannel") :] == [
            *("Newchannel", "LinkDown", "LinkUp"),
            *("Status", "CoreShowChannel", "CoreShowChannelsComplete", "QueueStatusComplete"),
        ]
        assert it.diary.down == ["the PBX closed the connection"]


async def test_a_reset_connection_is_a_link_down() -> None:
    async def resets(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        peer.reader.feed_eof()
        peer.writer.transport.abort()

    async with scene(resets, serve) as it:
        await it.event("LinkDown")
        await it.event("LinkUp")


async def test_a_half_open_link_is_noticed_by_a_ping_without_answer() -> None:
    async def loses_power(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await peer.expect("Ping")
        await peer.stay_silent()

    async with scene(loses_power, serve, patience=ALERT) as it:
        assert "left a Ping without answer" in (await it.event("LinkDown")).headers["Reason"]
        await it.event("LinkUp")


async def test_a_quiet_pbx_that_answers_its_pings_is_left_in_peace() -> None:
    async def quiet(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        for _ in range(5):
            await peer.answer(await peer.expect("Ping"), Ping="Pong")
        await peer.send(HANGUP + END)
        await peer.until_gone()

    async with scene(quiet, patience=Patience(SOON, SOON, 0.01, SOON)) as it:
        await it.event("Hangup")
        assert it.diary.down == []


@pytest.mark.alone
async def test_events_are_a_sign_of_life_even_without_an_answer_to_the_ping() -> None:
    async def busy(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await peer.expect("Ping")
        for _ in range(30):
            await peer.send(b"Event: CEL" + END)
            await asyncio.sleep(0.01)
        await peer.send(HANGUP + END)
        await peer.until_gone()

    async with scene(busy, patience=ALERT) as it:
        await it.event("Hangup")
        assert it.diary.down == []


async def test_a_link_that_is_held_back_does_not_take_the_silence_for_death() -> None:
    inbox = Inbox(limit_frames=4)
    async with scene(serve, patience=ALERT, inbox=inbox) as it:
        await it.until(lambda: inbox.full)
        await asyncio.sleep(5 * (ALERT.quiet_seconds + ALERT.alive_seconds))
        assert it.diary.down == []
        await it.event("QueueStatusComplete")


async def test_no_new_connection_is_made_while_nobody_takes_what_the_last_one_brought() -> None:
    async def brief(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()

    inbox = Inbox(limit_frames=6)  # full with the LinkDown
    async with scene(brief, serve, inbox=inbox) as it:
        await it.until(lambda: it.sleeps.seconds)
        await asyncio.sleep(0.05)
        assert len(it.pbx.peers) == 1
        await it.event("LinkDown")
        await it.event("LinkUp")
        assert len(it.pbx.peers) == 2


async def test_a_restarted_pbx_is_found_again_with_a_new_snapshot() -> None:
    async with scene(serve) as it:
        await it.event("QueueStatusComplete")
        await it.pbx.stop()
        await it.event("LinkDown")
        await it.pbx.start()
        await it.event("LinkUp")
        await it.event("QueueStatusComplete")
        assert it.link.stats.connects == 2
        assert it.link.stats.failures >= 1


async def test_a_pbx_that_lets_in_and_cuts_at_once_is_no_storm() -> None:
    async def lets_in(peer: Peer) -> None:
        await peer.let_in()

    async with scene(lets_in, sleeps=Sleeps(most=8)) as it:
        await it.until(lambda: len(it.sleeps.seconds) == 8)
        assert it.sleeps.seconds[7] > 10
