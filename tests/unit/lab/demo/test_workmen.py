"""The demo's trades have workmen, and some are on duty, in both languages."""

from pathlib import Path

import pytest

from kit import i18n
from lab.demo.site import Switch, settings
from lab.desk.matters import MATTERS
from lab.desk.workmen import on_duty, trades, workmen
from lab.sim.site import site


@pytest.mark.parametrize("language", ["zh", "en"])
def test_whatever_is_dispatched_has_workmen_and_somebody_is_on_duty(language: str) -> None:
    dispatched = {matter.trade.within(language) for matter in MATTERS} - {""}
    assert dispatched <= set(trades(language))
    assert all(trades(language).values())
    assert 0 < len(on_duty(language)) < len(workmen(language))
    assert set(on_duty(language)) <= set(workmen(language))


def test_the_settings_of_the_demo_name_them(tmp_path: Path) -> None:
    place = site(2)
    switch = Switch("", "all simulated", 1, "u", "s", place.hotline, place.agents, lambda _a, _n: True, ())
    desk = settings(switch, tmp_path, 8080).desk
    assert {trade: list(names) for trade, names in desk.trades.items()} == trades(i18n.language())
    assert desk.assign_after_minutes == 0  # so whoever is on duty has work to be seen
