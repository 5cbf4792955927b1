"""The top of the desk's board: is everything done in time? If not, when was it due, and what is it?"""

from dashboards import promql, rows
from dashboards.questions import ROWS, Answer, question
from dashboards.tiles import Column, Kind, Place, Site, Tile
from dashboards.tones import Tone
from dashboards.words import callback_states, categories, reasons, statuses
from metrics.prometheus import catalogue


def top(site: Site) -> tuple[Tile, ...]:
    return _in_time(site), _when_late(site), _what_is_late(site)


def _in_time(site: Site) -> Tile:
    overdue, complaints, callbacks, soon = (
        f"(sum({metric.name}) or vector(0))"
        for metric in (
            catalogue.TICKETS_OVERDUE,
            catalogue.COMPLAINTS_OVERDUE,
            catalogue.CALLBACKS_OVERDUE,
            catalogue.TICKETS_DUE_SOON,
        )
    )
    late, known = f"({overdue} + {complaints} + {callbacks})", f"({promql.up()} == 1)"
    return question(
        site.say("Is everything in time?", "都按时办理了吗？"),
        site.say(
            "Tickets, answers to complaints and callbacks that are late; where none is, tickets due within the hour.",
            "当前已超时的工单、投诉回复与拨打；没有超时时，为一小时内到期的工单。",
        ),
        (
            Answer(f"{late} > 0 and {known}", Tone.MISSED, site.say("suffix: late", "suffix: 项超时")),
            Answer(
                f"{soon} > 0 and {late} == 0 and {known}",
                Tone.AT_RISK,
                site.say("suffix: due soon", "suffix: 项将到期"),
            ),
            Answer(f"{late} + {soon} == 0 and {known}", Tone.FINE),
        ),
        promql.unstated(known),
        site.say("yes", "是"),
    )


def _when_late(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("When not? By the hour it was due", "何时没有按时？（按到期小时）"),
        say(
            "Tickets and callbacks that were not done when they were due, whether done later or not. None is good.",
            "到期时尚未办结的工单与尚未完成的拨打，含之后补办的；没有为好。",
        ),
        (),
        Place(6, 0, 9, ROWS),
        Kind.CURVES,
        stacked=True,
        sql=rows.statement("late_by_hour"),
        words={"tickets": say("tickets", "工单"), "callbacks": say("callbacks", "拨打")},
        rare=True,
    )


def _what_is_late(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("What is late now?", "现在超时的是什么？"),
        say(
            "By kind and status, the longest late first. The rows below show each.",
            "按类别与状态，超时最久的在前；下表列出每一项。",
        ),
        (),
        Place(15, 0, 9, ROWS),
        Kind.ROWS,
        decimals=0,
        sql=rows.statement("late_now"),
        columns=(
            Column("kind", say("kind", "类别"), words={**categories(site), **reasons(site)}),
            Column("status", say("status", "状态"), words={**callback_states(site), **statuses(site)}, width=110),
            Column("late", say("late", "超时"), "none", width=70),
            rows.when("since", say("since", "最早到期")),
        ),
        rare=True,
    )
