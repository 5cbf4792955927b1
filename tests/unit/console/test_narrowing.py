"""Filters of several values: what a form says becomes one address, and each click adds a value or takes one away."""

import pytest

from console.frame.narrowing import Filter, Narrowing, gathered, values_of

FILTERS = (Filter("status", "State", "status"), Filter("assignee", "Assigned to"))


def narrowing(**wanted: str) -> Narrowing:
    return Narrowing("/tickets", FILTERS, wanted, {"columns": "due"})


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ({"status.open": "yes", "status.closed": "yes", "q": "灯"}, {"status": "open,closed", "q": "灯"}),
        ({"assignee": "wang，li、 li ,"}, {"assignee": "wang,li"}),
        ({"assignee": " , "}, {}),
        ({"assignee": "wang,li", "status": "open", "q": "a,b"}, None),
        ({"q.x": "yes"}, None),
    ],
)
def test_a_form_becomes_the_address_of_a_list(said: dict[str, str], address: dict[str, str] | None) -> None:
    assert gathered(FILTERS, said.items()) == address


def test_a_click_adds_a_value_and_replaces_none_of_its_own_or_of_another_filter() -> None:
    found = narrowing(status="open", assignee="wang", sort="due", cursor="x", limit="50")
    assert found.adding("status", "closed") == "/tickets?assignee=wang&sort=due&status=open%2Cclosed&columns=due"
    assert found.adding("assignee", "li") == "/tickets?status=open&sort=due&assignee=wang%2Cli&columns=due"


@pytest.mark.parametrize("value", ["open", "", None, "a,b"])
def test_what_is_chosen_already_or_cannot_be_is_no_link(value: str | None) -> None:
    assert narrowing(status="open").adding("status", value) == ""


def test_each_chosen_value_is_taken_away_by_itself_and_the_last_one_leaves_the_whole_list() -> None:
    assert [(each.value, each.without) for each in narrowing(status="open,closed").chosen] == [
        ("open", "/tickets?status=closed&columns=due"),
        ("closed", "/tickets?status=open&columns=due"),
    ]
    assert narrowing(status="open").chosen[0].without == "/tickets?limit=100&columns=due"


def test_a_value_counts_once() -> None:
    assert values_of("open,open，closed") == ["open", "closed"]
