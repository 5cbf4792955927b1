"""What boards ask PostgreSQL, of the views of the schema `wall`; and where its rows lead.

In the statements `$__timeFilter` is Grafana's own, `${hotline:regex}`, `${objective:csv}` and `${timezone}` are
variables of the boards, as `${service:raw}` is in links.
"""

from pathlib import Path

from dashboards.tiles import Column, Site
from dashboards.units import seconds
from dashboards.words import (
    callback_outcomes,
    callback_states,
    categories,
    causes,
    dispositions,
    priorities,
    reasons,
    statuses,
)

FOLDER = Path(__file__).with_name("sql")
SERVICE = "${service:raw}"
_RECEIPT = f"{SERVICE}/calls/${{__data.fields.pbx}}/${{__value.raw}}"
IDENTIFIER = "string"  # or Grafana takes a linkedid for 1.8 billion
_TICKET = f"{SERVICE}/tickets/${{__value.text}}"


def statement(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8").strip()


def duties(site: Site) -> str:
    """Their names are the settings' own, in both languages."""
    return statement("duties").replace("${language}", site.language)


def when(name: str, title: str) -> Column:
    return Column(name, title, "time:YYYY-MM-DD HH:mm", width=160)


def receipt(site: Site) -> tuple[Column, Column]:
    """A call by its PBX and its linkedid, which leads to the events that prove it."""
    said = site.say("open", "查看")
    pbx = Column("pbx", site.say("PBX", "交换机"), IDENTIFIER, width=90)
    return pbx, Column("linkedid", site.say("receipt", "判定依据"), IDENTIFIER, every=said, link=_RECEIPT, width=100)


def ticket(site: Site, name: str = "ticket") -> Column:
    return Column(name, site.say("ticket", "工单"), IDENTIFIER, link=_TICKET, width=135)


def call_columns(site: Site) -> tuple[Column, ...]:
    return (
        when("arrived_at", site.say("arrived", "来电时间")),
        Column("hotline", site.say("hotline", "热线"), IDENTIFIER, width=160),
        Column("rings", site.say("rings", "振铃声数"), IDENTIFIER, width=100),
        Column("ring_seconds", site.say("rang", "振铃时长"), seconds(site), width=120),
        Column("disposition", site.say("ended", "结果"), words=dispositions(site), width=170),
        Column("cause", site.say("cause", "原因"), words=causes(site)),
        ticket(site),
        *receipt(site),
    )


def ticket_columns(site: Site) -> tuple[Column, ...]:
    return (
        ticket(site, "number"),
        Column("category", site.say("category", "类别"), words=categories(site)),
        Column("priority", site.say("priority", "优先级"), words=priorities(site), width=110),
        Column("status", site.say("status", "状态"), words=statuses(site), width=130),
        when("opened_at", site.say("opened", "受理时间")),
        when("due_at", site.say("due", "到期")),
        Column("overdue", site.say("overdue", "超时"), words=_overdue(site), width=110),
    )


def callback_columns(site: Site) -> tuple[Column, ...]:
    return (
        Column("id", site.say("number", "编号"), IDENTIFIER, width=80),
        Column("reason", site.say("reason", "原因"), words=reasons(site)),
        Column("state", site.say("state", "状态"), words=callback_states(site), width=110),
        ticket(site),
        when("due_at", site.say("due", "到期")),
        Column("overdue", site.say("overdue", "超时"), words=_overdue(site), width=90),
        Column("attempts", site.say("attempts", "已拨次数"), IDENTIFIER, width=90),
    )


def attempt_columns(site: Site) -> tuple[Column, ...]:
    return (
        when("at", site.say("at", "时间")),
        Column("reason", site.say("reason", "原因"), words=reasons(site)),
        Column("outcome", site.say("outcome", "结果"), words=callback_outcomes(site), width=180),
        Column("talk_seconds", site.say("talked", "通话时长"), seconds(site), width=100),
        ticket(site),
        *receipt(site),
    )


def _overdue(site: Site) -> dict[str, str]:
    return {"true": site.say("overdue", "已超时"), "false": site.say("no", "否")}
