"""What the doctor says of two services on one database."""

from datetime import UTC, datetime

import pytest

from kit import i18n
from kit.database.lock import Holder
from thirdring.doctor.report import as_json, as_text, exit_code
from thirdring.doctor.services import SeenServices, of_services

SINCE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
LEADER = Holder(7, "thirdring serve a1", "10.0.0.1", "a1", "desk-1", 41, "/var/lib/thirdring", "0.1.0", SINCE)
NOW_US = 1_796_000_000_000_000
WELL = SeenServices("", LEADER, 1.2, ["10.0.0.2"], NOW_US, NOW_US + 400_000)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (None, []),
        (WELL, []),
        (WELL._replace(silent_seconds=8.5), []),
        (WELL._replace(silent_seconds=8.6), ["desk-1 is in charge and has said nothing to PostgreSQL for 9 s"]),
        (WELL._replace(standing_by=[]), ["No second service stands by: when desk-1 is gone"]),
        (WELL._replace(leader=None), ["No service is in charge"]),
        (WELL._replace(leader=None, standing_by=[]), ["No service is in charge"]),
        (WELL._replace(heard_us=NOW_US + 60_000_000), []),
        (WELL._replace(heard_us=NOW_US + 61_000_000), ["in the last 61 s is not stored yet"]),
        (WELL._replace(heard_us=0), []),
        (WELL._replace(stored_us=0), []),
        (SeenServices("PostgreSQL does not answer."), ["cannot be asked. PostgreSQL does not answer."]),
    ],
)
def test_a_stand_by_that_could_not_go_on_is_a_problem(seen: SeenServices | None, said: list[str]) -> None:
    found = list(of_services(seen, "site.toml"))
    assert len(found) == len(said)
    for finding, words in zip(found, said, strict=True):
        assert words in finding.text
    assert exit_code({}, found) == (1 if said else 0)


IN_CHARGE = "services: desk-1 in charge since 2026-11-30 08:00:00 UTC"


@pytest.mark.parametrize(
    ("seen", "language", "line"),
    [
        (
            WELL,
            "en",
            f"{IN_CHARGE}; stand by: 1 (10.0.0.2); stored: all that was heard",
        ),
        (
            WELL._replace(standing_by=["", "10.0.0.3"], heard_us=NOW_US + 5_000_000),
            "en",
            f"{IN_CHARGE}; stand by: 2 (PostgreSQL's machine, 10.0.0.3); stored: all but the last 5 s",
        ),
        (WELL._replace(leader=None), "en", "services: nobody is in charge; stand by: 1"),
        (
            WELL,
            "zh",
            "服务：desk-1 自 2026-11-30 08:00:00 UTC 起工作；待命：1（10.0.0.2）；已入库：收到的全部事件",
        ),
        (WELL._replace(leader=None, standing_by=[]), "zh", "服务：没有一个在工作；待命：0"),
    ],
)
def test_who_is_in_charge_and_who_stands_by_is_one_line(seen: SeenServices, language: i18n.Language, line: str) -> None:
    i18n.use(language)
    assert line in as_text([], {}, [], seen).splitlines()


def test_scripts_are_told_the_same() -> None:
    told = as_json([], {}, [], WELL)
    for words in ('"in_charge": "desk-1"', '"standing_by": [\n      "10.0.0.2"', '"behind_seconds": 0.4'):
        assert words in told
    assert '"services": null' in as_json([], {}, [])
