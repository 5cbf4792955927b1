"""A dispatched ticket reaches the mailbox of its trade by a real mail server: encrypted, bounded, shown on the link."""

import asyncio
import email
import email.policy
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from kit.database.pool import DatabasePool, session
from tests.integration.relay.test_work_notices import Clock, Told
from tests.unit.ticketing.moments import SHANGHAI, at
from thirdring.settings import Settings, SettingsError
from thirdring.settings.work import Smtp, Work
from thirdring.work_notices import WorkNotices
from thirdring.work_tries import TRIES
from thirdring.work_ways import Told as Words
from thirdring.work_ways import mail
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.work_links.link import Way
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.working import look_at_work

NOW_US = at("2026-11-25 10:00")
PASSWORD = "a long secret word"


@dataclass
class Mailbox:
    """What the server took, and what it answers to a message."""

    answer: str = "250 OK"
    got: list[Any] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        self.got.append((session.ssl is not None, envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.answer

    def message(self) -> Any:
        [(_, _, _, content)] = self.got
        return email.message_from_bytes(content, policy=email.policy.default)


def _signed_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"desk", PASSWORD.encode())
    return AuthResult(success=known, handled=False)


@asynccontextmanager
async def server(box: Mailbox, tls: ssl.SSLContext | None = None, **options: Any) -> AsyncIterator[Mailbox]:
    loop = asyncio.get_running_loop()
    async with await loop.create_server(lambda: SMTP(box, **options), "127.0.0.1", 0, ssl=tls) as listening:
        box.port = listening.sockets[0].getsockname()[1]
        yield box


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Of 127.0.0.1, by an authority that this machine trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def desk(pool: DatabasePool) -> Callable[..., Told]:
    def made(box: Mailbox, **smtp: Any) -> Told:
        site = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), trades={"lifts": ["li"]}))
        server = {"host": "127.0.0.1", "port": box.port, "sender": "desk@estate.example", **smtp}
        to = [{"trade": "lifts", "to": ["lifts@contractor.example", "second@contractor.example"]}]
        work = Work.model_validate({"smtp": server, "email": to, "timeout_seconds": 5})
        clock = Clock()
        return Told(site, pool, WorkNotices(pool, site, work, "https://desk.example", clock), clock)

    return made


async def test_a_dispatched_ticket_is_mailed_once_with_a_link_that_works(
    desk: Callable[..., Told], certificate: ssl.SSLContext
) -> None:
    signs_in = {"auth_required": True, "authenticator": _signed_in}
    async with server(Mailbox(), None, require_starttls=True, tls_context=certificate, **signs_in) as box:
        told = desk(box, user="desk", password=PASSWORD)
        ticket = await told.dispatched(trade="lifts")
        for _ in range(3):
            await told.notices.look_around()
        [(is_encrypted, sender, to, content)] = box.got
    assert (is_encrypted, sender) == (True, "desk@estate.example")
    assert to == ["lifts@contractor.example", "second@contractor.example"]
    assert b"13800138000" not in content
    text = box.message().get_content()
    assert ticket.number in box.message()["Subject"]
    assert "漏水，电话 138****8000" in text
    token = text.partition("https://desk.example/w/")[2].strip()
    looked = await look_at_work_of(told, token)
    assert (looked.ticket.number, looked.link.trade) == (ticket.number, "lifts")
    [link] = await told.links(ticket)
    assert (link.way, link.delivered_at_us, link.failed) == (Way.EMAIL, NOW_US, "")


async def look_at_work_of(told: Told, token: str) -> Any:
    async with session(told.pool) as connection:
        return await look_at_work(connection, told.desk, token, NOW_US)


async def test_tls_from_the_start_is_spoken_too(desk: Callable[..., Told], certificate: ssl.SSLContext) -> None:
    async with server(Mailbox(), tls=certificate) as box:
        told = desk(box, security="tls")
        await told.dispatched(trade="lifts")
        await told.notices.look_around()
    assert len(box.got) == 1


async def test_nothing_is_sent_in_the_open_or_to_a_server_that_cannot_prove_its_name(
    desk: Callable[..., Told], certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with server(Mailbox()) as box:  # it knows no STARTTLS
        told = desk(box)
        ticket = await told.dispatched(trade="lifts")
        for _ in range(TRIES):
            await told.notices.look_around()
            told.clock.at_us += 8 * 60_000_000
        assert (await told.links(ticket))[0].failed == "email 0"
    monkeypatch.delenv("SSL_CERT_FILE")
    async with server(Mailbox(), tls_context=certificate) as other:
        told = desk(other)
        await told.dispatched(trade="lifts")
        await told.notices.look_around()
    assert box.got + other.got == []


@pytest.mark.parametrize(
    ("answer", "tries", "failed"), [("550 no such user", 1, "email 550"), ("451 later", TRIES, "email 451")]
)
async def test_what_the_server_refuses_is_seen_on_the_link_and_trouble_is_tried_again(
    answer: str, tries: int, failed: str, desk: Callable[..., Told]
) -> None:
    async with server(Mailbox(answer)) as box:
        told = desk(box, security="none")
        ticket = await told.dispatched(trade="lifts")
        for _ in range(TRIES + 2):
            await told.notices.look_around()
            told.clock.at_us += 4 * 60_000_000
    assert len(box.got) == tries
    assert (await told.links(ticket))[0].failed == failed


async def test_a_wrong_password_is_seen_and_stands_in_no_log(
    desk: Callable[..., Told], certificate: ssl.SSLContext
) -> None:
    async with server(Mailbox(), tls_context=certificate, auth_required=True, authenticator=_signed_in) as box:
        told = desk(box, user="desk", password="another secret word")
        ticket = await told.dispatched(trade="lifts")
        with structlog.testing.capture_logs() as lines:
            await told.notices.look_around()
    assert box.got == []
    assert [link.failed for link in await told.links(ticket)] == ["email 535"]
    said = json.dumps(lines, ensure_ascii=False, default=str)
    assert "535" in said
    for secret in ("another secret word", "contractor.example", "estate.example", "13800138000", "/w/"):
        assert secret not in said


async def test_a_server_that_never_answers_is_given_up(desk: Callable[..., Told], pool: DatabasePool) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
        box = Mailbox(port=listening.sockets[0].getsockname()[1])
        told = desk(box)
        slow = Work.model_validate(
            {
                "smtp": {"host": "127.0.0.1", "port": box.port, "sender": "desk@estate.example"},
                "email": [{"trade": "lifts", "to": ["lifts@contractor.example"]}],
                "timeout_seconds": 0.2,
            }
        )
        told.notices = WorkNotices(pool, told.desk, slow, "https://desk.example", told.clock)
        ticket = await told.dispatched(trade="lifts")
        async with asyncio.timeout(60):
            for _ in range(TRIES):
                await told.notices.look_around()
                told.clock.at_us += 8 * 60_000_000
    assert (await told.links(ticket))[0].failed == "email 0"


def test_what_somebody_typed_makes_no_header_of_an_e_mail() -> None:
    typed = "x\r\nBcc: everybody@evil.example\r\n\r\n<script>"
    words = Words("20261125-0001", typed, typed, "Repair", "https://desk.example/w/x", "en")
    made = email.message_from_bytes(
        mail(words, "desk@estate.example", ["a@b.example"], NOW_US).as_bytes(), policy=email.policy.default
    )
    ours = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"}
    assert set(made.keys()) == ours | {"Content-Type", "MIME-Version", "Content-Transfer-Encoding"}
    assert made["Subject"] == "Work 20261125-0001"
    assert "x Bcc: everybody@evil.example <script>" in made.get_content()


@pytest.mark.parametrize(
    ("work", "said"),
    [
        ({"email": [{"trade": "lifts", "to": ["a@b.example\r\nBcc: c@d.example"]}]}, "not written like that"),
        ({"email": [{"trade": "lifts", "to": ["a@b.example"]}]}, "work.smtp.host"),
        ({"smtp": {"host": "smtp.example"}}, "sender"),
        ({"smtp": {"security": "none", "user": "desk", "password": "x"}}, "in the open"),
        (
            {
                "smtp": {"host": "smtp.example", "sender": "a@b.example"},
                "email": [{"trade": "lifts", "to": ["a@b.example"]}],
                "robot": [{"trade": "lifts", "url": "https://robot.example"}],
            },
            "twice",
        ),
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(work: Any, said: str) -> None:
    with pytest.raises((SettingsError, ValueError)) as refused:
        Settings.model_validate({"web": {"public_url": "https://desk.example"}, "work": work})
    assert said in str(refused.value) or "pattern" in str(refused.value)


def test_the_password_comes_from_a_file_and_is_shown_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    smtp = Smtp.model_validate({"host": "smtp.example", "sender": "a@b.example", "password_file": str(file)})
    assert smtp.password.get_secret_value() == PASSWORD
    assert PASSWORD not in repr(smtp)
