"""A form sends only what its reader changed, and knows what others changed."""

from console.frame.drawn import Apart, apart, changes_of, form_of

DRAWN = {"drawn": "title category contact", "was-title": "lamp", "was-category": "repair", "was-contact": "Li"}
AS_DRAWN = {"title": "lamp", "category": "repair", "contact": "Li", "version": "3"}


def test_what_is_as_it_was_drawn_is_not_sent() -> None:
    assert changes_of(form_of({**DRAWN, **AS_DRAWN})) == {"version": "3"}
    assert changes_of(form_of({**DRAWN, **AS_DRAWN, "title": "lamp in the hall"})) == {
        "version": "3",
        "title": "lamp in the hall",
    }


def test_a_text_that_was_removed_is_an_empty_one_and_a_choice_that_was_not_sent_stays() -> None:
    sent = {name: text for name, text in AS_DRAWN.items() if name not in ("contact", "category")}
    assert changes_of(form_of({**DRAWN, **sent})) == {"version": "3", "contact": ""}


def test_a_form_that_does_not_say_how_it_was_drawn_sends_all() -> None:
    assert changes_of(form_of(AS_DRAWN)) == AS_DRAWN


def test_line_breaks_of_another_browser_are_no_change() -> None:
    drawn = {"drawn": "response", "was-response": "we look\nat it"}
    assert changes_of(form_of({**drawn, "response": "we look\r\nat it"})) == {}


def test_only_what_others_changed_stands_apart_with_what_was_typed_here() -> None:
    form = form_of({**DRAWN, **AS_DRAWN, "title": "lamp in the hall"})
    now = {"title": "lamp, 3rd floor", "category": "complaint", "contact": "Li"}
    assert apart(form, now) == [
        Apart("title", "lamp", "lamp, 3rd floor", "lamp in the hall"),
        Apart("category", "repair", "complaint", None),
    ]
