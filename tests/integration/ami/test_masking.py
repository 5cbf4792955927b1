"""Noise is best not sent: filters at the PBX, and what happens where it does not take them."""

from tests.integration.ami.scripted import Peer, Script, scene, serve


def with_filters(version: str, taken: int) -> Script:
    """Takes so many filters and refuses the others."""

    async def script(peer: Peer) -> None:
        await peer.let_in()
        await peer.answer(await peer.expect("CoreSettings"), AsteriskVersion=version)
        while (heard := await peer.hear())["Action"] == "Filter":
            filters = sum(action["Action"] == "Filter" for action in peer.heard)
            await peer.answer(heard, "Success" if filters <= taken else "Error")
        assert heard["Action"] in {"Events", "Logoff"}
        await peer.answer(heard, Events="On")
        await peer.answer(await peer.expect("Status"))
        await peer.answer(await peer.expect("CoreShowChannels"))
        await peer.give_queues(await peer.expect("QueueStatus"))
        await peer.until_gone()

    return script


async def test_a_recent_pbx_filters_by_name_and_header() -> None:
    async with scene(with_filters("22.10.1", 1000), mask_at_source=True) as it:
        await it.event("QueueStatusComplete")
        filters = [action for action in it.pbx.peers[0].heard if action["Action"] == "Filter"]
        assert {"action(include),name(Newchannel),method(none)"} <= {action["MatchCriteria"] for action in filters}
        assert it.diary.advices == []


async def test_an_older_pbx_filters_by_expression() -> None:
    async with scene(with_filters("18.20.0", 1000), mask_at_source=True) as it:
        await it.event("QueueStatusComplete")
        filters = [action for action in it.pbx.peers[0].heard if action["Action"] == "Filter"]
        assert len(filters) == 5  # one for events by name, the others for those of which only some are wanted
        assert "MatchCriteria" not in filters[0]


async def test_a_pbx_that_allows_no_filters_serves_without_and_says_so() -> None:
    async with scene(with_filters("22.10.1", 0), mask_at_source=True) as it:
        await it.event("QueueStatusComplete")
        assert len(it.pbx.peers) == 1
        assert "add system to its write=" in it.diary.advices[0]


async def test_with_half_of_the_filters_taken_the_link_begins_again_without() -> None:
    async with scene(with_filters("22.10.1", 5), serve, mask_at_source=True) as it:
        await it.event("QueueStatusComplete")
        assert len(it.pbx.peers) == 2
        assert not any(action["Action"] == "Filter" for action in it.pbx.peers[1].heard)
