"""Paragraphs that are set again: where their lines break, and that none is empty."""

from kit.markdown import COLUMNS_MAX, too_long, wrapped

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


def test_a_line_of_two_pieces_can_be_too_long_and_one_of_a_single_piece_cannot() -> None:
    assert too_long(f"{LONG} x\n") == [f"{LONG} x"]
    assert too_long(f"{LONG}\n") == []


def test_chinese_lines_are_put_together_without_a_space_and_others_with_one() -> None:
    long = "长" * 59
    assert wrapped(f"{long}，再见\n然后\n好\n") == f"{long}，\n再见然后好\n"
    assert wrapped(f"{long}，then\n然后\n好\n") == f"{long}，\nthen 然后好\n"
    assert wrapped(f"{long}，再见，\nthen x\n") == f"{long}，\n再见，then x\n"


def test_code_below_a_line_that_is_too_long_stays_where_it_is() -> None:
    assert wrapped(f"{LONG} x\n```\na  b\n```\nc\n") == f"{LONG}\nx\n```\na  b\n```\nc\n"
