"""Where one is stands out in the menu."""

import pytest

from console.frame.navigation import ENTRIES


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "/"),
        ("/tickets/20261125-0001", "/tickets"),
        ("/trades", "/tickets"),
        ("/places/sheet", "/households"),
        ("/findings/1", "/inspections"),
        ("/calls/main/1.1", "/calls"),
        ("/callbacks", "/callbacks"),
    ],
)
def test_a_page_belongs_to_one_entry_of_the_menu(path: str, entry: str) -> None:
    assert [one.path for one in ENTRIES if one.holds(path)] == [entry]
