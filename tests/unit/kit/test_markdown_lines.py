"""Paragraphs that are set again: where their lines break, and that none is empty."""

from kit.markdown import COLUMNS_MAX, wrapped

LONG = "`" + "x" * 130 + "`"


def test_a_piece_wider_than_a_line_has_one_of_its_own_and_leaves_none_empty() -> None:
    assert wrapped(f"- {LONG} and more\n") == f"- {LONG}\n  and more\n"
    assert wrapped(f"- before {LONG} and more\n") == f"- before\n  {LONG}\n  and more\n"
    assert wrapped(f"> {LONG} {LONG}\n") == f"> {LONG}\n> {LONG}\n"


def test_a_line_is_filled_to_its_last_column() -> None:
    word = "y" * 59
    assert wrapped(f"{word} {word}z {word}\n") == f"{word} {word}z\n{word}\n"
    assert len(f"{word} {word}z") == COLUMNS_MAX
    assert wrapped(f"{word} {word}zz {word}\n") == f"{word}\n{word}zz\n{word}\n"
