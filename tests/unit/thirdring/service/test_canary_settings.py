import pytest
from pydantic import ValidationError

from metrics.calls.service_level import Excluded, judge
from telephony.facts import Call, Direction
from thirdring.settings import Settings

SITE = {
    "pbx": [{"name": "main", "secret": "x"}],
    "hotline": [{"name": "service", "numbers": ["8001"]}, {"name": "repair", "numbers": ["8002"]}],
}


def settings_with(**canary: object) -> Settings:
    return Settings.model_validate({**SITE, "canary": canary})


def test_the_test_number_is_one_of_the_first_hotline_or_of_the_one_that_is_named() -> None:
    first, named = settings_with(number="8099").layout(), settings_with(number="8099", hotline="repair").layout()
    assert first.hotline_of_number == {"8001": "service", "8002": "repair", "8099": "service"}
    assert named.hotline_of_number["8099"] == "repair"
    assert first.test_numbers == named.test_numbers == {"8099"}


def test_without_a_number_there_is_no_test_number() -> None:
    found = settings_with()
    assert found.layout().test_numbers == frozenset()
    assert found.service_level().test_lines == frozenset()


def test_a_call_to_the_test_number_is_a_test_call_and_one_to_the_hotline_is_not() -> None:
    policy = settings_with(number="8099").service_level()
    calls = [Call("main", "1.1", Direction.INTERNAL, "service", "x", dialled, 1) for dialled in ("8099", "8001")]
    assert [judge(call, policy).excluded for call in calls] == [Excluded.TEST_CALL, Excluded.INTERNAL]


@pytest.mark.parametrize(
    ("canary", "others", "words"),
    [
        ({"number": "8099", "hotline": "other"}, {}, "must be one of service, repair"),
        ({"number": "8099"}, {"agi": {"enabled": False}}, "by AGI, which is off"),
        ({"number": "8099"}, {"pbx": []}, "needs a"),
        ({"number": "8099"}, {"hotline": []}, "needs a"),
        ({"number": "8099", "channel": "PJSIP/8099@trunk"}, {}, "must have {number} in it, which"),
        ({"number": "8001"}, {}, "residents' calls would be in no figure"),
        ({"number": "8099", "channel": "PJSIP/{number}@{trunk}"}, {}, "no other braces"),
        ({"number": "80 99"}, {}, "pattern"),
        ({"number": "*99"}, {}, "pattern"),
        ({"number": "8099", "every_minutes": 1}, {}, "greater than or equal to 2"),
    ],
)
def test_a_canary_that_could_not_sing_is_refused(
    canary: dict[str, object], others: dict[str, object], words: str
) -> None:
    with pytest.raises(ValidationError, match=words.replace("{", r"\{").replace("}", r"\}")):
        Settings.model_validate({**SITE, **others, "canary": canary})
