from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.refusals import ImpossibleError, MissingError, NotYoursError, RefusedError
from kit.roles import Role, reaches
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Source
from ticketing.duties.duty import DUTIES
from ticketing.inspections.findings import BY_HAND, MAY, TRANSITIONS, Action, Finding, Severity, State, Told, act
from ticketing.inspections.forms import FORM_OF_DUTY, FORMS
from ticketing.inspections.inspection import Checked, Filled, FormError, Recheck, Result, check

TODAY = date(2026, 11, 25)


def filled(form: str = "daily", rechecks: list[Recheck] | None = None, **results: str) -> Filled:
    """All in order but for what is named."""
    checked = [Checked(item.key, Result(results.get(item.key, "ok")), "3 号楼") for item in FORMS[form].items]
    return Filled(form, "", TODAY, checked, rechecks or [])


def checked(one: Filled, unsettled: tuple[int, ...] = (), role: Role = Role.MANAGER, today: date = TODAY) -> None:
    check(one, FORMS[one.form], today, unsettled, role)


def test_a_form_is_filled_in_whole_by_who_may() -> None:
    checked(filled(lobbies="major"), role=Role.DISPATCHER)
    with pytest.raises(NotYoursError):
        checked(filled(), role=Role.AGENT)
    with pytest.raises(NotYoursError):
        checked(filled("weekly"), role=Role.DISPATCHER)


def test_what_lacks_an_item_or_has_one_twice_or_too_many_is_refused_by_its_name() -> None:
    whole = filled()
    for results, name in (
        (whole.checked[1:], "attendance"),
        ([*whole.checked, whole.checked[0]], "attendance"),
        ([*whole.checked, Checked("roof", Result.OK)], "roof"),
    ):
        with pytest.raises(FormError, match=name) as refused:
            checked(whole._replace(checked=results))
        assert refused.value.field == "results"


def test_what_is_not_in_order_needs_a_note() -> None:
    bare = [one._replace(note=" ") for one in filled(lighting="minor").checked]
    with pytest.raises(FormError, match="lighting"):
        checked(filled()._replace(checked=bare))


def test_what_is_in_order_needs_no_note() -> None:
    one = filled(lighting="minor")
    checked(
        one._replace(
            checked=[
                each._replace(note="dark") if each.item == "lighting" else each._replace(note="")
                for each in one.checked
            ]
        )
    )


def test_nobody_inspects_tomorrow() -> None:
    with pytest.raises(FormError):
        checked(filled(), today=date(2026, 11, 24))


def test_the_weekly_form_looks_at_every_unsettled_finding_again_and_the_daily_one_at_none() -> None:
    checked(filled("weekly", [Recheck(3, True), Recheck(5, False)]), (3, 5))
    with pytest.raises(FormError, match="5") as refused:
        checked(filled("weekly", [Recheck(3, True)]), (3, 5))
    assert (refused.value.field, refused.value.lacking) == ("rechecks", ("5",))
    with pytest.raises(FormError):
        checked(filled("daily", [Recheck(3, True)]))


def test_the_forms_feed_lines_that_take_readings_and_do_duties_that_there_are() -> None:
    fed = {item.objective for form in FORMS.values() for item in form.items} - {None}
    assert fed == {1, 18}
    assert fed <= {one.id for one in OBJECTIVES if one.source is Source.READINGS}
    owners = {duty.name: duty.owner for duty in DUTIES}
    assert {form.duty: form.owner for form in FORMS.values()} == {name: owners[name] for name in FORM_OF_DUTY}
    for form in FORMS.values():
        assert len({item.key for item in form.items}) == len(form.items)
        assert all(item.zh and item.en.isascii() for item in form.items)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_an_action_on_a_finding_that_is_not_in_the_table_changes_nothing(state: State, action: Action) -> None:
    finding, told = Finding(1, Severity.MINOR, state), Told("li", Role.MANAGER, 0, "why")
    if action in TRANSITIONS[state]:
        after, change = act(finding, action, told)
        assert (after.state, after.version, change.version) == (TRANSITIONS[state][action], 2, 2)
        return
    with pytest.raises(ImpossibleError) as refused:
        act(finding, action, told)
    assert set(refused.value.possible) <= set(BY_HAND)


def test_a_minor_finding_is_corrected_by_word_and_a_major_one_is_not() -> None:
    assert Finding.first_state(Severity.MINOR) is State.OPEN
    assert Finding.first_state(Severity.MAJOR) is State.ESCALATED
    assert Action.CORRECT not in TRANSITIONS[State.ESCALATED]
    with pytest.raises(MissingError):
        act(Finding(1, Severity.MINOR, State.OPEN), Action.CORRECT, Told("li", Role.AGENT, 0, " "))


@given(st.lists(st.tuples(st.sampled_from(Action), st.sampled_from(Role), st.sampled_from(["", "why"]))))
def test_whatever_is_told_of_a_finding_only_what_the_table_says_happens(steps: list[tuple[Action, Role, str]]) -> None:
    finding = Finding(1, Severity.MINOR, State.OPEN)
    for action, role, why in steps:
        allowed = action in TRANSITIONS[finding.state] and reaches(role, MAY[action])
        try:
            after, _ = act(finding, action, Told("li", role, 0, why))
        except RefusedError:
            assert not allowed or (action in BY_HAND and not why)
            continue
        assert allowed
        assert (after.state, after.version) == (TRANSITIONS[finding.state][action], finding.version + 1)
        finding = after
