"""A phone in a page through the stack of docker-compose.yml: it registers at Asterisk by way of Third Ring."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.containers.engine import EngineError
from tests.containers.project import Project, until
from tests.pbx.page_phones import taken_up

PASSWORD = "a long enough word"
PARTS = ("thirdring",)
SCRIPT = (Path(__file__).parent / "page_phone.py").read_text()


def with_page_phones(folder: Path) -> None:
    """What docs/phone.md tells a site to do."""
    site = folder / "deploy" / "asterisk" / "site"
    http = site / "http.conf"
    http.write_text(http.read_text().replace("enabled = no", "enabled = yes"))
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
    try:
        project.compose("up", "--detach", "--wait", *PARTS, seconds=1800)
        yield project
    finally:
        project.compose("down", "--volumes", "--timeout", "5")


def contacts(stack: Project) -> str:
    return stack.compose("exec", "-T", "asterisk", "asterisk", "-rx", "pjsip show aor 2001")


def test_a_page_registers_by_way_of_third_ring_and_is_gone_with_its_socket(stack: Project, tmp_path: Path) -> None:
    create = ("user", "create", "1001", "--role", "agent", "--password", PASSWORD)
    stack.compose("exec", "-T", "thirdring", "python", "-P", "-m", "thirdring", *create)
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
