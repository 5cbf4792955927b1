"""A link that was sent within a sentence still leads to its page."""

import pytest

from kit.http.sent_links import leads_to

TOKEN = "a" * 31 + "_"


@pytest.mark.parametrize("tail", ["/", "。", "，", ".", ")。", "）"])
def test_what_a_sentence_left_behind_a_link_is_taken_away(tail: str) -> None:
    assert leads_to("/s/c/{token}", TOKEN + tail, "") == f"/s/c/{TOKEN}"
    assert leads_to("/s/{token}", TOKEN + tail, "lang=zh") == f"/s/{TOKEN}?lang=zh"


@pytest.mark.parametrize("token", [TOKEN, "", "/", "。", "//evil.example/", "a%0d.", "a/b", "../x."])
def test_every_other_address_stays_as_it_is(token: str) -> None:
    assert leads_to("/s/{token}", token, "") is None
