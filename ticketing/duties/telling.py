"""Changes of duties, told on the live stream."""

from kit.http.live import LiveHub
from kit.http.wire import instant
from ticketing.duties.models import LiveDutyOut, TitleOut
from ticketing.duties.store import DutyNews


def tell_duty(hub: LiveHub, news: DutyNews) -> None:
    """It names nobody, so that all see the same."""
    duty = news.duty
    told = LiveDutyOut(
        at=instant(news.at_us),
        what=news.what,
        id=duty.id,
        name=duty.name,
        title=TitleOut(zh=duty.zh, en=duty.en),
        department=duty.department,
        until=instant(duty.until_us),
        state=duty.state(news.at_us),
    )
    hub.tell("duty", told, lambda: told)
