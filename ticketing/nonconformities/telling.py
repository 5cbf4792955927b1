"""News of nonconformities, as the live stream tells them."""

from kit.http.live import Told, plain
from kit.http.wire import instant
from ticketing.news import NonconformityNews
from ticketing.nonconformities.models import LiveNonconformityOut


def nonconformity_told(news: NonconformityNews) -> Told:
    one = news.nonconformity
    return plain(
        "nonconformity",
        LiveNonconformityOut(
            at=instant(news.at_us), what=news.what, id=one.id, source=one.source, state=one.state, due=one.due
        ),
    )
