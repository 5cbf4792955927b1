"""What every handler needs. The start of the server, or a test, provides it."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Protocol

from aiohttp import web

from kit.http.attendance import Attendance
from kit.http.auth.activity import Activity
from kit.http.auth.book import TokenBook
from kit.http.auth.streams import OpenStreams
from kit.http.health import Check
from kit.http.limits import Buckets
from kit.http.live import LiveHub
from kit.http.options import WebOptions
from kit.http.turns import Turns


class HttpSite(Protocol):
    @property
    def tokens(self) -> TokenBook: ...

    @property
    def live(self) -> LiveHub: ...

    @property
    def streams(self) -> OpenStreams: ...

    @property
    def activity(self) -> Activity: ...

    @property
    def attendance(self) -> Attendance: ...

    @property
    def turns(self) -> Turns: ...

    @property
    def joins(self) -> Buckets: ...

    @property
    def options(self) -> WebOptions: ...

    @property
    def checks(self) -> Sequence[Callable[[], Check]]: ...

    @property
    def in_charge(self) -> Callable[[], bool]:
        """Whether this service stores and acts; false while it stands by."""

    @property
    def leader(self) -> Callable[[], str | None]:
        """The host of the service in charge while this one stands by. None: this one is in charge, or none is."""

    @property
    def timezone(self) -> tzinfo: ...

    @property
    def monotonic(self) -> Callable[[], float]: ...

    @property
    def now_us(self) -> Callable[[], int]: ...


SITE: web.AppKey[HttpSite] = web.AppKey("site")
