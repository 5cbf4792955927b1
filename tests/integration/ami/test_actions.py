"""What we ask the PBX, and who gets which answer."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from telephony.ami.actions import ActionTimeoutError, AmiError, LinkClosedError, UnsafeHeaderError
from telephony.originate import Originator, Ring
from tests.asterisk import of_channel
from tests.integration.ami.scripted import END, Peer, Scene, Script, scene, serve


def after_snapshot(then: Callable[[Peer], Awaitable[None]]) -> Script:
    async def script(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await then(peer)
        await peer.until_gone()

    return script


async def is_up(it: Scene) -> None:
    await it.event("QueueStatusComplete")


async def test_answers_in_any_order_reach_whoever_asked() -> None:
    async def answers_backwards(peer: Peer) -> None:
        asked = [await peer.hear() for _ in range(3)]
        for action in reversed(asked):
            await peer.send(of_channel("Newstate") + END)
            await peer.answer(action, Message=f"about {action['Channel']}")

    async with scene(after_snapshot(answers_backwards)) as it:
        await is_up(it)
        answers = await asyncio.gather(*(it.link.action({"Action": "Status", "Channel": name}) for name in "abc"))
        assert [answer.message for answer in answers] == ["about a", "about b", "about c"]
        assert all(answer.success for answer in answers)


async def test_a_refusal_is_an_answer() -> None:
    async def refuses(peer: Peer) -> None:
        await peer.answer(await peer.hear(), "Error", Message="Permission denied")

    async with scene(after_snapshot(refuses)) as it:
        await is_up(it)
        answer = await it.link.action({"Action": "Redirect"})
        assert (answer.success, answer.message) == (False, "Permission denied")


async def test_an_answer_that_comes_too_late_is_an_error_and_disturbs_nobody() -> None:
    async def answers_late(peer: Peer) -> None:
        late = await peer.hear()
        await peer.hear()
        await peer.answer(late, Message="late")
        await peer.answer(peer.heard[-1], Message="in time")

    async with scene(after_snapshot(answers_late)) as it:
        await is_up(it)
        with pytest.raises(ActionTimeoutError, match=r"within 0\.02 s"):
            await it.link.action({"Action": "Status"}, within_seconds=0.02)
        assert (await it.link.action({"Action": "Ping"})).message == "in time"
        assert it.link.stats.answers_late == 1
        assert it.link.up


async def test_the_lines_of_a_command_are_joined() -> None:
    async def says_much(peer: Peer) -> None:
        action = (await peer.hear())["ActionID"].encode()
        await peer.send(b"Response: Success\r\nActionID: " + action + b"\r\nOutput: one: 1\r\nOutput: two" + END)

    async with scene(after_snapshot(says_much)) as it:
        await is_up(it)
        assert (await it.link.action({"Action": "Command", "Command": "x"})).headers["Output"] == "one: 1\ntwo"


async def test_variables_of_an_action_may_repeat() -> None:
    async def notes(peer: Peer) -> None:
        await peer.answer(await peer.hear())

    async with scene(after_snapshot(notes)) as it:
        await is_up(it)
        await it.link.action([("Action", "Originate"), ("Variable", "A=1"), ("Variable", "B=名")])
        assert b"Variable: A=1\r\nVariable: B=" + "名".encode() in it.pbx.peers[0].raw


@pytest.mark.parametrize("bad", ["a\rb", "a\nb", "a\r\nAction: Command", "a\0b"])
@pytest.mark.parametrize("where", ["key", "value"])
async def test_line_breaks_and_nul_never_leave_the_house(bad: str, where: str) -> None:
    async with scene(serve) as it:
        await is_up(it)
        with pytest.raises(UnsafeHeaderError) as refused:
            await it.link.action({"Action": "Setvar", bad if where == "key" else "Value": bad})
        assert "Command" not in str(refused.value) or where == "key"
        assert it.link.up
        await it.until(lambda: len(it.pbx.peers[0].heard) == 6)  # the opening, and nothing more


async def test_whom_an_agent_s_phone_shows_begins_no_action_of_its_own() -> None:
    async def notes(peer: Peer) -> None:
        await peer.answer(await peer.hear())

    async with scene(after_snapshot(notes)) as it:
        await is_up(it)
        name = '"\r\nAction: Originate\r\nChannel: Local/1@from-agents\r\n\r\n'
        await Originator(it.link).ring(Ring("PJSIP/1001", "13800000001", 17, "thirdring-outbound", name))
        (heard,) = (each for each in it.pbx.peers[0].heard if each["Action"] == "Originate" or "Channel" in each)
        assert heard["Channel"] == "PJSIP/1001"
        assert heard["CallerID"] == '"Action: Originate Channel: Local/1@from-agents" <13800000001>'


async def test_when_the_connection_ends_whoever_waits_is_told() -> None:
    async def hangs_up(peer: Peer) -> None:
        await peer.hear()
        peer.writer.close()

    async with scene(after_snapshot(hangs_up), serve) as it:
        await is_up(it)
        with pytest.raises(LinkClosedError, match="cannot come any more"):
            await it.link.action({"Action": "Status"})


async def test_without_a_connection_an_action_fails_at_once() -> None:
    async with scene(Peer.stay_silent) as it:
        with pytest.raises(LinkClosedError):
            await it.link.action({"Action": "Status"})


async def test_only_so_many_actions_wait_at_once() -> None:
    async with scene(after_snapshot(Peer.stay_silent)) as it:
        await is_up(it)
        asked = [asyncio.create_task(it.link.action({"Action": "Status"})) for _ in range(1000)]
        await asyncio.sleep(0)
        with pytest.raises(AmiError, match="wait for the PBX already"):
            await it.link.action({"Action": "Status"})
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
