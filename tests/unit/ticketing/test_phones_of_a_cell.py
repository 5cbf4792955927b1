"""A cell of phones, however people write them: what is found, and whether something in it is no phone."""

import pytest

from ticketing.households.phones import Site, read_phones

SITE = Site("CN", "021")
A, B, LANDLINE = "+8613800000001", "+8613800000002", "+8657188880001"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13800000001", [A]),
        ("13800000001.0", [A]),
        ("1.3800000001E+10", [A]),
        ("1.3800000001e10", [A]),
        ("13800000001、13800000002", [A, B]),
        ("13800000001 13800000002", [A, B]),
        ("13800000001 或 13800000002", [A, B]),
        ("13800000001\\13800000002", [A, B]),
        ("138 0000 0001", [A]),
        ("138-0000-0001；+86 138 0000 0002", [A, B]),
        ("13800000001(儿子)", [A]),
        ("甲13800000001 乙13800000002", [A, B]),
        ("13800000001微信同号", [A]),
        ("微信:13800000001", [A]),
        ("本人，13800000001，微信同号", [A]),
        ("0571-88880001", [LANDLINE]),
        ("0571—88880001", [LANDLINE]),
        ("(0571)88880001", [LANDLINE]),
        ("57188880001", [LANDLINE]),
        ("0571-88880001转802", [LANDLINE]),
        ("0571-88880001-802", [LANDLINE]),
        ("0571-88880001 ext. 802", [LANDLINE]),
        ("58881234", ["+862158881234"]),
        ("8001", ["8001"]),
        ("甲(2单元)：13800000001", [A]),
        ("家里0571-88880001", [LANDLINE]),
        ("甲 138 0000 0001", [A]),
        ("", []),
        (" ，", []),
    ],
)
def test_each_phone_of_a_cell_is_found(text: str, numbers: list[str]) -> None:
    found = read_phones(text, SITE)
    assert [phone.number for phone in found.phones] == numbers
    assert found.is_whole


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.38E+10", []),
        ("1.38000000010E+12", []),
        ("1.3800000001E+12", []),
        ("1380000000113800000002", []),
        ("138000000", []),
        ("打不通", []),
        ("甲1234567", []),
        ("1", []),
        ("微信 58881234", []),
        ("QQ12345678、13800000001", [A]),
        ("13800000001/2", [A]),
        ("甲138000000 乙13800000002", [B]),
        ("甲13800000001 13800000002乙138000000", [A, B]),
        ("13800000001,138000", ["+8613800000001", "138000"]),
    ],
)
def test_what_is_no_phone_is_noticed_and_keeps_no_other_one_out(text: str, numbers: list[str]) -> None:
    found = read_phones(text, SITE)
    assert [phone.number for phone in found.phones] == numbers
    assert found.is_whole is (text == "13800000001,138000")  # six digits may be an extension


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("13800000001(儿子)", ["13800000001(儿子)"]),
        ("甲13800000001 乙13800000002", ["13800000001", "13800000002"]),
        ("13800000001 13800000002", ["13800000001", "13800000002"]),
    ],
)
def test_words_stay_beside_a_phone_that_is_alone_in_them(text: str, raw: list[str]) -> None:
    assert [phone.raw for phone in read_phones(text, SITE).phones] == raw
