import pytest

from ticketing.clocks.promises import PROMISES
from ticketing.tickets.categories import CATEGORIES, Priority, promise_of, site_categories


def test_a_site_changes_one_rule_and_keeps_the_others() -> None:
    enquiry = site_categories({"enquiry": {"follow_up": True}})["enquiry"]
    assert (enquiry.follow_up, enquiry.zh, enquiry.promise) == (True, "咨询", "general")


def test_a_site_adds_a_category_of_its_own() -> None:
    found = site_categories({"parking": {"zh": "停车", "en": "Parking", "priority": Priority.URGENT}})
    assert found["parking"].priority is Priority.URGENT
    assert len(found) == len(CATEGORIES) + 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"enquiry": {"colour": "red"}}, "unknown rule 'colour'"),
        ({"enquiry": {"promise": "yesterday"}}, "no promise 'yesterday'"),
        ({"enquiry": {"procedure": "dance"}}, "no procedure 'dance'"),
        ({"parking": {"zh": "停车"}}, "needs its titles"),
    ],
)
def test_a_wrong_rule_is_refused_with_its_name(change: dict[str, dict[str, str]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        site_categories(change)


def test_a_repair_is_promised_by_its_priority() -> None:
    repair = CATEGORIES["repair"]
    promised = [promise_of(repair, priority, difficult=False, promises=PROMISES).zh for priority in Priority]
    assert promised == ["特急报修", "紧急报修", "一般报修"]


def test_a_difficult_complaint_still_has_its_first_answer_within_24_hours() -> None:
    promise = promise_of(CATEGORIES["complaint"], Priority.NORMAL, difficult=True, promises=PROMISES)
    assert promise.response == PROMISES["complaint"].response
    assert promise.resolution == PROMISES["difficult"].resolution
