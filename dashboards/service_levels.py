"""The part of the hotline's board that holds our share against the service levels that others count."""

from dashboards import promql
from dashboards.tiles import Kind, Place, Query, Site, Tile
from metrics.prometheus import catalogue
from metrics.prometheus.labels import OTHER
from metrics.prometheus.metric import Metric

_YES, _IN_LEVEL = 'answered="yes"', 'in_level="yes"'


def levels(site: Site) -> tuple[Tile, ...]:
    return _each(site), _asterisks(site)


def _each(site: Site) -> Tile:
    say, queued = site.say, catalogue.QUEUE_CALLS
    answered_in_level = promql.grown(queued, where=f"{_YES},{_IN_LEVEL}")
    return Tile(
        say("Service level, as each counts it", "服务水平（各种口径）"),
        say(
            "Ours, by the verdicts and again by the histogram of ring times; Asterisk's SL: answered in level, of "
            "answered; SL2: answered or gone in level, of all queued.",
            "本系统按判定与按直方图各算一次；Asterisk 的 SL：水平内接听 / 已接听；SL2：水平内接听或离开 / 全部排队。",
        ),
        (
            _level(promql.truncated(promql.within_share()), site.within),
            _level(promql.truncated(_by_ring_times(site)), say("by ring times", "按振铃时长统计")),
            _level(promql.share(answered_in_level, promql.grown(queued, where=_YES)), "SL"),
            _level(promql.share(promql.grown(queued, where=_IN_LEVEL), promql.grown(queued)), "SL2"),
        ),
        Place(0, 57, 16, 5),
        unit="percentunit",
        decimals=1,
        nothing=site.say("no calls yet", "尚无来电"),
    )


def _level(share: str, legend: str) -> Query:
    return Query(promql.while_read(share), legend)


def _by_ring_times(site: Site) -> str:
    in_bucket = f"{_YES},{promql.limit_bucket(site.policy)}"
    within = promql.grown(catalogue.RING, where=in_bucket, suffix="_bucket")
    return promql.share(within, promql.grown(catalogue.RING, suffix="_count"))


def _asterisks(site: Site) -> Tile:
    return Tile(
        site.say("As Asterisk itself counts", "与 Asterisk 自身数据对照"),
        site.say(
            "SL and SL2 since the service started, to hold against Asterisk's own.",
            "服务启动以来的 SL 与 SL2，供与 Asterisk 自身数据核对。",
        ),
        (_of_hotlines(catalogue.QUEUE_SL, "SL"), _of_hotlines(catalogue.QUEUE_SL2, "SL2")),
        Place(16, 57, 8, 5),
        Kind.TABLE,
        decimals=None,
        key="hotline",
        words={OTHER: site.say("other", "其他")},
    )


def _of_hotlines(metric: Metric, legend: str) -> Query:
    """Without hotlines that nobody called: a share of no calls is NaN."""
    return Query(f"{promql.most(metric, by='hotline')} >= 0", legend, rare=True, unit="percentunit")
