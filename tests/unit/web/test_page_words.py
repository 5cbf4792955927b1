"""The pages have a word for all that the API says by a key, in both languages."""

import re
from enum import StrEnum

import pytest

from console.words import words
from kit.i18n import LANGUAGES, Language
from kit.roles import Role
from metrics.calls.event_words import MEANINGS, meaning
from metrics.calls.service_level import Excluded
from telephony.facts import Direction, Disposition, Measurement, Outcome, TransferKind
from ticketing.callbacks.callback import AttemptOutcome, Reason, Way
from ticketing.callbacks.states import State
from ticketing.clocks.pauses import PauseReason
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import AMENDABLE, Source

TABLES: dict[str, type[StrEnum]] = {
    "status": Status,
    "priority": Priority,
    "disposition": Disposition,
    "outcome": Outcome,
    "callback_reason": Reason,
    "callback_state": State,
    "callback_outcome": AttemptOutcome,
    "excluded": Excluded,
    "role": Role,
    "direction": Direction,
    "transfer": TransferKind,
    "measurement": Measurement,
    "source": Source,
    "pause": PauseReason,
    "way": Way,
}
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_every_value_has_a_word_of_the_language(table: str, language: Language) -> None:
    known = words(language)[table]
    assert set(known) == {str(value) for value in TABLES[table]}
    assert all(bool(HAN.search(said)) is (language == "zh") for said in known.values())
    assert not any("_" in said for said in known.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_action_and_every_field_of_a_history_has_a_word(language: Language) -> None:
    assert {str(action) for action in Action} < set(words(language)["done"])
    assert set(words(language)["field"]) == AMENDABLE | {"nothing"}  # what was sent had these values already


@pytest.mark.parametrize(
    ("effect", "en", "zh"),
    [
        ("ringing", "Phone 1001 begins to ring", "话机 1001 开始振铃"),
        ("joined queue night", "The caller waits in the queue night", "来电人进入队列 night 等待"),
        ("attempt no_answer", "Phone 1001 stops ringing: nobody picked up", "话机 1001 停止振铃：无人接起"),
        ("ended timeout", "The call is over, unanswered", "来电结束，未接听"),
        ("the clock of the PBX was set by +1.5 s", "The switch's clock was set by +1.5 s", "交换机时钟被调整 +1.5 s"),
        ("of a later version", "1001: of a later version", "1001: of a later version"),
    ],
)
def test_a_step_of_a_call_is_told_in_plain_words(effect: str, en: str, zh: str) -> None:
    assert (meaning(effect, "1001", "en"), meaning(effect, "1001", "zh")) == (en, zh)


def test_every_way_an_attempt_or_a_call_can_end_is_told() -> None:
    effects = [f"attempt {outcome}" for outcome in Outcome] + [f"ended {disposition}" for disposition in Disposition]
    effects += [f"{direction} call arrived" for direction in Direction] + [f"{kind} transfer" for kind in TransferKind]
    assert [effect for effect in effects if not any(one.effect.fullmatch(effect) for one in MEANINGS)] == []
