"""One look at a page: who looks, in which language, and what the API says to them."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web

from console.frame.languages import spoken
from kit.http.auth.credential import credential, page_word
from kit.http.problems import WORDS, Problem
from kit.http.site import SITE
from kit.http.within import Answered, Within
from kit.i18n import Language
from kit.roles import Role

_FIELDS_MAX = 100


class Reader(NamedTuple):
    name: str
    role: Role


class Wanted(dict[str, str]):
    """A template finds a filter that is not filled in empty."""

    def __missing__(self, name: str) -> str:
        return ""


class Visit:
    def __init__(self, request: web.Request) -> None:
        self.request = request
        self.language: Language = spoken(request)
        self._within = Within(request)
        self._reader: Reader | None = None

    @property
    def zone(self) -> tzinfo:
        return self.request.app[SITE].timezone

    @property
    def now_us(self) -> int:
        return self.request.app[SITE].now_us()

    @property
    def is_part(self) -> bool:
        """A page that is open asks for a part of itself."""
        return self.request.headers.get("HX-Request") == "true"

    @property
    def word(self) -> str:
        shown = credential(self.request)
        return page_word(shown.text) if shown else ""

    def in_words(self, text: str) -> str:
        """A sentence of a refusal, in the reader's language."""
        words = self.request.app.get(WORDS)
        return words.in_chinese(text) if self.language == "zh" and words is not None else text

    def path(self, name: str) -> str:
        return self.request.match_info[name]

    def wanted(self) -> Wanted:
        """What the address asks for: the filters that are filled in."""
        return Wanted((name, value) for name, value in self.request.query.items() if value.strip() and name != "lang")

    async def reader(self) -> Reader:
        """Raises Problem 401 where nobody we know looks."""
        if self._reader is None:
            me = await self.get("/api/v1/me")
            self._reader = Reader(me["name"], Role(me["role"]))
        return self._reader

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        return (await self._within.ask("GET", path, query)).data

    async def change(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        version: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Answered:
        return await self._within.ask(method, path, body=body, version=version, headers=headers)

    async def form(self) -> dict[str, str]:
        """What was typed; fields that were left empty are left out. Raises Problem 415 and 422."""
        if self.request.content_type != "application/x-www-form-urlencoded":
            raise Problem(415, "The form came in a way that no page sends it: load the page again.")
        try:
            text = (await self.request.read()).decode()
            fields = parse_qsl(text, errors="strict", max_num_fields=_FIELDS_MAX)
        except ValueError:
            raise Problem(422, "What the form sent cannot be read: load the page again.") from None
        if len(dict(fields)) < len(fields):
            raise Problem(422, "The form sent a field twice: load the page again.")
        return {name: text for name, text in fields if text.strip()}
