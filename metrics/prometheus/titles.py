"""The words for keys, as series with the value 1, for the texts of alerts."""

from collections.abc import Iterable, Iterator, Mapping

from metrics.objectives.objective import Objective
from metrics.prometheus import catalogue
from metrics.prometheus.scrape import Sample
from ticketing.tickets.categories import Category


def of_titles(objectives: Iterable[Objective], categories: Mapping[str, Category]) -> Iterator[Sample]:
    for one in objectives:
        yield Sample(catalogue.OBJECTIVE_INFO, 1, (one.key, str(one.id), one.title.zh, one.title.en))
    for key, category in categories.items():
        yield Sample(catalogue.CATEGORY_INFO, 1, (key, category.zh, category.en))
