"""Changes of duties and nonconformities, told on the live stream."""

from thirdring.quality.duties import DutyNews
from thirdring.quality.nonconformities import NonconformityNews
from thirdring.web.live import LiveHub
from thirdring.web.quality.duty_models import LiveDutyOut, TitleOut
from thirdring.web.quality.nonconformity_models import LiveNonconformityOut
from thirdring.web.wire import instant


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


def tell_nonconformity(hub: LiveHub, news: NonconformityNews) -> None:
    one = news.nonconformity
    told = LiveNonconformityOut(
        at=instant(news.at_us), what=news.what, id=one.id, source=one.source, state=one.state, due=one.due
    )
    hub.tell("nonconformity", told, lambda: told)
