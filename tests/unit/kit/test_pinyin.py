"""Words as people type them in Latin letters."""

from collections.abc import Callable

import pytest

from kit.pinyin import asked, heard, spellings


def is_found(word: str, typed: str, of: Callable[[str], frozenset[str]] = spellings) -> bool:
    """As PostgreSQL matches prefixes."""
    query = asked(typed)
    assert query is not None
    forms = [form.removesuffix(":*") for form in query.split(" | ")]
    return any(spelling.startswith(form) for spelling in of(word) for form in forms)


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("张三", "z zs zhs zhang zhangs zsan zhsan zhangsan san s".split()),
        ("张三丰", "zsf zhsf zhangsf zsfeng zhangsanfeng sf sfeng".split()),
        ("单雄信", "sxx dxx shanxiongxin danxx".split()),
        ("曾国藩", "zgf zengguofan zeng cgf".split()),
        ("仇英", "qy qiuying chouying".split()),
        ("解缙", "xj xiejin jiejin".split()),
        ("区志强", "ou ozq quzq".split()),
        ("万俟明", "mqm moqiming wanqim".split()),
        ("吕布", "lb lvb lvbu lubu lyubu".split()),
        ("2号楼大堂", "dt datang 2hldt 2haolou hldt".split()),
        ("B区车库", "bqck ck cheku".split()),
        ("重庆路大门", "cqldm zqldm dm damen".split()),
        ("工商银行", "gsyh yinhang".split()),
        ("阿里木江·买买提", "alm mmt maimaiti".split()),
    ],
)
def test_a_word_is_found_by_initials_by_whole_syllables_and_by_both(word: str, typed: list[str]) -> None:
    assert [one for one in typed if not is_found(word, one)] == []


@pytest.mark.parametrize(
    ("word", "typed"), [("张三", "zsh"), ("张三", "ls"), ("张三", "sz"), ("张华山", "zs"), ("车库", "kc")]
)
def test_another_word_is_not_found(word: str, typed: str) -> None:
    assert not is_found(word, typed)


@pytest.mark.parametrize("typed", ["zhang san", "ZhangSan", "zhang'san", "ｚｓ", " zs "])
def test_spaces_capitals_and_wide_letters_do_not_matter(typed: str) -> None:
    assert is_found("张三", typed)


@pytest.mark.parametrize("typed", ["", "101", "1-1-101", "张z", "zs & !x", "z:*", "a" * 41, "é"])
def test_what_is_no_pinyin_is_not_asked_for(typed: str) -> None:
    assert asked(typed) is None


def test_a_word_without_a_chinese_character_has_no_spellings() -> None:
    assert spellings("Wang Lei, 13800138000, 3-2-1201") == frozenset()
    assert spellings("") == frozenset()


def test_the_longest_text_has_a_bounded_number_of_spellings() -> None:
    assert len(spellings("单乐" * 100)) < 1_000
    assert max(map(len, spellings("庄" * 200))) <= 48


def test_a_character_that_nobody_reads_and_a_digit_are_themselves() -> None:
    assert is_found("3栋", "3d")
    assert "兙" in spellings("兙")


@pytest.mark.parametrize("typed", "c cf cfsglsh chufang shuiguan loushui lshui2 ls guanls 3hl sg".split())
def test_a_sentence_is_found_by_initials_or_whole_syllables_from_each_of_its_characters(typed: str) -> None:
    title = "3号楼厨房水管漏水，已报修2次"
    expected = typed not in ("lshui2", "guanls", "cfsglsh")
    assert is_found(title, typed, heard) is expected


def test_a_sentence_costs_two_entries_a_character_and_is_heard_to_its_fortieth() -> None:
    assert len(heard("电梯有异响")) == 10
    assert heard("水" * 40) == heard("水" * 60)
    assert heard("call 138****5678") == frozenset()
