"""The top of the service's board: can the figures be believed? If not, since when, where is it stuck, which calls?"""

from dashboards import promql, rows, service_state
from dashboards.questions import ROWS
from dashboards.rows import IDENTIFIER
from dashboards.tiles import Column, Kind, Place, Query, Saying, Site, Sizes, Step, Tile, lowered
from dashboards.tones import Tone
from dashboards.words import dispositions, measurements
from metrics.prometheus import catalogue
from telephony.facts import Measurement

_LIGHTS_ROWS, CALLS_ROWS = 4, 8


def top(site: Site) -> tuple[Tile, ...]:
    return _believed(site), _since_when(site), *lowered(_lights(site), ROWS), _calls(site)


def _believed(site: Site) -> Tile:
    return Tile(
        site.say("Can the figures be believed?", "数字可信吗？"),
        site.say(
            "Yes, or the worst that is true: is Third Ring read, does every PBX send events, can event log and "
            "database be written, are the figures fresh, was every call of the time chosen heard in full?",
            "可信，或最严重的一项：系统能否读取、各交换机是否有事件传入、事件日志与数据库能否写入、数字是否为最新、"
            "所选时间内的来电是否都完整记录。",
        ),
        (Query(service_state.of_time_chosen()),),
        Place(0, 0, 6, ROWS),
        sayings=service_state.answers(site),
        sizes=Sizes(18, 44),
    )


def _since_when(site: Site) -> Tile:
    say = site.say
    estimated = promql.grown(catalogue.BY_MEASUREMENT, promql.RATE, f'measurement="{Measurement.ESTIMATED}"')
    parts = (
        (f"1 - {promql.up()}", say("System", "系统")),
        (f"1 - min({catalogue.LINK_UP.name})", say("PBX links", "交换机连接")),
        (f"max({catalogue.JOURNAL_TROUBLE.name})", say("Event log", "事件日志")),
        (f"max({catalogue.STORE_TROUBLE.name})", say("Database", "数据库")),
        (f"{estimated} > bool 0", say("Calls in full", "来电完整记录")),
    )
    return Tile(
        say("Since when not?", "何时起不可信？"),
        say(
            "Each part as it was: green good, red trouble, empty where the system did not answer.",
            "各部分的状态变化：绿色正常，红色故障，系统未应答时为空。",
        ),
        tuple(Query(expr, name) for expr, name in parts),
        Place(6, 0, 18, ROWS),
        Kind.LIGHTS,
        steps=(Step(None, Tone.FINE), Step(1, Tone.MISSED)),
        sayings=_trouble(site),
    )


def _calls(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Calls that were not heard in full", "未完整记录的来电"),
        say(
            "Recovered from Asterisk's own records, or estimated after a gap; the receipt shows what is known of each.",
            "由 Asterisk 自身记录补全，或在中断后估算的来电；点击“查看”可看到已知的事件。",
        ),
        (),
        Place(0, ROWS + _LIGHTS_ROWS, 24, CALLS_ROWS),
        Kind.ROWS,
        decimals=None,
        sql=rows.statement("incomplete_calls"),
        columns=(
            rows.when("arrived_at", say("arrived", "来电时间")),
            Column("hotline", say("hotline", "热线"), IDENTIFIER),
            Column("measurement", say("measurement", "记录方式"), words=measurements(site), width=170),
            Column("disposition", say("ended", "结果"), words=dispositions(site), width=170),
            *rows.receipt(site),
        ),
        rare=True,
    )


def _lights(site: Site) -> tuple[Tile, ...]:
    return _system(site), _link_lights(site), _journal_light(site), _database(site), _completeness(site)


def _trouble(site: Site) -> tuple[Saying, Saying]:
    good = Saying(0, site.say("good", "正常"), Tone.FINE)
    return good, Saying(1, site.say("TROUBLE", "故障"), Tone.MISSED)


def _system(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("System", "系统"),
        say("Whether Prometheus can read Third Ring.", "Prometheus 能否读取 Third Ring。"),
        (Query(promql.stated(f"min(up{{{promql.JOB}}})")),),
        Place(0, 0, 4, 4),
        sayings=(Saying(1, say("runs", "正常"), Tone.FINE), Saying(0, say("DOWN", "已停止"), Tone.MISSED)),
    )


def _link_lights(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Links", "交换机连接"),
        say("Whether events of each PBX come in.", "各交换机是否有事件传入。"),
        (Query(f"min by (pbx) ({catalogue.LINK_UP.name})", "{{pbx}}"),),
        Place(4, 0, 8, 4),
        sayings=(Saying(1, say("up", "正常"), Tone.FINE), Saying(0, say("DOWN", "断开"), Tone.MISSED)),
    )


def _journal_light(site: Site) -> Tile:
    say = site.say
    good, trouble = _trouble(site)
    return Tile(
        say("Event log", "事件日志"),
        say("Whether the event log can be written; a full disk is trouble.", "事件日志能否写入磁盘；磁盘满即为故障。"),
        (Query(promql.stated(f"max({catalogue.JOURNAL_TROUBLE.name})")),),
        Place(12, 0, 4, 4),
        sayings=(good, trouble),
    )


def _database(site: Site) -> Tile:
    say = site.say
    good, trouble = _trouble(site)
    return Tile(
        "PostgreSQL",
        say("Whether PostgreSQL can be written.", "能否写入数据库。"),
        (Query(promql.stated(f"max({catalogue.STORE_TROUBLE.name})")),),
        Place(16, 0, 4, 4),
        sayings=(good, trouble),
    )


def _completeness(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Completeness", "记录完整率"),
        say(
            "Calls measured or recovered, of all that ended in the time chosen. Orange where more than "
            f"{100 * service_state.ESTIMATED_AT_MOST:g} % were estimated.",
            f"所选时间内结束的来电中实测或补全的比例。估算的超过 {100 * service_state.ESTIMATED_AT_MOST:g}% 时为橙色。",
        ),
        (Query(promql.stated(f"1 - {promql.estimated_share()}")),),
        Place(20, 0, 4, 4),
        unit="percentunit",
        decimals=2,
        steps=(Step(None, Tone.AT_RISK), Step(1 - service_state.ESTIMATED_AT_MOST, Tone.FINE)),
    )
