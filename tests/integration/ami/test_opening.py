"""How a link is opened, and what happens when the PBX does not want it."""

import asyncio
import ssl

import pytest
import trustme

from telephony.ami.link import AmiLink, Outside, Patience, Target
from tests.integration.ami.scripted import END, HANGUP, QUICK, SECRET, SOON, Diary, Peer, Sleeps, scene, serve

HASTY = Patience(connect_seconds=SOON, answer_seconds=0.05, quiet_seconds=SOON, alive_seconds=SOON)


async def test_the_secret_is_not_sent_where_the_pbx_offers_a_challenge() -> None:
    async with scene(serve) as it:
        await it.event("LinkUp")
        (peer,) = it.pbx.peers
        assert SECRET.encode() not in peer.raw
        assert peer.heard[1]["Key"] == "acda507fe93a0a89a4e488dd6fb73b26"


async def test_a_pbx_without_challenge_gets_a_plain_login() -> None:
    async def old_pbx(peer: Peer) -> None:
        await peer.greet()
        await peer.answer(await peer.expect("Challenge"), "Error", Message="Invalid/unknown command")
        login = await peer.expect("Login")
        assert (login["Username"], login["Secret"]) == ("thirdring", SECRET)
        await peer.answer(login)
        await peer.give_snapshot()
        await peer.until_gone()

    async with scene(old_pbx) as it:
        await it.event("QueueStatusComplete")


async def test_a_snapshot_follows_every_link_up_and_nothing_comes_before() -> None:
    async def talkative(peer: Peer) -> None:
        await peer.greet()
        await peer.send(b"Event: Hangup\r\nToo: early\r\n\r\n")
        await peer.answer(await peer.expect("Challenge"), Challenge="4711")
        await peer.answer(await peer.expect("Login"))
        await peer.give_snapshot()
        await peer.until_gone()

    async with scene(talkative) as it:
        names = await it.names_until("QueueStatusComplete")
        assert names == ["LinkUp", "Status", "CoreShowChannel", "CoreShowChannelsComplete", "QueueStatusComplete"]
        assert it.link.up
        assert it.diary.up == ["Asterisk Call Manager/11.0.0"]


async def test_the_link_is_up_when_the_pbx_has_said_that_it_sends_events_and_nothing_between_is_lost() -> None:
    """What the PBX has written of a gap is read up to LinkUp: what is neither read nor heard would be missing."""
    asked, on = asyncio.Event(), asyncio.Event()

    async def slow(peer: Peer) -> None:
        await peer.let_in()
        action = await peer.expect("Events")
        asked.set()
        await on.wait()
        said = f"Response: Success\r\nActionID: {action['ActionID']}\r\nEvents: On".encode()
        await peer.send(said + END + HANGUP + END)
        await peer.give_list()
        await peer.until_gone()

    async with scene(slow) as it:
        await asked.wait()
        assert (it.link.up, it.link.inbox.depth) == (False, 0)
        on.set()
        names = await it.names_until("QueueStatusComplete")
        assert names[:3] == ["LinkUp", "Hangup", "Status"]


async def test_a_pbx_that_does_not_say_whether_it_sends_events_is_given_up() -> None:
    async def forgetful(peer: Peer) -> None:
        await peer.let_in()
        await peer.until_gone()

    async with scene(forgetful, serve, patience=HASTY) as it:
        await it.event("LinkUp")
        assert it.diary.retries == ["The PBX did not answer within 0.05 s."]


async def test_a_refused_login_is_told_clearly_and_tried_again_slowly() -> None:
    async def refuses(peer: Peer) -> None:
        await peer.greet()
        await peer.answer(await peer.expect("Challenge"), Challenge="4711")
        await peer.answer(await peer.expect("Login"), "Error", Message="Authentication failed")
        await peer.until_gone()

    async with scene(refuses, sleeps=Sleeps(most=4)) as it:
        await it.until(lambda: len(it.sleeps.seconds) == 4)
        assert len(it.pbx.peers) == 4
        assert it.link.stats.logins_refused == 4
        assert all(seconds >= 30 for seconds in it.sleeps.seconds)
        assert it.sleeps.seconds[-1] > it.sleeps.seconds[0]
        assert "refused the login of AMI user 'thirdring'" in it.diary.retries[0]
        assert not any(SECRET in text for text in it.diary.retries)
        assert it.link.inbox.depth == 0


async def test_a_port_that_says_nothing_is_given_up() -> None:
    async with scene(Peer.stay_silent, serve, patience=HASTY) as it:
        await it.event("LinkUp")
        assert "No AMI greeting within 0.05 s" in it.diary.retries[0]


async def test_a_port_that_speaks_something_else_is_given_up_at_once() -> None:
    async def ssh(peer: Peer) -> None:
        await peer.send(b"SSH-2.0-OpenSSH_9.2\r\n")
        await peer.until_gone()

    async def endless(peer: Peer) -> None:
        await peer.send(b"x" * 100_000)
        await peer.until_gone()

    async with scene(ssh, endless, serve) as it:
        await it.event("LinkUp")
        assert ["is no AMI" in text for text in it.diary.retries] == [True, True]


async def test_a_pbx_that_is_too_old_is_refused_plainly() -> None:
    async def old(peer: Peer) -> None:
        await peer.send(b"Asterisk Call Manager/1.3\r\n")
        await peer.until_gone()

    async with scene(old, serve) as it:
        await it.event("LinkUp")
        assert "The oldest version that can be measured is Asterisk 13." in it.diary.retries[0]


async def test_a_greeting_in_pieces_is_a_greeting() -> None:
    async def slow(peer: Peer) -> None:
        await peer.send_in_bits(b"Asterisk Call ", 1)
        await peer.send_in_bits(b"Manager/11.0.0\r\n", 1)
        await peer.answer(await peer.expect("Challenge"), Challenge="4711")
        await peer.answer(await peer.expect("Login"))
        await peer.give_snapshot()
        await peer.until_gone()

    async with scene(slow) as it:
        await it.event("QueueStatusComplete")


async def test_a_pbx_that_closes_at_accept_is_no_storm() -> None:
    async def closes(peer: Peer) -> None:
        pass

    async with scene(closes, sleeps=Sleeps(most=12)) as it:
        await it.until(lambda: len(it.sleeps.seconds) == 12)
        assert "permit" in it.diary.retries[0]
        assert it.sleeps.seconds[0] < 1 < 15 <= it.sleeps.seconds[-1] <= 30
        assert len(set(it.sleeps.seconds)) == 12  # by chance, so that many links do not come back together


async def test_a_pbx_that_is_not_there_is_tried_again() -> None:
    async with scene(serve) as it:
        await it.event("LinkUp")
        await it.pbx.stop()
        await it.until(lambda: len(it.diary.retries) > 2)
        assert f"127.0.0.1 port {it.pbx.port} cannot be reached" in it.diary.retries[-1]
        await it.pbx.start()
        await it.event("LinkUp")
        assert it.link.stats.connects == 2


async def test_a_host_that_can_be_no_name_is_said_so() -> None:
    diary, sleeps = Diary(), Sleeps(most=1)
    link = AmiLink(Target("pbx..example", 5038, "thirdring", SECRET), outside=Outside(diary, sleep=sleeps))
    running = asyncio.create_task(link.run())
    async with asyncio.timeout(SOON):
        while not sleeps.seconds:
            await asyncio.sleep(0.01)
    running.cancel()
    assert "pbx..example port 5038 cannot be reached" in diary.retries[0]


async def test_a_pbx_that_keeps_its_events_off_is_reported() -> None:
    async def mute(peer: Peer) -> None:
        await peer.let_in()
        await peer.answer(await peer.expect("Events"), Events="Off")
        await peer.answer(await peer.expect("Status"))
        await peer.answer(await peer.expect("CoreShowChannels"))
        await peer.answer(await peer.expect("QueueStatus"))
        await peer.until_gone()

    async with scene(mute) as it:
        await it.until(lambda: it.diary.advices)
        assert "read = system,call,agent,dialplan" in it.diary.advices[0]
        assert it.link.up


async def test_a_pbx_without_queues_still_ends_its_snapshot() -> None:
    async def no_queues(peer: Peer) -> None:
        await peer.let_in()
        await peer.answer(await peer.expect("Events"), Events="On")
        await peer.answer(await peer.expect("Status"))
        await peer.answer(await peer.expect("CoreShowChannels"))
        await peer.send(b"Event: CoreShowChannelsComplete\r\n\r\n")
        await peer.answer(await peer.expect("QueueStatus"), "Error", Message="Invalid/unknown command")
        await peer.until_gone()

    async with scene(no_queues) as it:
        assert (await it.event("QueueStatusComplete")).headers["Reason"].startswith("The PBX does not tell its queues")


async def test_a_pbx_that_does_not_list_its_channels_is_reported_and_never_said_to_have_none() -> None:
    async def secretive(peer: Peer) -> None:
        await peer.let_in()
        await peer.answer(await peer.expect("Events"), Events="On")
        await peer.answer(await peer.expect("Status"))
        await peer.answer(await peer.expect("CoreShowChannels"), "Error", Message="Permission denied")
        await peer.give_queues(await peer.expect("QueueStatus"))
        await peer.until_gone()

    async with scene(secretive) as it:
        assert await it.names_until("QueueStatusComplete") == ["LinkUp", "QueueStatusComplete"]
        await it.until(lambda: it.diary.advices)
        assert "reporting" in it.diary.advices[0]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def pbx_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


async def test_a_link_over_tls(authority: trustme.CA, pbx_tls: ssl.SSLContext) -> None:
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with scene(serve, tls=(pbx_tls, trusting)) as it:
        await it.event("QueueStatusComplete")


async def test_a_certificate_nobody_vouches_for_is_refused(pbx_tls: ssl.SSLContext) -> None:
    async with scene(serve, tls=(pbx_tls, ssl.create_default_context()), sleeps=Sleeps(most=2)) as it:
        await it.until(lambda: it.diary.retries)
        assert "no TLS that can be trusted" in it.diary.retries[0]
        assert "certificate verify failed" in it.diary.retries[0]
        assert not it.pbx.peers


@pytest.mark.parametrize("stage", ["Challenge", "Login"])
async def test_a_pbx_that_falls_silent_during_the_login_is_given_up(stage: str) -> None:
    async def falls_silent(peer: Peer) -> None:
        await peer.greet()
        while (heard := await peer.hear())["Action"] != stage:
            await peer.answer(heard, Challenge="4711")
        await peer.until_gone()

    async with scene(falls_silent, serve, patience=HASTY) as it:
        await it.event("LinkUp")
        assert it.diary.retries == ["The PBX did not answer within 0.05 s."]


async def test_stopping_says_goodbye_and_writes_the_end_of_the_link() -> None:
    async with scene(serve, patience=QUICK) as it:
        await it.event("QueueStatusComplete")
    assert (await it.event("LinkDown")).headers["Reason"] == "the link was stopped"
    assert not it.link.up
    (peer,) = it.pbx.peers
    await asyncio.sleep(0)
    assert peer.heard[-1]["Action"] == "Logoff"
