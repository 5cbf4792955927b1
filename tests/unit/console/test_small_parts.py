"""What pages are made of."""

from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from console.callbacks.door import CALLBACKS
from console.calls.door import CALLS
from console.frame.drawing import environment, minutes_until
from console.frame.navigation import ENTRIES, menu
from console.frame.typed import body_of
from console.tickets.actions import ACTIONS
from console.tickets.door import TICKETS
from console.tickets.story import story
from kit.i18n import LANGUAGES, Language
from kit.roles import Role
from ticketing.tickets.states import Action

SHANGHAI = ZoneInfo("Asia/Shanghai")


def drawn(text: str, language: Language = "en") -> str:
    return environment(language, SHANGHAI).from_string(text).render()


def test_what_a_form_sends_becomes_what_the_api_wants() -> None:
    typed = {"version": "3", "rating": "4", "waive": "true", "difficult": "no", "title": "5"}
    assert body_of(typed, numbers={"rating"}, flags={"waive", "difficult"}) == {
        "rating": 4,
        "waive": True,
        "difficult": False,
        "title": "5",
    }


@pytest.mark.parametrize("text", ["-1", "4.5", "٤", "four", "4e9"])
def test_what_is_no_whole_number_stays_as_it_was_typed(text: str) -> None:
    assert body_of({"rating": text}, numbers={"rating"}) == {"rating": text}


def test_times_are_the_sites_own() -> None:
    assert drawn("{{ '2025-11-25T18:00:00.000000Z' | at }}") == "11-26 02:00"
    assert drawn("{{ none | at }}") == "–"
    assert minutes_until("2025-11-25T02:01:00Z", 1_764_036_000_000_000) == 1.0


@pytest.mark.parametrize(
    ("seconds", "en", "zh"), [(3.14, "3.1 s", "3.1 秒"), (100, "01:40", "01:40"), (3700, "1:01:40", "1:01:40")]
)
def test_durations_are_short(seconds: float, en: str, zh: str) -> None:
    text = f"{{{{ {seconds} | seconds }}}}"
    assert (drawn(text), drawn(text, "zh")) == (en, zh)


def test_a_share_is_never_rounded_up_to_what_was_not_reached() -> None:
    assert [drawn(f"{{{{ {ratio} | share }}}}") for ratio in (0.8999, 0.9, 1)] == ["89.9 %", "90.0 %", "100.0 %"]
    assert drawn("{{ 0.9 | share }}", "zh") == "90.0%"


def test_each_line_of_a_history_is_said_in_words() -> None:
    lines = {
        "amended: title, phone": "修改：标题, 电话",
        "merged into 20261129-0154": "并入工单 20261129-0154",
        "dispatch": "派工",
        "of a later version": "of a later version",
    }
    for what, said in lines.items():
        assert drawn(f"{{{{ '{what}' | done }}}}", "zh") == said


def test_a_story_has_the_newest_first() -> None:
    told = story(
        [{"at": "2025-11-25T02:00:02.000000Z"}],
        [{"arrived_at": "2025-11-25T02:00:01.000000Z"}],
        [{"born_at": "2025-11-25T02:00:03.000000Z"}],
    )
    assert [each.kind for each in told] == ["callback", "change", "call"]


def test_every_action_has_a_button() -> None:
    assert ACTIONS.keys() == set(Action)


def test_views_differ_and_each_place_is_for_somebody() -> None:
    for known in (TICKETS, CALLBACKS, CALLS):
        assert len({known.address(view.query) for view in known.views}) == len(known.views)
    every = menu(Role.ADMIN, shifts=True)
    assert [entry.path for group in every for entry in group.entries] == [entry.path for entry in ENTRIES]
    assert [group.title for group in menu(Role.MANAGER, shifts=True)] == ["", "Quality"]
    assert menu(Role.METRICS, shifts=True) == []


def test_shifts_are_in_the_menu_only_where_the_site_has_some() -> None:
    with_shifts, without = (
        [entry.path for group in menu(Role.AGENT, shifts=shifts) for entry in group.entries] for shifts in (True, False)
    )
    assert [path for path in with_shifts if path not in without] == ["/shifts"]


def test_both_languages_draw() -> None:
    assert set(LANGUAGES) == set(get_args(Language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_a_text_is_escaped_and_the_text_is_not(language: Language) -> None:
    name = "{{ _('%(name)s <b>is</b> 100%%', name='<i>') }}"
    assert drawn(name, language) == "&lt;i&gt; <b>is</b> 100%"
    count = "{{ ngettext('%(num)d call, %(who)s', '%(num)d calls, %(who)s', 2, who='<i>') }}"
    assert drawn(count, language) == "2 calls, &lt;i&gt;"


def test_a_text_is_said_in_the_language_of_the_page_within_a_loop_too() -> None:
    assert drawn("{% for _each in (1, 2) %}{{ _('Tickets') }} {% endfor %}", "zh") == "工单 工单 "


@pytest.mark.parametrize(("language", "said"), [("zh", "未显示号码"), ("en", "withheld")])
def test_who_shows_no_number_is_called_withheld(language: Language, said: str) -> None:
    caller = environment(language, SHANGHAI).filters["caller"]
    assert [caller(raw) for raw in ("", "anonymous", "Unknown")] == [said] * 3
    assert caller("138****0001") == "138****0001"
