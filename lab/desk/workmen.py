"""The workmen of the played estate by trade, and who of them is on duty."""

from lab.desk.matters import GREEN, GUARD, HEAD, POWER, WATER, Said

WANG, LIU, ZHAO = Said("王师傅", "wang"), Said("刘师傅", "liu"), Said("赵师傅", "zhao")
CHEN, SUN, ZHOU = Said("陈队长", "chen"), Said("孙师傅", "sun"), Said("周主管", "zhou")

_TRADES = {WATER: (WANG, LIU), POWER: (ZHAO, WANG), GUARD: (CHEN,), GREEN: (SUN,), HEAD: (ZHOU,)}
_ON_DUTY = (WANG, ZHAO)


def trades(language: str) -> dict[str, list[str]]:
    """As `desk.trades` of the settings."""
    return {trade.within(language): [name.within(language) for name in names] for trade, names in _TRADES.items()}


def workmen(language: str) -> list[str]:
    return sorted({name for names in trades(language).values() for name in names})


def head(language: str) -> str:
    """Of the workmen, and duty manager of the shifts."""
    return ZHOU.within(language)


def on_duty(language: str) -> list[str]:
    return [name.within(language) for name in _ON_DUTY]
