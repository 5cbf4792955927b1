"""A phone in a page through the stack of docker-compose.yml: it registers at Asterisk by way of Third Ring."""

import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from lab.pbx.root import need
from tests.containers.engine import EngineError
from tests.containers.project import ROOT, Project, until
from tests.pbx.page_phones import taken_up
from tests.pbx.softphone import PASSWORD

PARTS = ("thirdring",)
SCRIPT = (Path(__file__).parent / "page_phone.py").read_text()
_FROM = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests.containers.page_call import main"
BROWSER = f"{_FROM}; main(*sys.argv[1:])"
HERE, THERE = "198.51.100.1", "198.51.100.2"
"""This machine, and another one in the site's network."""
LAN = (
    "ip netns add there",
    "ip link add lan type veth peer name eth0 netns there",
    f"ip address add {HERE}/24 dev lan",
    "ip link set lan up",
    f"ip -n there address add {THERE}/24 dev eth0",
    "ip -n there link set eth0 up",
    "ip -n there link set lo up",
)
ECHO = """exten => 1077,hint,Local/1077@echo
[echo]
exten => 1077,1,Answer()
 same => n,Echo()
"""


def with_page_phones(folder: Path) -> None:
    """What docs/phone.md tells a site to do."""
    site = folder / "deploy" / "asterisk" / "site"
    http = site / "http.conf"
    http.write_text(http.read_text().replace("enabled = no", "enabled = yes"))
    hints = site / "hints.conf"
    hints.write_text(hints.read_text() + ECHO)
    pjsip = site / "pjsip.conf"
    pjsip.write_text(taken_up(pjsip.read_text(), "; [2001]"))
    toml = folder / "deploy" / "thirdring" / "thirdring.toml"
    text = toml.read_text().replace(
        'devices = ["PJSIP/1001"]', 'devices = ["PJSIP/1001", "PJSIP/2001"]\npage_phone = "PJSIP/2001"'
    )
    toml.write_text(f'{text}\n[phone]\nwebsocket = "ws://asterisk:8088/ws"\n')


@pytest.fixture(scope="module")
def stack(project: Project) -> Iterator[Project]:
    with_page_phones(project.folder)
    (project.folder / ".env").write_text(f"THIRDRING_PUBLISH=0.0.0.0\nTHIRDRING_RTP_PUBLISH={HERE}\n")
    for line in LAN:
        project.engine.run(*line.split())
    try:
        project.compose("up", "--detach", "--build", "--wait", *PARTS, seconds=1800)
        create = ("user", "create", "1001", "--role", "agent", "--password", PASSWORD)
        project.compose("exec", "-T", "thirdring", "python", "-P", "-m", "thirdring", *create)
        yield project
    finally:
        project.compose("down", "--volumes", "--timeout", "5")
        (project.folder / ".env").unlink()
        project.engine.run("ip", "netns", "delete", "there")


def contacts(stack: Project) -> str:
    return stack.compose("exec", "-T", "asterisk", "asterisk", "-rx", "pjsip show aor 2001")


def test_a_page_registers_by_way_of_third_ring_and_is_gone_with_its_socket(stack: Project, tmp_path: Path) -> None:
    with ThreadPoolExecutor() as threads:
        page = threads.submit(stack.engine.python, SCRIPT, PASSWORD, str(tmp_path / "seen"))
        try:
            until(lambda: page.done() or "Contact:  2001/" in contacts(stack), 60, "no contact came")
        finally:
            (tmp_path / "seen").touch()
        assert page.result().splitlines() == ["signed in 200", "key 200", "SIP/2.0 200 OK", "stayed"]
    until(lambda: "Contact:  2001/" not in contacts(stack), 20, "the contact did not go")


def test_the_pbx_s_websocket_is_not_published(stack: Project) -> None:
    with pytest.raises(EngineError):
        stack.engine.python("import socket; socket.create_connection(('127.0.0.1', 8088), 2)")


@pytest.mark.parametrize(("net", "host"), [("", "127.0.0.1"), ("there", HERE)], ids=["this machine", "another machine"])
def test_a_browser_there_is_heard_and_hears(stack: Project, net: str, host: str) -> None:
    """Who is called says again what they hear, so what the page hears has gone both ways."""
    assert stack.engine.python(BROWSER, f"http://{host}:8080", "1077", net=net) == "heard\n"


@contextmanager
def relay(stack: Project, folder: Path) -> Iterator[None]:
    """coturn on this machine, with the lines of docs/phone.md."""
    need(["turnserver"], package="coturn")
    page = (ROOT / "docs" / "phone.md").read_text()
    [lines] = re.findall(r"^```\n(listening-port=.*?)^```", page, re.MULTILINE | re.DOTALL)
    file = folder / "turnserver.conf"
    allowed = "".join(f"allowed-peer-ip={address}\n" for address in (HERE, "172.30.73.5"))
    file.write_text(lines.replace("allowed-peer-ip=203.0.113.5\n", allowed))
    where = ("--listening-ip", HERE, "--relay-ip", HERE, "--no-tls", "--no-dtls", "--userdb", str(folder / "users"))
    command = ["nsenter", f"--net=/proc/{stack.engine.pid}/ns/net", "turnserver", "-c", str(file), *where]
    with (folder / "turnserver.log").open("wb") as log:
        process = subprocess.Popen([*command, "--log-file", "stdout"], stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def test_where_no_udp_leaves_a_network_a_relay_hands_the_sound_on(stack: Project, tmp_path: Path) -> None:
    stack.engine.run(*"ip netns exec there iptables --append OUTPUT --protocol udp --jump DROP".split())
    toml = stack.folder / "deploy" / "thirdring" / "thirdring.toml"
    turn = f'turn = "turn:{HERE}:3478?transport=tcp"\nturn_username = "desk"\nturn_password = "athirdrandomword"\n'
    toml.write_text(toml.read_text() + turn)
    stack.run("deploy/apply")
    until(lambda: stack.is_well("thirdring"), 60, "Third Ring did not come back")
    with relay(stack, tmp_path):
        assert stack.engine.python(BROWSER, f"http://{HERE}:8080", "1077", net="there") == "heard\n"
