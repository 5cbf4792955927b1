"""What boards ask PostgreSQL, of the views of the schema `wall`; and where its rows lead.

In the statements `$__timeFilter` is Grafana's own, `${hotline:regex}`, `${objective:csv}` and `${timezone}` are
variables of the boards, as `${service:raw}` is in links.
"""

from pathlib import Path

from dashboards.tiles import Column, Site
from dashboards.words import callback_outcomes, callback_states, categories, dispositions, priorities, reasons, statuses

FOLDER = Path(__file__).parent / "sql"
_RECEIPT = "${service:raw}/api/v1/calls/${__data.fields.pbx}/${__data.fields.linkedid}/receipt"
_TICKET = "${service:raw}/api/v1/tickets/${__value.text}"


def statement(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8").strip()


def duties(site: Site) -> str:
    """Their names are the settings' own, in both languages."""
    return statement("duties").replace("${language}", site.language)


def when(name: str, title: str) -> Column:
    return Column(name, title, "dateTimeAsLocal")


def receipt(site: Site) -> tuple[Column, Column]:
    """A call by its PBX and its linkedid, which leads to the events that prove it."""
    return Column("pbx", "PBX"), Column("linkedid", site.say("receipt", "判定依据"), link=_RECEIPT)


def ticket(site: Site, name: str = "ticket") -> Column:
    return Column(name, site.say("ticket", "工单"), link=_TICKET)


def call_columns(site: Site) -> tuple[Column, ...]:
    return (
        when("arrived_at", site.say("arrived", "来电时间")),
        Column("hotline", site.say("hotline", "热线")),
        Column("rings", site.say("rings", "铃声数")),
        Column("ring_seconds", site.say("rang", "振铃时长"), "s"),
        Column("disposition", site.say("ended", "结果"), words=dispositions(site)),
        ticket(site),
        *receipt(site),
    )


def ticket_columns(site: Site) -> tuple[Column, ...]:
    return (
        ticket(site, "number"),
        Column("category", site.say("category", "类别"), words=categories(site)),
        Column("priority", site.say("priority", "优先级"), words=priorities(site)),
        Column("status", site.say("status", "状态"), words=statuses(site)),
        when("opened_at", site.say("opened", "受理时间")),
        when("due_at", site.say("due", "时限")),
        Column("overdue", site.say("overdue", "超时"), words=_overdue(site)),
    )


def callback_columns(site: Site) -> tuple[Column, ...]:
    return (
        Column("id", site.say("number", "编号")),
        Column("reason", site.say("reason", "原因"), words=reasons(site)),
        Column("state", site.say("state", "状态"), words=callback_states(site)),
        ticket(site),
        when("due_at", site.say("due", "时限")),
        Column("overdue", site.say("overdue", "超时"), words=_overdue(site)),
        Column("attempts", site.say("attempts", "已拨次数")),
    )


def attempt_columns(site: Site) -> tuple[Column, ...]:
    return (
        when("at", site.say("at", "时间")),
        Column("reason", site.say("reason", "原因"), words=reasons(site)),
        Column("outcome", site.say("outcome", "结果"), words=callback_outcomes(site)),
        Column("talk_seconds", site.say("talked", "通话时长"), "s"),
        ticket(site),
        *receipt(site),
    )


def _overdue(site: Site) -> dict[str, str]:
    return {"true": site.say("overdue", "已超时"), "false": site.say("no", "否")}
