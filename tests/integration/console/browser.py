"""A browser without a screen: it keeps cookies, says where a request comes from, and sends forms."""

import re
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie

import aiohttp

from kit.http.auth.credential import PAGE_WORD

HERE = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Got:
    status: int
    text: str
    headers: dict[str, str]

    @property
    def words(self) -> str:
        """What a reader reads, in one line."""
        plain = re.sub(r"<(script|style)\b.*?</\1>", " ", self.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", plain)).split())


@dataclass
class Browser:
    url: str
    session: aiohttp.ClientSession
    cookies: dict[str, str] = field(default_factory=dict)
    word: str = ""
    language: str = "en"

    async def get(self, path: str, *, part: bool = False, **headers: str) -> Got:
        return await self._ask("GET", path, {"HX-Request": "true"} if part else {}, None, headers)

    async def send(self, path: str, *, part: bool = True, **fields: str) -> Got:
        """A form of an open page, as its script sends it."""
        said = {**HERE, PAGE_WORD: self.word} | ({"HX-Request": "true"} if part else {})
        return await self._ask("POST", path, said, fields, {})

    async def send_as(self, path: str, said: dict[str, str], **fields: str) -> Got:
        """With other headers than a page of ours."""
        return await self._ask("POST", path, said, fields, {})

    async def sign_in(self, name: str, password: str, onward: str = "/tickets/new") -> Got:
        got = await self.send("/sign-in", part=False, name=name, password=password, next=onward)
        if got.status == 303:
            found = re.search(r'data-word="([^"]+)"', (await self.get("/tickets/new")).text)
            assert found is not None
            self.word = found[1]
        return got

    async def _ask(
        self, method: str, path: str, said: dict[str, str], fields: dict[str, str] | None, headers: dict[str, str]
    ) -> Got:
        sent = {"Accept": "text/html", "Accept-Language": self.language, **said}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        asking = self.session.request(method, self.url + path, data=fields, headers=sent, allow_redirects=False)
        async with asking as answer:
            for line in answer.headers.getall("Set-Cookie", ()):
                for name, morsel in SimpleCookie(line).items():
                    if morsel.value and morsel["max-age"] != "0":
                        self.cookies[name] = morsel.value
                    else:
                        self.cookies.pop(name, None)
            return Got(answer.status, await answer.text(errors="replace"), dict(answer.headers.items()))
