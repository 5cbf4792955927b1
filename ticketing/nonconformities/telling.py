"""Changes of nonconformities, told on the live stream."""

from kit.http.live import LiveHub
from kit.http.wire import instant
from ticketing.nonconformities.models import LiveNonconformityOut
from ticketing.nonconformities.store import NonconformityNews


def tell_nonconformity(hub: LiveHub, news: NonconformityNews) -> None:
    one = news.nonconformity
    told = LiveNonconformityOut(
        at=instant(news.at_us), what=news.what, id=one.id, source=one.source, state=one.state, due=one.due
    )
    hub.tell("nonconformity", told, lambda: told)
