from hypothesis import given
from hypothesis import strategies as st

from kit.http import cursor
from kit.http.auth.tokens import bearer, digest, new_token
from kit.http.cursor import Cursor
from kit.http.language import language
from kit.http.limits import Buckets
from kit.http.storable import storable
from telephony.masking import mask_number, mask_text


def test_a_bucket_lets_a_burst_through_and_then_its_rate() -> None:
    buckets = Buckets(per_second=2.0, burst=3)
    assert [buckets.take("a", 0.0) for _request in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert buckets.take("a", 0.4) > 0
    assert buckets.take("a", 0.5) == 0.0
    assert buckets.take("b", 0.5) == 0.0


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    buckets = Buckets(per_second=1.0, burst=1)
    buckets.take("a", 100.0)
    assert buckets.take("a", 50.0) == 1.0


def test_the_table_of_buckets_is_bounded_and_forgets_who_was_away_longest() -> None:
    buckets = Buckets(per_second=0.001, burst=1, size=2)
    for name in ("a", "b", "c"):
        buckets.take(name, 0.0)
    assert len(buckets) == 2
    assert buckets.take("c", 0.0) > 0
    assert buckets.take("a", 0.0) == 0.0


def test_a_masked_number_keeps_its_ends() -> None:
    assert mask_number("13800000001") == "138****0001"
    assert mask_number("+8613800000001") == "+861****0001"


def test_a_masked_short_number_keeps_its_last_digit_only() -> None:
    assert [mask_number(number) for number in ("8001", "1", "", "1234567")] == ["***1", "1", "", "******7"]


def test_a_mobile_phone_in_a_device_is_masked_and_an_extension_is_not() -> None:
    assert mask_text("Local/13900000002@agents") == "Local/139****0002@agents"
    assert mask_text("PJSIP/1001") == "PJSIP/1001"


@given(st.builds(Cursor, st.text("ab/€\n\"'"), st.tuples(st.integers(0, 2**50), st.text("0.19é"))))
def test_a_cursor_comes_back_as_it_was(key: Cursor) -> None:
    assert cursor.decode(cursor.encode(key)) == key


@given(st.one_of(st.text(max_size=200), st.binary(max_size=100).map(lambda data: data.decode("latin-1"))))
def test_any_text_is_a_cursor_or_a_value_error(text: str) -> None:
    try:
        key = cursor.decode(text)
    except ValueError:
        return
    assert all(storable(str(part)) for part in (key.list, *key.key))


def test_a_new_token_is_read_back_from_its_header_and_differs_from_the_next() -> None:
    text = new_token()
    assert bearer(f"Bearer {text}") == bearer(f"bearer  {text}") == text
    assert len(digest(text)) == 32
    assert text != new_token()


def test_a_header_that_holds_no_token_of_ours_holds_none() -> None:
    for header in (None, "", "Bearer", "Bearer ", "Basic abc", "Bearer tr_short", f"Bearer {new_token()} x"):
        assert bearer(header) is None


def test_the_better_liked_language_is_taken_and_english_where_neither_is_named() -> None:
    assert language("zh-CN,zh;q=0.9,en;q=0.8") == "zh"
    assert language("en-GB,zh;q=0.9") == "en"
    assert language("zh;q=0.5, en;q=0.4, de") == "zh"
    for header in ("", "de", "zh;q=0", "zh;q=high", "zh;q=nan", ",;,"):
        assert language(header) == "en"
