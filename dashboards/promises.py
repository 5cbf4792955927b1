"""A line of the sheet as a figure: its exact share in the colour of its light."""

from dashboards import promql
from dashboards.tiles import Query, Site
from dashboards.tones import Tone
from metrics.objectives.standing import Status
from metrics.prometheus.sheet_samples import LIGHTS

_TONES = {Status.MET: Tone.FINE, Status.AT_RISK: Tone.AT_RISK, Status.MISSED: Tone.MISSED}


def share(site: Site, line: int) -> tuple[Query, ...]:
    key = site.objective(line).key
    queries = (Query(promql.ratio_standing(key, LIGHTS[status]), tone=tone) for status, tone in _TONES.items())
    return *queries, Query(promql.no_ratio(key))
