"""One look at a page: who looks, in which language, and what the API says to them."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web

from console.frame.languages import spoken
from console.kept import KEPT_DAYS, KeptDays
from kit.http.auth.access import not_permitted
from kit.http.auth.credential import credential, page_word
from kit.http.database import StoreAway
from kit.http.problems import WORDS, Problem
from kit.http.site import SITE
from kit.http.within import Answered, Within
from kit.i18n import Language
from kit.roles import DISPATCHERS, Role

_FIELDS_MAX = 400  # the form of a weekly inspection with all that it looks at again


class Reader(NamedTuple):
    name: str
    role: Role
    agent: Mapping[str, Any] | None = None  # what they do now, where they have a phone
    pause_reasons: Sequence[str] = ()
    has_phone: bool = False  # that a call by click rings
    may_fetch: bool = False  # calls that are about to be missed
    has_shifts: bool = False  # the site has
    last_call: Mapping[str, Any] | None = None  # by click: the callback and its version then
    on_the_line: int | None = None  # the callback that they call by click now

    @property
    def is_workman(self) -> bool:
        """Sees the tickets that were given to them, and no stream."""
        return self.role is Role.WORKMAN

    @property
    def dispatches(self) -> bool:
        """Gives work to others."""
        return self.role in DISPATCHERS

    def awaits(self, callback: Mapping[str, Any]) -> bool:
        """They call by click, and nothing came of it yet."""
        called = {"callback": callback["id"], "version": callback["version"]}
        on_the_line = self.on_the_line == callback["id"]
        return callback["state"] == "calling" and (on_the_line or called == self.last_call)


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
    def kept_days(self) -> KeptDays:
        return self.request.app[KEPT_DAYS]

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
            self._reader = Reader(**{**{name: me[name] for name in Reader._fields}, "role": Role(me["role"])})
        return self._reader

    def at_desk(self, name: str) -> None:
        """From now on, pages that this person opens report that they are present (desk.away_minutes)."""
        self.request.app[SITE].attendance.expect(name, self.now_us)

    async def require(self, roles: frozenset[Role]) -> None:
        """Before a form that these alone may send. Raises Problem 403, in the words of the API."""
        role = (await self.reader()).role
        if role not in roles:
            raise not_permitted(role, roles, sees=False)

    async def doors(self) -> dict[str, Any]:
        """What the page to sign in offers besides a password."""
        try:
            first, provider = await self.get("/api/v1/session/first"), await self.get("/api/v1/session/provider")
        except (Problem, StoreAway):
            return {"first": False, "provider": {"on": False}}
        return {"first": first["open"], "provider": provider}

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
