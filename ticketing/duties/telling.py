"""News of duties, as the live stream tells them."""

from kit.http.live import Told, plain
from kit.http.wire import instant
from ticketing.duties.models import LiveDutyOut, TitleOut
from ticketing.news import DutyNews


def duty_told(news: DutyNews) -> Told:
    duty = news.duty
    return plain(
        "duty",
        LiveDutyOut(
            at=instant(news.at_us),
            what=news.what,
            id=duty.id,
            name=duty.name,
            title=TitleOut(zh=duty.zh, en=duty.en),
            department=duty.department,
            until=instant(duty.until_us),
            state=duty.state(news.at_us),
        ),
    )
