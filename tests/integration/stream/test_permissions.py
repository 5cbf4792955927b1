"""A user of the NATS servers that may use only what docs/scale.md lists, and one that may not."""

import re
from pathlib import Path

import pytest

from lab.nats import cluster
from telephony.stream import line
from telephony.stream.server import connected
from telephony.stream.terms import StreamError
from tests.integration.stream.conftest import Spool, everything, following, forwarding, options, reading, until_sent

PAGE = Path(__file__).parents[3] / "docs/scale.md"


def user(name: str, publish: str, subscribe: str) -> str:
    rights = f"publish: [{publish}], subscribe: [{subscribe}]"
    return f'{{ user: {name}, password: "x", permissions: {{ {rights} }} }}'


def documented(stream: str) -> tuple[str, str]:
    """Of a user, as the page has it."""
    found = re.search(r"publish: \[([^\]]*)\]\s+subscribe: \[([^\]]*)\]", PAGE.read_text(encoding="utf-8"))
    assert found is not None
    return found[1].replace("estate1", stream), found[2].replace("estate1", stream)


async def test_a_user_with_the_subjects_of_the_page_can_forward_and_read_and_not_see_another_stream(
    spool: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users = ", ".join(user(name, *documented(name)) for name in ("east", "west"))
    async with cluster(tmp_path, nodes=1, more=f"authorization {{ users: [{users}] }}") as server:
        wanted = options(server, stream="east", username="east", password="x")
        async with forwarding(spool, wanted) as forwarder:
            await spool.hear(3)
            await until_sent(forwarder, spool)
            async with reading(wanted, spool.journal.identity) as journal, following(journal):
                assert await everything(journal) == await spool.all()
                assert not journal.health.trouble
        monkeypatch.setattr(line, "ANSWER_SECONDS", 0.5)
        async with connected(wanted._replace(username="west")) as stream:
            with pytest.raises(StreamError, match=r"may not publish to \$js\.api\.stream\.info\.east: give"):
                await stream.state()


async def test_rights_for_the_events_alone_are_not_enough_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "ANSWER_SECONDS", 0.5)
    only = user("site", '"thirdring.main.>"', '"thirdring.main.>", "_INBOX.>"')
    async with (
        cluster(tmp_path, nodes=1, more=f"authorization {{ users: [{only}] }}") as server,
        connected(options(server, username="site", password="x")) as stream,
    ):
        with pytest.raises(StreamError, match="may not publish to") as raised:
            await stream.make()
        assert "no NATS server answers" not in str(raised.value)
