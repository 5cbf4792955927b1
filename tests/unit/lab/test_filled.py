from lab import filled

DAY = filled.Span(1_764_028_800, 1_764_115_200)


def test_a_question_to_prometheus_has_the_times_that_grafana_would_put_in() -> None:
    expr = 'sum(increase(x{hotline=~"$hotline"}[$__range])) + rate(y[$__rate_interval]) + z[$period]'
    assert filled.promql(expr, DAY) == 'sum(increase(x{hotline=~".*"}[86400s])) + rate(y[20s]) + z[1h]'


def test_a_time_filter_takes_whole_expressions() -> None:
    text = "select 1 where $__timeFilter(day::timestamp at time zone '${timezone}') and $__timeFilter(date(at))"
    between = "between '2025-11-25T00:00:00+00:00' and '2025-11-26T00:00:00+00:00'"
    assert filled.sql(text, DAY, "UTC") == (
        f"select 1 where day::timestamp at time zone 'UTC' {between} and date(at) {between}"
    )
