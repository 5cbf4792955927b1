"""All metrics under one roof. Each is declared once, in one of the modules below, with help, unit and labels.

docs/metrics.md is generated from them.
"""

from metrics.prometheus.call_catalogue import *  # noqa: F403 - its metrics
from metrics.prometheus.clock_catalogue import *  # noqa: F403 - its metrics
from metrics.prometheus.desk_catalogue import *  # noqa: F403 - its metrics
from metrics.prometheus.metric import Metric
from metrics.prometheus.objective_catalogue import *  # noqa: F403 - its metrics
from metrics.prometheus.service_catalogue import *  # noqa: F403 - its metrics

CATALOGUE: tuple[Metric, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Metric))
BY_NAME = {metric.name: metric for metric in CATALOGUE}
