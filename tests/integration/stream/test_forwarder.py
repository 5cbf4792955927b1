"""What a forwarder sends, and what it does when it is killed, doubled or refused."""

import asyncio
import random
import stat
from pathlib import Path
from typing import Any

import pytest
from nats.js.api import DiscardPolicy

from lab.nats import NatsCluster, cluster
from telephony.stream import line
from telephony.stream.forwarder import Forwarder
from telephony.stream.message import decode, subject_of
from telephony.stream.server import Stream, connected
from telephony.stream.status import NAME, forwarded_position, read
from telephony.stream.terms import Options, StreamError
from tests.integration.stream.conftest import (
    Said,
    Spool,
    everything,
    following,
    forwarding,
    options,
    reading,
    sequences,
    until,
    until_sent,
)


async def changed(stream: Stream, **config: Any) -> None:
    """As an administrator does it."""
    jet = stream._line._jet
    info = await jet.stream_info(stream.options.stream)
    await jet.update_stream(info.config.evolve(**config))


async def test_what_is_on_this_disk_is_read_elsewhere_with_the_same_positions_times_and_bytes(
    spool: Spool, server: NatsCluster
) -> None:
    await spool.hear(20)
    async with forwarding(spool, options(server)) as forwarder:
        await until_sent(forwarder, spool)
        async with reading(options(server), spool.journal.identity) as journal:
            assert journal.next_position == spool.journal.next_position
            assert await everything(journal) == await spool.all()
            for position in (2, 17, 40, 60):
                assert (await journal.read(position))[0].position == position
            assert await journal.read(61) == []


async def test_what_is_heard_is_read_live(spool: Spool, server: NatsCluster) -> None:
    await spool.hear()
    async with forwarding(spool, options(server)) as forwarder:
        await until_sent(forwarder, spool)
        async with reading(options(server), spool.journal.identity) as journal, following(journal) as live:
            await spool.hear(50)

            async def all_live() -> bool:
                return len(live) == 150

            await until(all_live)
            assert live == (await spool.all())[3:]


async def test_a_forwarder_that_is_killed_at_any_moment_loses_and_doubles_nothing(
    spool: Spool, server: NatsCluster
) -> None:
    moments = random.Random(20261130)
    for _ in range(12):
        async with forwarding(spool, options(server)):
            await spool.hear(10)
            await asyncio.sleep(moments.random() * 0.06)
    async with forwarding(spool, options(server)) as forwarder:
        await until_sent(forwarder, spool)
    async with reading(options(server), spool.journal.identity) as journal:
        assert await everything(journal) == await spool.all()
        assert journal.missing_events == 0


async def test_two_forwarders_of_one_journal_send_each_message_once(spool: Spool, server: NatsCluster) -> None:
    wanted = options(server)
    async with forwarding(spool, wanted) as one, forwarding(spool, wanted) as other:
        for _ in range(30):
            await spool.hear(2)
            await asyncio.sleep(0.01)
        await until_sent(one, spool)
        await until_sent(other, spool)
    async with connected(wanted) as stream, reading(wanted, spool.journal.identity) as journal:
        assert await everything(journal) == await spool.all()
        subject, last = subject_of("thirdring", "main", spool.journal.identity), 0
        for sequence in await sequences(stream, subject):
            stored = await stream.next(subject, sequence)
            assert stored is not None
            message = decode(stored.content)
            assert message.after == last
            last = message.last


async def test_sites_share_a_stream_and_each_reads_its_own(tmp_path: Path, server: NatsCluster) -> None:
    east, west = (Spool(tmp_path / name) for name in ("east", "west"))
    async with (
        forwarding(east, options(server, site="east")) as one,
        forwarding(west, options(server, site="west")) as other,
    ):
        for _ in range(10):
            await east.hear(3)
            await west.hear(2)
        await until_sent(one, east)
        await until_sent(other, west)
    for site, spool in (("east", east), ("west", west)):
        async with reading(options(server, site=site), spool.journal.identity) as journal:
            assert await everything(journal) == await spool.all()
            assert (await journal.read(20))[0].position == 20
        await spool.journal.close()


async def test_a_full_stream_gives_up_nothing_and_is_told_and_goes_on_when_it_has_room(
    spool: Spool, server: NatsCluster
) -> None:
    wanted = options(server, size_bytes_max=20_000)
    async with forwarding(spool, wanted) as forwarder:
        for _ in range(100):
            await spool.hear(5)
            if forwarder.status.full:
                break
            await asyncio.sleep(0.02)

        async def is_told() -> bool:
            said = read(spool.folder)
            return said is not None and said.full and "give it more room" in said.trouble

        await until(is_told)
        async with connected(wanted) as stream:
            first = (await stream.state()).first_sequence
            assert first == 1  # nothing old was given up
            await changed(stream, max_bytes=1 << 20)
        await spool.hear(5)
        await until_sent(forwarder, spool)
        assert not forwarder.status.full
    async with reading(wanted, spool.journal.identity) as journal:
        assert await everything(journal) == await spool.all()


async def test_it_says_how_far_it_is_in_a_file_that_is_its_owners(spool: Spool, server: NatsCluster) -> None:
    await spool.hear(4)
    async with forwarding(spool, options(server)):

        async def is_said() -> bool:
            return forwarded_position(spool.folder, spool.journal.identity) == 12

        await until(is_said)
    assert stat.S_IMODE((spool.folder / NAME).stat().st_mode) == 0o600
    assert forwarded_position(spool.folder, "another") == 0


async def test_a_stream_that_gives_up_old_messages_is_refused(spool: Spool, server: NatsCluster) -> None:
    async with connected(options(server)) as stream:
        await stream.make()
        await changed(stream, discard=DiscardPolicy.OLD)
        with pytest.raises(StreamError, match="set discard to new"):
            await stream.make()


async def test_a_stream_that_is_ahead_of_the_disk_is_not_written_to(
    tmp_path: Path, spool: Spool, server: NatsCluster
) -> None:
    await spool.hear(9)
    async with forwarding(spool, options(server)) as forwarder:
        await until_sent(forwarder, spool)
    behind = Spool(tmp_path / "behind")
    await behind.hear(2)
    behind.say_identity(spool.journal.identity)
    async with forwarding(behind, options(server)) as forwarder:

        async def is_told() -> bool:
            return "move journal.sqlite aside" in forwarder.status.trouble

        await until(is_told)
    await behind.journal.close()


async def test_a_new_file_in_place_of_the_journal_is_forwarded_as_another(spool: Spool, server: NatsCluster) -> None:
    await spool.hear(3)
    async with forwarding(spool, options(server)) as forwarder:
        await until_sent(forwarder, spool)
        await spool.journal.close()
        for file in spool.folder.glob("journal.sqlite*"):
            file.unlink()
        again = Spool(spool.folder)
        await again.hear(5)

        async def is_another() -> bool:
            return forwarder.status.journal == again.journal.identity and forwarder.status.position == 15

        await until(is_another)
    async with reading(options(server), again.journal.identity) as journal:
        assert await everything(journal) == await again.all()
    spool.journal = again.journal


@pytest.fixture
def _soon_tired(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "CONNECT_SECONDS", 1.0)


@pytest.mark.usefixtures("_soon_tired")
async def test_no_server_is_told_with_what_to_do(spool: Spool) -> None:
    await spool.hear()
    said = Said()
    forwarder = Forwarder(spool.folder, Options(("nats://127.0.0.1:1",)), said)
    task = asyncio.create_task(forwarder.run())

    async def is_told() -> bool:
        return "no NATS server answers" in forwarder.status.trouble

    await until(is_told)
    task.cancel()
    await asyncio.wait([task])
    assert said.events == ["the journal is not forwarded: it waits on this disk"]


@pytest.mark.usefixtures("_soon_tired")
async def test_by_password_and_with_tls(tmp_path: Path, spool: Spool) -> None:
    trustme = pytest.importorskip("trustme")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.cert_chain_pems[0].write_to_path(tmp_path / "server.pem")
    certificate.private_key_pem.write_to_path(tmp_path / "server.key")
    more = (
        f'tls {{ cert_file: "{tmp_path}/server.pem", key_file: "{tmp_path}/server.key" }}\n'
        "authorization { user: ear, password: hush }\n"
    )
    async with cluster(tmp_path, nodes=1, more=more) as server:
        wanted = options(server, username="ear", password="hush", tls_ca_file=tmp_path / "ca.pem")
        await spool.hear(3)
        async with forwarding(spool, wanted) as forwarder:
            await until_sent(forwarder, spool)
        with pytest.raises(StreamError, match="do not accept the user of"):
            async with connected(wanted._replace(password="wrong")):
                pass
        with pytest.raises(StreamError, match=r"no NATS server answers .*certificate"):
            async with connected(wanted._replace(tls_ca_file=None)):
                pass


async def test_whoever_is_stopped_while_it_waits_for_a_server_ends_though_nats_swallows_that() -> None:
    begun, swallowed = asyncio.Event(), asyncio.Event()

    async def as_nats_waits() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            swallowed.set()

    stopped = asyncio.create_task(line._whole(as_nats_waits()))
    await begun.wait()
    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    await swallowed.wait()


async def test_a_client_that_has_given_up_is_replaced_and_hears_on(
    server: NatsCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "RENEW_SECONDS", 0.0)
    hinted = asyncio.Event()
    async with connected(options(server)) as stream:
        await stream.make()
        await stream.hint("thirdring.main.j", hinted.set)
        await stream._line._client.close()
        with pytest.raises(StreamError, match="no NATS server answers"):
            await stream.state()
        assert await stream.send("thirdring.main.j", b"x", "j-1-1", 0) == 1
        async with asyncio.timeout(60):
            await hinted.wait()


async def test_what_somebody_deleted_from_the_stream_is_told_as_a_lost_link(spool: Spool, server: NatsCluster) -> None:
    wanted = options(server)
    async with forwarding(spool, wanted) as forwarder:
        for _ in range(4):  # a message each
            await spool.hear(2)
            await until_sent(forwarder, spool)
    async with connected(wanted) as stream:
        second = await stream.next(subject_of("thirdring", "main", spool.journal.identity), 2)
        assert second is not None
        gone = decode(second.content)
        await stream._line._jet.delete_msg("thirdring", 2)
    async with reading(wanted, spool.journal.identity) as journal:
        entries, lost = await journal.read(2), gone.last - gone.first + 1
        positions = [entry.position for entry in entries if b"Event: N" in entry.frame]
        assert positions == [*range(2, gone.first), *range(gone.last + 1, 25)]
        marks = [entry.frame for entry in entries if b"Event: N" not in entry.frame]
        assert f"Event: LinkDown\r\nReason: the stream lacks {lost} events".encode() in marks
        assert journal.missing_events == lost
