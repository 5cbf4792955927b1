"""Terms as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import HOUR_US, MINUTE_US
from ticketing.clocks.promises import PROMISES
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay, Term
from ticketing.clocks.wording import term_of, term_text

COUNTS = st.integers(1, 9_999)
TERMS: st.SearchStrategy[Term] = st.one_of(
    st.builds(lambda n: Elapsed(n * MINUTE_US), COUNTS.filter(lambda n: n % 60)),
    st.builds(lambda n, service: Elapsed(n * HOUR_US, service), COUNTS, st.booleans()),
    st.builds(DaysLater, COUNTS, st.booleans()),
    st.builds(EndOfDay, st.booleans()),
)


@given(TERMS)
def test_what_is_written_is_read_as_the_same(term: Term) -> None:
    assert term_of(term_text(term)) == term


def test_every_promise_there_is_can_be_written() -> None:
    terms = [term for promise in PROMISES.values() for term in (*promise.response, *promise.resolution)]
    assert [term_of(term_text(term)) for term in terms] == terms


WRITTEN: dict[str, Term] = {
    "30 minutes": Elapsed(1_800_000_000),
    "1 minute": Elapsed(60_000_000),
    "90 minutes": Elapsed(5_400_000_000),
    "1 hour": Elapsed(3_600_000_000),
    "4 hours": Elapsed(14_400_000_000),
    "1 service hour": Elapsed(3_600_000_000, service_hours=True),
    "6 service hours": Elapsed(21_600_000_000, service_hours=True),
    "1 day": DaysLater(1),
    "7 days": DaysLater(7),
    "1 workday": DaysLater(1, workdays=True),
    "7 workdays": DaysLater(7, workdays=True),
    "end of day": EndOfDay(),
    "end of workday": EndOfDay(workdays=True),
}


@pytest.mark.parametrize(("text", "term"), WRITTEN.items())
def test_what_each_text_means(text: str, term: Term) -> None:
    assert term_of(text) == term
    assert term_of(f"  {text.replace(' ', '  ')} ") == term
    assert term_text(term) == text


@pytest.mark.parametrize("text", ["", "soon", "0 hours", "-1 hours", "1.5 hours", "12 weeks", "7days", "99999 days"])
def test_what_is_no_term_is_refused_with_what_there_is(text: str) -> None:
    with pytest.raises(ValueError, match="is no term: there are 30 minutes"):
        term_of(text)
