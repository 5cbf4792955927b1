"""News of readings, as the live stream tells them."""

from kit.http.live import Told, plain
from kit.http.wire import instant
from ticketing.news import ReadingNews
from ticketing.readings.models import LiveReadingOut


def reading_told(news: ReadingNews) -> Told:
    told = news.told
    return plain(
        "reading",
        LiveReadingOut(
            at=instant(told.at_us),
            what=news.what,
            id=news.id,
            objective=told.key.objective,
            day=told.key.day,
            state=told.state,
        ),
    )
