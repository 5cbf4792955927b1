"""What a site changes at its desk: categories, promises, callbacks, days."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kit.instants import HOUR_US, MINUTE_US
from thirdring.settings import SettingsError, load
from thirdring.settings.site_rules import site_rules
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.clocks.pauses import PauseReason
from ticketing.clocks.promises import PROMISES
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay
from ticketing.site_rules import SiteRules
from ticketing.tickets.categories import CATEGORIES
from ticketing.tickets.procedures import PROCEDURES

Rules = Callable[[str], SiteRules]


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    def of(text: str) -> SiteRules:
        file = tmp_path / "thirdring.toml"
        file.write_text(text, encoding="utf-8")
        return site_rules(load(file))

    return of


def test_without_a_word_the_desk_goes_by_its_defaults(rules: Rules) -> None:
    known = rules("")
    assert (known.categories, known.promises) == (CATEGORIES, PROMISES)
    assert (known.callbacks, known.category_of_calls, known.soon_us) == (CallbackPolicy(), "other", HOUR_US)


def test_a_site_changes_a_rule_and_adds_a_category(rules: Rules) -> None:
    known = rules(
        '[[desk.category]]\nkey = "enquiry"\nfollow_up = true\n'
        '[[desk.category]]\nkey = "parking"\nzh = "停车"\nen = "Parking"\npromise = "complaint"\npriority = "urgent"'
    )
    assert (known.category("enquiry").follow_up, known.category("enquiry").zh) == (True, "咨询")
    assert (known.category("parking").promise, known.category("parking").priority) == ("complaint", "urgent")
    assert len(known.categories) == len(CATEGORIES) + 1


def test_a_category_can_lose_its_procedure(rules: Rules) -> None:
    assert rules('[[desk.category]]\nkey = "move_in"\nprocedure = ""').category("move_in").procedure is None


def test_a_site_promises_otherwise_in_words_that_people_write(rules: Rules) -> None:
    known = rules(
        '[[desk.promise]]\nkey = "complaint"\nresponse = ["2 hours"]\n'
        '[[desk.promise]]\nkey = "lift"\nzh = "电梯"\nen = "lift"\nresolution = ["6 service hours", "end of workday"]\n'
        '[[desk.category]]\nkey = "repair"\npromise_by_priority = { normal = "lift" }'
    )
    assert known.promises["complaint"].response == (Elapsed(2 * HOUR_US),)
    assert known.promises["complaint"].resolution == (DaysLater(7),)
    assert known.promises["lift"].resolution == (Elapsed(6 * HOUR_US, service_hours=True), EndOfDay(workdays=True))


def test_a_site_gives_a_step_another_term_or_none(rules: Rules) -> None:
    known = rules(
        '[[desk.step]]\nprocedure = "renovation"\nkey = "permit"\nterm = ["2 workdays", "5 days"]\n'
        '[[desk.step]]\nprocedure = "move_in"\nkey = "rules"\nterm = []'
    )
    terms = {step.key: step.term for step in known.procedures["renovation"].steps}
    assert terms["permit"] == (DaysLater(2, workdays=True), DaysLater(5))
    assert terms["application"] == (DaysLater(3, workdays=True),)
    assert [step.key for step in known.procedures["move_in"].steps if not step.term] == ["rules"]
    assert known.procedures["goods_removal"] is PROCEDURES["goods_removal"]


def test_the_policy_of_callbacks_is_all_in_the_settings(rules: Rules) -> None:
    text = '[desk.callbacks]\nattempts = 2\ntalk_seconds = 7.5\nquiet_from = "20:00"\nclaim_minutes = 3'
    policy = rules(text).callbacks
    assert (policy.attempts_max, policy.talk_us_min, policy.claim_us) == (2, 7_500_000, 3 * MINUTE_US)
    assert policy.quiet_from.hour == 20


def test_the_sites_own_table_goes_before_the_calendar(rules: Rules) -> None:
    workdays = rules('[desk]\nwork_days = ["2026-10-01"]\nrest_days = [2026-11-25]').site.workdays
    assert workdays.works(date(2026, 10, 1))  # a national holiday
    assert not workdays.works(date(2026, 11, 25))  # a Wednesday


def test_a_number_dialled_by_hand_is_known_without_what_a_phone_dials_before_it(rules: Rules) -> None:
    numbering = rules('[numbers]\noutside = "9"\narea_code = "021"').numbering
    assert numbering.of_dialled("913800138000") == numbering.of_dialled("13800138000") == "+8613800138000"


def test_hours_of_the_desk_are_its_own(rules: Rules) -> None:
    hours = rules('[desk]\nservice_hours = { monday = ["08:00-12:00", "20:00-24:00"] }').site.hours
    assert hours is not None
    assert [len(hours.spans(date(2026, 11, 23))), len(hours.spans(date(2026, 11, 24)))] == [2, 2]  # as the day before


def test_only_the_reasons_a_site_names_stop_a_clock(rules: Rules) -> None:
    assert rules('[desk]\npauses = ["waiting_for_owner"]').stopping == {PauseReason.WAITING_FOR_OWNER}


def test_the_environment_joins_a_category_that_the_file_began(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRDRING__DESK__CATEGORY__0__FOLLOW_UP", "true")
    monkeypatch.setenv("THIRDRING__DESK__CALLBACKS__ATTEMPTS", "9")
    monkeypatch.setenv("THIRDRING__DESK__REST_DAYS", "2026-11-25, 2026-11-26")
    known = rules('[[desk.category]]\nkey = "enquiry"\npriority = "urgent"')
    assert (known.category("enquiry").follow_up, known.category("enquiry").priority) == (True, "urgent")
    assert known.callbacks.attempts_max == 9
    assert len(known.site.workdays.overrides) == 2


STEP = '[[desk.step]]\nterm = ["2 workdays"]\n'
PERMIT = f'{STEP}procedure = "renovation"\nkey = "permit"\n'
WRONG = [
    ('[[desk.category]]\nkey = "enquiry"\npromise = "soon"', "desk.category[0].promise no promise 'soon'", '"general"'),
    ('[[desk.category]]\nkey = "parking"\nzh = "停车"', "desk.category[0].en a new one needs its titles", '"Enquiry"'),
    ('[[desk.category]]\nkey = "enquiry"\nprocedure = "x"', "desk.category[0].procedure no procedure", '"renovation"'),
    ('[[desk.category]]\nkey = "a"\n[[desk.category]]\nkey = "a"', "desk.category[1].key a is there", '"enquiry"'),
    ('[[desk.category]]\nkey = "enquiry"\npriority = "high"', "desk.category[0].priority must be one of", '"normal"'),
    ('[[desk.promise]]\nkey = "general"\nresponse = ["soon"]', "desk.promise[0].response 'soon' is", '["24 hours"]'),
    ('[[desk.promise]]\nkey = "lift"', "desk.promise[0].zh a new one needs its titles", '"投诉"'),
    (f'{STEP}procedure = "x"\nkey = "permit"', "desk.step[0].procedure no procedure 'x'; there is: move_in", '"ren'),
    (f'{STEP}procedure = "renovation"\nkey = "paint"', "desk.step[0].key no step 'paint'; there is: appl", '"permit"'),
    (f"{PERMIT}{PERMIT}", "desk.step[1].key permit is there twice", '"permit"'),
    ('[[desk.step]]\nprocedure = "renovation"\nkey = "permit"', "desk.step[0].term", '["2 workdays"]'),
    (f'{PERMIT}[[desk.step]]\nterm = ["soon"]\nprocedure = "x"\nkey = "y"', "desk.step[1].term 'soon' is", '["2 work'),
    ('[desk]\ncategory_of_calls = "x"', "desk.category_of_calls no category 'x'", '"repair"'),
    ('[desk]\nwork_days = ["2026-02-30"]', "desk.work_days '2026-02-30' is not a valid date", '["2026-10-10"]'),
    ("[desk]\nwork_days = [2026-10-10]\nrest_days = [2026-10-10]", "desk.rest_days 2026-10-10 is", '["2026-12-24"]'),
    ('[desk]\npauses = ["tea"]', "desk.pauses[0] must be one of 'waiting_for_parts'", '["waiting_for_owner"]'),
    ("[desk]\nsince = 0001-01-01", "desk.since datetime.date(1, 1, 1) is not a valid date", '"2026-'),
    ("[desk]\nservice_hours = {}", "desk.service_hours service hours need at least one day", '{ monday = ["08'),
    ('[desk.callbacks]\nquiet_until = "22:00"', "desk.callbacks.quiet_until quiet hours must end before", '"08:00"'),
    ('[desk.callbacks]\nquiet_from = "9pm"', "desk.callbacks.quiet_from must be a time of the day", '"21:00"'),
    ("[desk.callbacks]\nattempts = 0", "desk.callbacks.attempts must be at least 1", "4"),
]


@pytest.mark.parametrize(("text", "said", "example"), WRONG)
def test_a_wrong_rule_is_told_by_its_key_its_problem_and_a_right_one(
    rules: Rules, text: str, said: str, example: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        rules(text)
    assert said in str(caught.value)
    assert f"; for example {example}" in str(caught.value)
