"""The words of PromQL that boards use, over metrics of the catalogue.

`$hotline` and `$period` are variables of the boards, `$__range` and `$__rate_interval` Grafana's own.
"""

from metrics.calls.service_level import Policy
from metrics.prometheus import catalogue
from metrics.prometheus.metric import Metric
from telephony.facts import Measurement

RANGE, PERIOD, RATE = "$__range", "$period", "$__rate_interval"
_AHEAD = {PERIOD: " offset -$period"}
"""A point of a curve stands where its period begins and looks ahead, so that the period that runs now is shown too."""
JOB = 'job="thirdring"'
AWAY, UNREAD = -1, -2  # what `stated` says in the place of a value: the service is away, or was never read
NONE = -5  # of what is rare: it was read, and there is none
RECORDED_STANDINGS = "thirdring:objective_status:max"  # once a minute, to look back over months


def series(metric: Metric, suffix: str = "", where: str = "") -> str:
    """Of the chosen hotlines where the metric has any."""
    chosen = 'hotline=~"$hotline"' if "hotline" in metric.label_names else ""
    matchers = ",".join(filter(None, (chosen, where)))
    return f"{metric.name}{suffix}" + (f"{{{matchers}}}" if matchers else "")


def total(metric: Metric, where: str = "", by: str = "") -> str:
    return f"sum{_by(by)} ({series(metric, where=where)})"


def most(metric: Metric, where: str = "", by: str = "") -> str:
    return f"max{_by(by)} ({series(metric, where=where)})"


def grown(metric: Metric, window: str = RANGE, where: str = "", by: str = "", suffix: str = "") -> str:
    """By how much the counters grew; Prometheus extrapolates to the window's ends, so this may be a fraction."""
    return f"sum{_by(by)} (increase({series(metric, suffix, where)}[{window}]{_AHEAD.get(window, '')}))"


def count(metric: Metric, window: str = RANGE, where: str = "", by: str = "") -> str:
    return f"round({grown(metric, window, where, by)})"


def share(part: str, whole: str) -> str:
    """NaN where the whole is 0: of no calls there is no share."""
    return f"{part} / {whole}"


def quantile(at: float, metric: Metric, window: str = RANGE, where: str = "") -> str:
    return f"histogram_quantile({at}, {grown(metric, window, where, 'le', '_bucket')})"


def recorded_quantile(at: float, metric: Metric, window: str) -> str:
    """Of all categories together, over the sums that Prometheus records: a bucket of each would be too much to read."""
    buckets = f"{recorded_buckets(metric)}[{window}]{_AHEAD.get(window, '')}"
    return f"histogram_quantile({at}, sum by (le) (increase({buckets})))"


def recorded_buckets(metric: Metric) -> str:
    """Its name ends as a counter's does: otherwise Prometheus warns, and Grafana puts a sign on the panel."""
    return f"{metric.name.replace('_', ':', 1)}:sum_bucket"


def mean(metric: Metric, window: str = RANGE, where: str = "") -> str:
    return share(grown(metric, window, where, suffix="_sum"), grown(metric, window, where, suffix="_count"))


def within_share(window: str = RANGE) -> str:
    return share(grown(catalogue.WITHIN_TARGET, window), grown(catalogue.COUNTED, window))


def estimated_share(window: str = RANGE) -> str:
    """Of the calls that ended, those that were not heard in full; NaN where none ended."""
    estimated = f'measurement="{Measurement.ESTIMATED}"'
    return share(grown(catalogue.BY_MEASUREMENT, window, estimated), grown(catalogue.BY_MEASUREMENT, window))


def missed(window: str = RANGE) -> str:
    return f"round({grown(catalogue.COUNTED, window)} - {grown(catalogue.WITHIN_TARGET, window)})"


def limit_bucket(policy: Policy) -> str:
    """The bucket of ring times within target, as metrics.prometheus.bounds lays it."""
    return f'le="{(policy.limit_us - 1) / 1_000_000!r}"'


def rings_now() -> str:
    """Of the call that rings longest: the ring it hears; 0 when none rings."""
    longest, period = f"max({series(catalogue.LONGEST_RINGING)})", f"scalar(max({catalogue.RING_PERIOD.name}))"
    return f"floor({longest} / {period}) + ({longest} > bool 0)"


def up() -> str:
    return f"min(up{{{JOB}}})"


def stated(expr: str) -> str:
    """Always one value, so that a panel keeps its title: `expr`, which has no labels; NaN where it has no value but the
    service is read; AWAY where the service does not answer Prometheus; UNREAD where Prometheus does not know it.
    """
    return _stated(expr, "NaN")


def counted(expr: str) -> str:
    """The same for a number of things: where there is no series yet, there are none of them."""
    return _stated(expr, "0")


def _stated(expr: str, otherwise: str) -> str:
    shown = while_read(expr) if RANGE in expr else f"({expr})"
    return f"{shown} or ({otherwise} * ({up()} == 1)) or ({up()} - 1) or vector({UNREAD})"


def agents(state: str) -> str:
    """How many agents do this now."""
    return counted(total(catalogue.AGENTS, f'state="{state}"'))


def over_time(expr: str) -> str:
    """A curve without labels that is there, and empty, on a site's first day too."""
    return f"({expr}) or vector(NaN)"


def of_line(metric: Metric, objective: str) -> str:
    matchers = f'objective="{objective}"'
    return f"max({series(metric, where=matchers)})"


def truncated(ratio: str) -> str:
    """To tenths of a percent and never up, as the sheet writes it: 89.96 % has not reached 90 %."""
    return f"floor(1000 * {ratio} + 0.000001) / 1000"


def ratio_standing(objective: str, light: int) -> str:
    """The line's exact ratio while its light is this one."""
    ratio, status = (of_line(one, objective) for one in (catalogue.OBJECTIVE_RATIO, catalogue.OBJECTIVE_STATUS))
    return f"{truncated(ratio)} and {status} == {light}"


def no_ratio(objective: str) -> str:
    return unstated(of_line(catalogue.OBJECTIVE_RATIO, objective))


def unstated(expr: str) -> str:
    """What `stated` says where `expr` has no value; nothing where it has one."""
    return f"({stated(expr)}) unless {expr}"


def why_none(expr: str, rare: bool) -> str:
    """Where `expr`, which may have labels, has no series: AWAY, UNREAD, or NaN unless no series is good news."""
    nothing_yet = "" if rare else f"NaN * ({up()} == 1) or "
    return f"({nothing_yet}{_not_read()}) unless on () ({expr})"


def none_of(expr: str) -> str:
    """NONE where the service is read and `expr` has no series. Where Prometheus is gone there is no answer at all."""
    return f"({up()} == 1) * 0 + {NONE} unless on () ({expr})"


def row_where_not_read(key: str) -> str:
    """A row for a table of this label, away or unread, to stand beside what it has."""
    return f"{_row(f'({up()} == 0) - 1', key, 'away')} or {_row(f'vector({UNREAD}) unless {up()}', key, 'unread')}"


def row_of_none(expr: str, key: str) -> str:
    return _row(none_of(expr), key, "none")


def _row(expr: str, key: str, name: str) -> str:
    return f'label_replace({expr}, "{key}", "{name}", "", "")'


def while_read(expr: str) -> str:
    """Nothing where the service did not answer at the end of the time chosen, though it counted within it."""
    return f"({expr}) and on () ({up()} == 1)"


def _not_read() -> str:
    return f"({up()} == 0) - 1 or vector({UNREAD}) unless {up()}"


def rank(metric: Metric) -> str:
    """The sheet's standings as numbers that rise: at risk, where something can be done, before missed, met, no data."""
    status = f"max by (objective) ({series(metric)})"
    return f"({status} == bool 3) + 2 * ({status} == bool 1) + 3 * ({status} == bool 0)"


def _by(labels: str) -> str:
    return f" by ({labels})" if labels else ""
