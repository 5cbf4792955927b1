"""Third Ring's host does not answer, and the DNS server neither: a call waits two seconds, and not for a name."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import pytest_asyncio

from lab.pbx import config
from lab.pbx.asterisk import Asterisk
from lab.pbx.phone import Phone
from lab.pbx.root import ready_root, why_not
from tests.pbx.sample import filled_in
from tests.pbx.scene import rings
from tests.pbx.serving import free_port

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(bool(why_not()), reason="only the lab's root can have name servers of its own"),
]

DEAD_SERVER = "127.9.9.9"
SETTING_UP_SECONDS = 1.5
"""From the INVITE to the agent's, on a busy machine, with half a second that Answer() waits for sound."""

_OWN_NAMES = """
mount --make-rprivate / 2>/dev/null || true
for name in resolv.conf nsswitch.conf hosts; do mount --bind "$1/$name" "$2/etc/$name" || exit 1; done
shift 2
exec "$@"
"""


class WithDeadServer(Asterisk):
    """It asks a DNS server that never answers. /etc/hosts is as docs/asterisk.md says."""

    def names(self, folder: Path) -> None:
        self._names = folder
        own = f"localhost {socket.gethostname()} A.ROOT-SERVERS.NET"
        texts = {
            "resolv.conf": f"nameserver {DEAD_SERVER}\n",
            "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
            "hosts": f"127.0.0.1 {own}\n::1 {own}\n",
        }
        for name, text in texts.items():
            (folder / name).write_text(text)

    def _command(self) -> list[str]:
        root = ready_root()
        (root / "etc" / "resolv.conf").touch()
        script = ["unshare", "--mount", "--propagation", "unchanged", "sh", "-c", _OWN_NAMES, "sh"]
        return [*script, str(self._names), str(root), *super()._command()]


@contextmanager
def dead_server() -> Iterator[list[bytes]]:
    """What it was asked; nobody is answered."""
    asked: list[bytes] = []
    loop = asyncio.get_running_loop()
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as server:
        server.bind((DEAD_SERVER, 53))
        server.setblocking(False)
        loop.add_reader(server, lambda: asked.append(server.recv(4096)))
        yield asked
        loop.remove_reader(server)


@contextmanager
def black_hole() -> Iterator[int]:
    """A port that drops every SYN: its queue is full and nobody takes from it."""
    with closing(socket.socket()) as listener, closing(socket.socket()) as first, closing(socket.socket()) as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for each in (first, second):
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


@pytest_asyncio.fixture(loop_scope="module")
async def phones() -> AsyncIterator[tuple[Phone, Phone]]:
    trunk, agent = Phone("trunk"), Phone("1001", rings())
    for phone in (trunk, agent):
        await phone.open()
    yield trunk, agent
    for phone in (trunk, agent):
        phone.close()


async def seconds_until_the_agent_rings(phones: tuple[Phone, Phone], folder: Path, host: str, port: int) -> float:
    trunk, agent = phones
    pbx = WithDeadServer(config.Folder(filled_in(port, trunk.port, agi_host=host).texts))
    pbx.names(folder)
    try:
        await pbx.start()
        for phone in phones:
            phone.attach(pbx.ports.sip)
        assert await agent.register()
        leg = await trunk.call("8001", "<sip:13800000001@127.0.0.1>")
        async with asyncio.timeout(40):
            while not agent.legs:
                await asyncio.sleep(0.01)
        leg.hang_up()
        return (agent.legs[0].log[0].at_us - leg.log[0].at_us) / 1_000_000
    finally:
        await pbx.close()


async def test_with_the_host_gone_a_call_waits_two_seconds(phones: tuple[Phone, Phone], tmp_path: Path) -> None:
    with dead_server() as asked, black_hole() as port:
        seconds = await seconds_until_the_agent_rings(phones, tmp_path, "127.0.0.1", port)
    assert 2.0 <= seconds <= 2.0 + SETTING_UP_SECONDS
    assert asked == []


async def test_with_the_service_stopped_a_call_waits_for_nothing(phones: tuple[Phone, Phone], tmp_path: Path) -> None:
    with dead_server() as asked:
        seconds = await seconds_until_the_agent_rings(phones, tmp_path, "127.0.0.1", free_port())
    assert seconds <= SETTING_UP_SECONDS
    assert asked == []


async def test_a_name_instead_of_an_address_is_looked_up_by_each_call(
    phones: tuple[Phone, Phone], tmp_path: Path
) -> None:
    """Why the sample has an address."""
    with dead_server() as asked:
        seconds = await seconds_until_the_agent_rings(phones, tmp_path, "thirdring", free_port())
    assert seconds > 5.0
    assert any(b"thirdring" in question for question in asked)
