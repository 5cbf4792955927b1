"""Passwords that are guessed soon are refused, with what is wrong with them."""

import pytest

from kit import i18n
from kit.http.auth.weak_passwords import weakness


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "10 characters"),
        ("8273640192", "digits alone"),
        ("138-0000 7777", "digits alone"),
        ("１３８００００７７７７", "digits alone"),
        ("zhangsan-lamp-river", "user's name"),
        ("the lamp of ZhangSan", "user's name"),
        ("qwertyuiop", "common"),
        ("Password123", "common"),
        ("P@ssw0rd2026", "common"),
        ("1qaz2wsx3edc", "common"),
        ("aaaaaaaaaaaa", "common"),
        ("passwordpassword", "common"),
        ("thirdring1", "common"),
    ],
)
def test_a_password_that_is_guessed_soon_is_refused(password: str, why: str) -> None:
    assert why in weakness(password, "zhangsan")


@pytest.mark.parametrize(
    "password", ["a long enough word", "correct horse battery", "Xk29fj2la0", "花园小区的灯在夜里亮着"]
)
def test_another_is_taken(password: str) -> None:
    assert weakness(password, "zhangsan") == ""


def test_the_name_is_looked_for_where_it_says_something() -> None:
    assert "user's name" in weakness("张三的密码真的很长很长", "张三")
    assert weakness("sunlight on lamps", "li") == ""
    assert "user's name" in weakness("zhang san feng", "Zhang San Feng")


def test_a_very_long_password_is_looked_at_in_no_time() -> None:
    assert weakness("aB3$ " * 200, "li") == ""


def test_what_is_wrong_is_said_in_chinese_as_well() -> None:
    i18n.use("zh")
    whys = [weakness(password, "zhangsan") for password in ("short", "8273640192", "zhangsan-lamp-x", "qwertyuiop")]
    i18n.use("en")
    assert all(any("一" <= letter <= "鿿" for letter in why) for why in whys)
