"""The top of the objectives' board: is the sheet met? If not, since when, and which lines?"""

from dashboards import promql
from dashboards.questions import ROWS, Answer, question
from dashboards.tiles import Kind, Place, Query, Site, Tile
from dashboards.tones import Tone
from dashboards.units import days
from dashboards.words import lines
from metrics.objectives.standing import Status
from metrics.prometheus import catalogue
from metrics.prometheus.sheet_samples import LIGHTS

_MET, _AT_RISK, _MISSED = LIGHTS[Status.MET], LIGHTS[Status.AT_RISK], LIGHTS[Status.MISSED]
_STATUS = catalogue.OBJECTIVE_STATUS.name


def top(site: Site) -> tuple[Tile, ...]:
    return _met(site), _since_when(site), _which(site)


def _met(site: Site) -> Tile:
    worst = f"max({_STATUS})"
    return question(
        site.say("Is the sheet met?", "质量目标都达标吗？"),
        site.say(
            "Lines of the sheet that are missed in their current period; where none is, those at risk.",
            "本期未达标的项数；没有未达标时，为待达标的项数。",
        ),
        (
            Answer(
                f"sum({_STATUS} == bool {_MISSED}) and {worst} == {_MISSED}",
                Tone.MISSED,
                _lines(site, "missed", "未达标"),
            ),
            Answer(
                f"sum({_STATUS} == bool {_AT_RISK}) and {worst} == {_AT_RISK}",
                Tone.AT_RISK,
                _lines(site, "at risk", "待达标"),
            ),
            Answer(f"0 * {worst} and {worst} == {_MET}", Tone.FINE),
        ),
        f"NaN * ({worst} == 0) or ({promql.unstated(worst)})",
        site.say("yes", "是"),
        site.say("nothing yet", "无记录"),
    )


def _lines(site: Site, english: str, chinese: str) -> str:
    return site.say(f"suffix: {english}", f"suffix: 项{chinese}")


def _since_when(site: Site) -> Tile:
    say, standing = site.say, promql.RECORDED_STANDINGS
    return Tile(
        say("Since when not? Lines by standing", "何时起没有达标？（各状态的项数）"),
        say("How many lines were at risk and missed, minute by minute.", "按分钟记录的待达标与未达标项数。"),
        (
            Query(promql.over_time(f"sum(max by (objective) ({standing}) == bool {_AT_RISK})"), "at_risk"),
            Query(promql.over_time(f"sum(max by (objective) ({standing}) == bool {_MISSED})"), "missed"),
        ),
        Place(6, 0, 7, ROWS),
        Kind.TREND,
        words={"at_risk": say("at risk", "待达标"), "missed": say("missed", "未达标")},
    )


def _which(site: Site) -> Tile:
    say = site.say
    not_met = f"(max by (objective) ({_STATUS}) >= {_AT_RISK})"
    still, left = (
        f"max by (objective) ({one.name})" for one in (catalogue.OBJECTIVE_ELIGIBLE, catalogue.OBJECTIVE_LEFT)
    )
    open_items = f"({still} - max by (objective) ({catalogue.OBJECTIVE_MET.name})) and on (objective) {not_met}"
    missed = say("not met", "未达标数")
    return Tile(
        say("Which, and why not?", "哪些没有达标？为何？"),
        say(
            "Lines at risk or missed: how much of them did not meet the standard yet, and until when it can.",
            "待达标与未达标的各项：尚未达标的数量与本期剩余时间。",
        ),
        (
            Query(open_items, missed, rare=True, unit="locale", width=110),
            Query(
                f"{left} / 86400 and on (objective) {not_met}", say("time left", "剩余时间"), unit=days(site), width=120
            ),
        ),
        Place(13, 0, 11, ROWS),
        Kind.TABLE,
        decimals=None,
        key="objective",
        words=lines(site),
        worst_first=missed,
    )
