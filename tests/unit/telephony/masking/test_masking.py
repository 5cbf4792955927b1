"""Phone numbers in what people wrote are hidden, however they are written; what is surely something else stays."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.masking import mask_number, mask_text

HIDDEN = [
    ("13800007777", "138****7777"),
    ("138 0000 7777", "138****7777"),
    ("139-0000-7777", "139****7777"),
    ("138.0000.7777", "138****7777"),
    ("138 00 00 77 77", "138****77 77"),
    ("1 3 8 0 0 0 0 7 7 7 7", "1 3 8****7 7 7 7"),
    ("１３８００００７７７７", "１３８****７７７７"),
    ("１３８－００００－７７７７", "１３８****７７７７"),
    ("١٣٨٠٠٠٠٧٧٧٧", "١٣٨****٧٧٧٧"),
    ("138\u00a00000\u20117777", "138****7777"),
    ("\u202d138\u200b0000\u200b7777\u202c", "\u202d138****7777\u202c"),
    ("+8613800007777", "+861****7777"),
    ("+86 138 0000 7777", "+86 1****7777"),
    ("(+86) 138-0000-7777", "(+86) 1****7777"),
    ("＋８６１３８００００７７７７", "＋８６１****７７７７"),
    ("86 13800007777", "86 1****7777"),
    ("0086-138-0000-7777", "008****7777"),
    ("0755-81234567", "075****4567"),
    ("(0755) 8123 4567", "(075****4567"),
    ("0755-81234567-801", "075****7-801"),
    ("010 6123 4567 转8001", "010****4567 转8001"),
    ("0755-20261125", "075****1125"),
    ("0755-20261125-0001", "075****1125-0001"),
    ("+86-755-20261125", "+86-7****1125"),
    ("400-800-1234", "40****1234"),
    ("81234567", "****4567"),
    ("1234567", "******7"),
    ("电话 8123-4567", "电话 ****4567"),
    ("call 812 3456", "call ******6"),
    ("+44 20 7946 0958", "+44 2****0958"),
    ("00 44 7911 123456", "00 4****3456"),
    ("020 7946 0958", "020****0958"),
    ("07911 123456", "079****3456"),
    ("016 123 4567", "01****4567"),
    ("016 1234 5678", "016****5678"),
    ("0161 496 018", "01****6 018"),
    ("0161 496 0182", "016****0182"),
    ("0161 496018", "01****6018"),
    ("01946 12345", "01****2345"),
    ("01946 123456", "019****3456"),
    ("(415) 555-2671", "(41****2671"),
    ("612 345 678", "6****5 678"),
    ("612 34 56 78", "6****56 78"),
    ("电话 8123 456", "电话 ******6"),
    ("0086 0755 81234567 123456", "008****3456"),
    ("+12 3456 7890 12345", "+12 3****2345"),
    ("+12 3456 7890 123456", "+12****7890 123456"),
    ("138 0000 7777 12", "138****7777 12"),
    ("电话13800007777张三", "电话138****7777张三"),
    ("tel13800007777x", "tel138****7777x"),
    ("张三13800007777", "张三138****7777"),
    ("Local/13900000002@agents", "Local/139****0002@agents"),
    ("13800007777/13900008888", "138****7777/139****8888"),
    ("13800007777、0755-81234567。", "138****7777、075****4567。"),
    ("要 12 138 0000 7777", "要 12 138****7777"),
    ("2026-11-25 13800007777", "2026-11-25 138****7777"),
    ("3-2-1201 13800007777", "3-2-1201 138****7777"),
    ("读数13800007777元", "读数138****7777元"),
    ("电话81234567方先生", "电话****4567方先生"),
    ("622848001234567890", "622****7890"),
    ("86 138 0000 7777", "86 1****7777"),
    ("0086 138 00007777", "008****7777"),
    ("86 13 800007777", "86 13 8****7777"),
    ("0086 07 5581234567 123456", "008****4567 123456"),
]

KEPT = [
    *("2026-11-25", "2026/11/5", "25.11.2026", "2026-11-25 10:30", "2026-11-01/2026-11-30", "2026年11月25日10时30分"),
    *("20261125", "20261125103000", "202611251030", "20261125-20261130", "11月25日 13:00-15:00"),
    *("20261125-0001", "工单20261125-12345已办", "1-1-101", "3-2-1201", "12-3-2801", "1-3-101 1-3-1201", "1-2-3-101"),
    *("138-1-1201 101", "138 25.11.2026", "0161 1201 130", "612 3456 78", "电话 1201 1302", "电话 81 234567"),
    *(
        "415 5552 671",
        "1 38000 07777",
        "1201 1302 1403",
        "2201-2204",
        "1701 1702 1703 1704",
        "100 200 3000",
        "PJSIP/1001",
        "10086",
        "95588",
        "8001",
    ),
    *("¥1234567", "￥1234567.89", "1,234,567.89", "1234567元", "12345678.5元", "金额：12345678", "1234567 %"),
    *("读数 0012345", "水表0012345", "meter reading 0012345.6", "12345678度", "1234567 m3", "1234567kWh"),
    *("+86-2026-11-25", "+44 2026-11-25", "+1 2026-11-25 8001"),
    *("单号 1234567", "合同号：12345678", "灯坏了", "", "+1 234", "123456"),
]


@pytest.mark.parametrize(("written", "shown"), HIDDEN)
def test_a_number_is_hidden_however_it_is_written(written: str, shown: str) -> None:
    assert mask_text(written) == shown


@pytest.mark.parametrize("written", KEPT)
def test_what_is_surely_no_phone_number_stays(written: str) -> None:
    assert mask_text(written) == written


@pytest.mark.parametrize("written", [written for written, _ in HIDDEN])
@pytest.mark.parametrize("around", ["请打{}，谢谢", "a{}b", "{}\n{}", "（{}）", "#{}"])
def test_words_around_a_number_change_nothing(written: str, around: str) -> None:
    shown = mask_text(around.replace("{}", written))
    assert shown == around.replace("{}", mask_text(written))


separators = st.sampled_from(["", " ", "-", "–", ".", "\u3000", "\u200b", "－", " - "])
middles = st.text("0123456789", min_size=4, max_size=4)
words = st.text("请打电话给张三 abc，。\n", max_size=8)


@given(middles, separators, separators, words, words, st.booleans())
def test_no_separator_script_or_word_shows_the_middle_of_a_mobile_number(
    middle: str, one: str, other: str, before: str, after: str, wide: bool
) -> None:
    number = f"138{one}{middle}{other}7777"
    if wide:
        number = number.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    shown = mask_text(f"{before}{number}{after}")
    digits = [str(int(char)) for char in shown if char.isdecimal()]
    assert (digits, shown.count("****")) == (list("1387777"), 1)
    assert re.sub(r"\d.*\d", "", shown, flags=re.DOTALL) == before + after


@given(st.text("0123456789 -+()./:年月日元电话表读数ａ０９", max_size=60))
def test_what_is_masked_once_is_not_masked_further(text: str) -> None:
    assert mask_text(mask_text(text)) == mask_text(text)


@given(st.text("0123456789 -+()./电话", max_size=40))
def test_masking_only_ever_takes_away(text: str) -> None:
    shown = [char for char in mask_text(text) if char != "*"]
    left = iter(text)
    assert all(char in left for char in shown)


@given(st.text("0123456789", min_size=12, max_size=30))
def test_a_long_group_of_digits_always_loses_some(digits: str) -> None:
    if not re.fullmatch(r"(19|20)\d{10}(\d\d)?", digits):  # a date with its time
        assert mask_text(f"x{digits}y") == f"x{digits[:3]}****{digits[-4:]}y"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800000001", "138****0001"),
        ("+8613800000001", "+861****0001"),
        ("138 0013 8000", "138****8000"),
        ("075581234567", "075****4567"),
        ("7551234567", "75****4567"),
        ("755123456", "7****3456"),
        ("81234567", "****4567"),
        ("1234567", "******7"),
        ("+1234567", "+******7"),
        ("8001", "***1"),
        ("1", "1"),
        ("", ""),
        ("20261125", "****1125"),  # in the field of a number it is one
        ("anonymous", "********s"),
        ("电话138 0000 7777转", "电话138****7777转"),
    ],
)
def test_the_field_of_a_number_is_always_masked_and_hides_four_digits_at_least(number: str, shown: str) -> None:
    assert mask_number(number) == shown


def test_long_words_are_masked_as_short_ones_are() -> None:
    assert mask_text("1" * 4_000) == "111****1111"
    assert mask_text("0755-" * 200).count("*") == 0
    assert mask_text("13800007777 " * 300).count("138****7777") == 300


@pytest.mark.parametrize("written", ["+86 12", "+1 23 45"])
def test_a_few_digits_after_a_plus_are_no_number(written: str) -> None:
    assert mask_text(written) == written
