"""What happens by itself, as a listener of the live stream hears it."""

import json
from datetime import date
from decimal import Decimal

from kit.http.live import Listener
from kit.instants import DAY_US
from kit.roles import Role
from metrics.calls.live_hub import CallsHub
from metrics.calls.service_level import Policy
from ticketing.duties.occurrence import Occurrence
from ticketing.news import DutyNews, NonconformityNews, ReadingNews
from ticketing.nonconformities.nonconformity import Nonconformity, Source
from ticketing.readings.reading import Figures, Key, State, Told
from ticketing.telling import Telling

T0 = 1_764_000_000_000_000
PATROL = Occurrence(
    id=7,
    name="patrol",
    zh="公共区域巡查",
    en="patrol of the public areas",
    objective=16,
    owner=Role.AGENT,
    sign_off=False,
    first=date(2025, 11, 25),
    since_us=T0,
    until_us=T0 + DAY_US,
    findings="李四家门口有杂物",
)


def heard(hub: CallsHub, listener: Listener) -> tuple[str, dict[str, object]]:
    event = listener.queue.get_nowait()
    assert event is not None
    assert event.frame(sees_numbers=True) == event.frame(sees_numbers=False)
    name, data = event.frame(sees_numbers=False).decode().splitlines()[1:3]
    return name, json.loads(data.removeprefix("data: "))


def test_a_missed_duty_and_an_overdue_nonconformity_are_heard_and_name_nobody() -> None:
    hub, listener = CallsHub(Policy(), list), Listener(lambda: None)
    hub.join(listener, None, T0)
    tell = Telling(hub, hub.note)
    tell(DutyNews(PATROL, "missed", PATROL.until_us))
    name, data = heard(hub, listener)
    assert (name, data["what"], data["id"], data["state"]) == ("event: duty", "missed", 7, "missed")
    assert "李四" not in json.dumps(data, ensure_ascii=False)
    one = Nonconformity(id=3, source=Source.TICKET, title="工单超时", raised_at_us=T0, raised_by="rule")
    tell(NonconformityNews(one, "overdue", T0))
    name, data = heard(hub, listener)
    assert (name, data["what"], data["id"], data["source"]) == ("event: nonconformity", "overdue", 3, "ticket")


def test_a_reading_that_waits_is_heard_without_a_name() -> None:
    hub, listener = CallsHub(Policy(), list), Listener(lambda: None)
    hub.join(listener, None, T0)
    figures = Figures(Decimal(9), Decimal(10), evidence="李四")
    told = Told(Key(3, date(2025, 11, 25), "王五"), figures, 1, "wang", T0, "", State.TOLD, "wang")
    Telling(hub, hub.note)(ReadingNews(5, told, "told"))
    name, data = heard(hub, listener)
    assert name == "event: reading"
    assert data == {
        "at": "2025-11-24T16:00:00.000000Z",
        "what": "told",
        "id": 5,
        "objective": 3,
        "day": "2025-11-25",
        "state": "told",
    }
