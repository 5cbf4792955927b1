"""Signing in by a provider, and everything that somebody might forge on the way."""

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.oidc.options import OidcOptions
from kit.http.auth.oidc.provider import Provider
from kit.http.auth.store import PostgresTokens
from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import PASSWORD, Accounts, Answer, DeskWeb, Dialled
from tests.integration.web_desk.provider_here import CLIENT, SECRET, ProviderHere, part, provider_here
from thirdring.doctor.provider import answers, of_provider
from thirdring.settings import Settings
from ticketing.http.ask import DeskContext
from ticketing.workflows.service_desk import ServiceDesk


class Signing:
    """A site with a provider, asked as a browser asks it."""

    def __init__(self, accounts: Accounts, site: DeskContext, provider: ProviderHere) -> None:
        self.accounts, self.site, self.here = accounts, site, provider

    def choose(self, **options: Any) -> None:
        assert self.site.provider is not None
        self.site.provider.options = replace(self.site.provider.options, **options)

    async def begin(self) -> Any:
        return (await self.accounts.site.ask("POST", "session/provider/begin", token="-")).body

    async def come_back(self, way: Any, **other: Any) -> Answer:
        code, state = self.here.confirm(way["address"])
        body = {"state": state, "code": code, "binding": way["binding"], **other}
        return await self.accounts.site.ask("POST", "session/provider", body, token="-")

    async def sign_in(self) -> Answer:
        return await self.come_back(await self.begin())


@pytest.fixture
async def signing(pool: DatabasePool, desk: ServiceDesk, settings: Settings) -> AsyncIterator[Signing]:
    async with provider_here() as here:
        options = OidcOptions(here.issuer, CLIENT, "http://127.0.0.1:1", client_secret=SECRET, default_role=Role.AGENT)
        site = DeskContext(desk, pool, provider=Provider(options))
        now_us = lambda: time.time_ns() // 1000  # noqa: E731 - the tokens are of now
        async with web_of(desk=site, token_book=TokenBook(PostgresTokens(pool)), now_us=now_us) as web:
            accounts = Accounts(DeskWeb(web, desk, Dialled(desk)), settings, pool)
            accounts.admin = await accounts.join("chief", Role.ADMIN)
            yield Signing(accounts, site, here)


async def test_somebody_new_gets_the_role_of_the_settings_and_is_known_by_the_subject_from_then_on(
    signing: Signing,
) -> None:
    first = await signing.sign_in()
    assert (first.status, first.body["name"], first.body["role"]) == (200, "王芳", "agent")
    assert (await signing.accounts.ask("GET", "me", token=first.body["token"])).body["name"] == "王芳"
    signing.here.person |= {"preferred_username": "chief"}
    assert (await signing.sign_in()).body["name"] == "王芳"
    assert "sign_in_provider" in [action for _, action, _ in await signing.accounts.audit()]


async def test_without_a_role_for_them_somebody_new_is_refused(signing: Signing) -> None:
    signing.choose(default_role=None)
    answer = await signing.sign_in()
    assert (answer.status, "no user here yet" in answer.body["detail"]) == (403, True)


async def test_who_names_themselves_like_the_admin_is_not_the_admin_until_the_admin_says_so(signing: Signing) -> None:
    signing.here.person["preferred_username"] = "chief"
    refused = await signing.sign_in()
    assert (refused.status, "not known to be you" in refused.body["detail"]) == (403, True)
    await signing.accounts.ask("PATCH", "users/chief", {"by_provider": True})
    assert (await signing.sign_in()).body["role"] == "admin"
    signing.here.person["sub"] = "somebody else"
    assert (await signing.sign_in()).status == 403


async def test_a_role_comes_from_the_values_of_the_settings_alone_and_follows_the_provider(signing: Signing) -> None:
    signing.choose(role_claim="realm_access.roles", roles={"boss": Role.MANAGER, "desk": Role.AGENT})
    signing.here.person |= {"roles": ["boss"], "realm_access": {"roles": ["admin", "Boss"]}}
    assert "no role here" in (await signing.sign_in()).body["detail"]
    signing.here.person["realm_access"] = {"roles": ["desk", "boss", "admin"]}
    first = await signing.sign_in()
    assert first.body["role"] == "manager"
    signing.here.person["realm_access"] = {"roles": "desk"}
    assert (await signing.sign_in()).body["role"] == "agent"
    assert (await signing.accounts.ask("GET", "me", token=first.body["token"])).status == 401


async def test_the_last_admin_does_not_lose_the_role_by_the_provider(signing: Signing) -> None:
    await signing.accounts.ask("PATCH", "users/chief", {"by_provider": True})
    signing.here.person["preferred_username"] = "chief"
    signing.choose(role_claim="groups", roles={"desk": Role.AGENT})
    signing.here.person["groups"] = ["desk"]
    assert "last admin" in (await signing.sign_in()).body["detail"]
    assert await signing.accounts.sign_in("chief")


async def test_who_is_deactivated_here_stays_out(signing: Signing) -> None:
    await signing.sign_in()
    await signing.accounts.ask("PATCH", "users/王芳", {"active": False})
    assert (await signing.sign_in()).status == 403


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"aud": "another"}, "another program"),
        ({"aud": [CLIENT, "another"]}, "another program"),
        ({"azp": "another"}, "another program"),
        ({"iss": "http://127.0.0.1:9"}, "another provider"),
        ({"exp": 1}, "has expired"),
        ({"exp": None}, "has expired"),
        ({"iat": 32503680000}, "has expired"),
        ({"nonce": "another"}, "another sign-in"),
        ({"nonce": None}, "another sign-in"),
        ({"sub": ""}, "who signed in"),
        ({"sub": 7}, "who signed in"),
        ({"preferred_username": "a\nb"}, "name_claim"),
        ({"preferred_username": {"a": 1}}, "name_claim"),
    ],
)
async def test_an_id_token_that_is_not_for_us_now_and_here_is_refused(
    signing: Signing, lie: dict[str, Any], reason: str
) -> None:
    signing.here.lie = lie
    answer = await signing.sign_in()
    assert (answer.status, reason in answer.body["detail"]) == (403, True), answer.body


async def test_an_id_token_without_the_provider_s_signature_is_refused(signing: Signing) -> None:
    good = signing.here.signed("x").split(".")
    claims = {"iss": signing.here.issuer, "aud": CLIENT, "exp": time.time() + 60, "iat": 0, **signing.here.person}
    forged = [
        f"{part({'alg': 'none'})}.{part(claims)}.",
        f"{part({'alg': 'NoNe', 'kid': 'one'})}.{part(claims)}.{good[2]}",
        f"{good[0]}.{part(claims)}.{good[2]}",
        f"{good[0]}.{good[1]}.",
        signing.here.signed_by_the_published_key_as_a_secret("x"),
        "not a token",
        "x" * 40_000,
    ]
    for text in forged:
        signing.here.forged = text
        answer = await signing.sign_in()
        assert answer.status == 403, text[:60]
    assert await signing.accounts.pool.fetchval("select count(*) from users") == 1


async def test_a_state_is_good_once_in_the_browser_that_began_and_for_ten_minutes(signing: Signing) -> None:
    way = await signing.begin()
    assert (await signing.come_back(way)).status == 200
    assert (await signing.come_back(way)).status == 403  # a replay
    way, other = await signing.begin(), await signing.begin()
    assert (await signing.come_back(way, binding=other["binding"])).status == 403
    assert (await signing.come_back(way)).status == 403  # whoever guesses has used it up
    assert (await signing.come_back(await signing.begin(), state="made-up")).status == 403
    assert (await signing.come_back(await signing.begin(), issuer="https://evil.example")).status == 403


async def test_a_code_of_somebody_else_s_way_is_refused_by_its_verifier(signing: Signing) -> None:
    mine, other = await signing.begin(), await signing.begin()
    stolen, _ = signing.here.confirm(other["address"])
    assert (await signing.come_back(mine, code=stolen)).status == 403


async def test_new_keys_of_the_provider_are_asked_for_and_not_for_every_forgery(signing: Signing) -> None:
    assert (await signing.sign_in()).status == 200
    signing.here.published = {"keys": []}
    assert (await signing.sign_in()).status == 200  # the keys that are known still count


async def test_passwords_end_for_all_but_admins_once_an_admin_has_come_by_the_provider(signing: Signing) -> None:
    accounts = signing.accounts
    await accounts.join("1001", Role.AGENT)
    signing.choose(enforced=True)
    assert await accounts.sign_in("1001")
    await accounts.ask("PATCH", "users/chief", {"by_provider": True})
    signing.here.person["preferred_username"] = "chief"
    assert (await signing.sign_in()).status == 200
    assert not await accounts.sign_in("1001")
    assert await accounts.sign_in("chief")
    told = (await accounts.ask("GET", "session/provider")).body
    assert (told["on"], told["enforced"], told["in_force"]) == (True, True, True)


async def test_a_provider_that_is_away_is_said_and_the_password_still_works(signing: Signing) -> None:
    signing.choose(issuer="http://127.0.0.1:1")
    answer = await signing.accounts.site.ask("POST", "session/provider/begin", token="-")
    assert (answer.status, "does not answer" in answer.body["detail"]) == (403, True)
    assert await signing.accounts.sign_in("chief")


async def test_the_pages_lead_there_and_back_and_on_to_where_one_was_going(signing: Signing) -> None:
    web = signing.accounts.site.web
    browser = Browser(web.url, web.session, language="zh")
    assert "/sign-in/provider?next=/tickets/new" in (await browser.get("/sign-in?next=/tickets/new")).text
    out = await browser.get("/sign-in/provider?next=/tickets/new")
    assert (out.status, out.headers["Location"].startswith(signing.here.issuer)) == (303, True)
    code, state = signing.here.confirm(out.headers["Location"])
    back = await browser.get(f"/sign-in/provider/back?code={code}&state={state}", Sec_Fetch_Site="cross-site")
    assert (back.status, 'href="/tickets/new"' in back.text) == (200, True), back.words
    assert "王芳" in (await browser.get("/tickets/new")).words
    assert set(browser.cookies) >= {"thirdring"}
    assert "thirdring-way" not in browser.cookies


async def test_another_browser_cannot_be_signed_in_by_a_link(signing: Signing) -> None:
    web = signing.accounts.site.web
    mine, victim = Browser(web.url, web.session), Browser(web.url, web.session)
    code, state = signing.here.confirm((await mine.get("/sign-in/provider")).headers["Location"])
    refused = await victim.get(f"/sign-in/provider/back?code={code}&state={state}")
    assert (refused.status, "thirdring" in victim.cookies) == (403, False)
    assert "begin again" in refused.words


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "/sign-in/provider"])
async def test_nobody_is_led_elsewhere_afterwards(signing: Signing, onward: str) -> None:
    web = signing.accounts.site.web
    browser = Browser(web.url, web.session)
    out = await browser.get(f"/sign-in/provider?next={onward}")
    code, state = signing.here.confirm(out.headers["Location"])
    back = await browser.get(f"/sign-in/provider/back?code={code}&state={state}")
    assert 'href="/desk"' in back.text


async def test_a_session_that_was_slipped_in_before_is_replaced(signing: Signing) -> None:
    web = signing.accounts.site.web
    browser = Browser(web.url, web.session)
    await browser.sign_in("chief", PASSWORD)
    slipped = browser.cookies["thirdring"]
    out = await browser.get("/sign-in/provider")
    code, state = signing.here.confirm(out.headers["Location"])
    await browser.get(f"/sign-in/provider/back?code={code}&state={state}")
    assert browser.cookies["thirdring"] != slipped


async def test_what_the_provider_says_instead_of_a_code_is_told_plainly(signing: Signing) -> None:
    web = signing.accounts.site.web
    got = await Browser(web.url, web.session).get("/sign-in/provider/back?error=%3Cscript%3E&error_description=x")
    assert (got.status, "<script>" in got.text.split("</head>")[1], "begin again" in got.words) == (403, False, True)


async def test_the_doctor_says_that_a_provider_cannot_be_used(signing: Signing) -> None:
    assert signing.site.provider is not None
    options = signing.site.provider.options
    assert [await answers(each) for each in (None, options, replace(options, issuer=f"{options.issuer}/"))] == [
        True,
        True,
        False,
    ]
    assert "does not answer" in of_provider("thirdring.toml").text
