"""Units in the language of a board: Grafana's own are English."""

from dashboards.tiles import Site


def seconds(site: Site) -> str:
    return site.say("suffix: s", "suffix: 秒")


def minutes(site: Site) -> str:
    return site.say("suffix: min", "suffix: 分钟")


def hours(site: Site) -> str:
    return site.say("suffix: h", "suffix: 小时")


def days(site: Site) -> str:
    return site.say("suffix: d", "suffix: 天")


def a_second(site: Site) -> str:
    return site.say("suffix: /s", "suffix: 个/秒")
