"""What the agent's phone shows of a caller."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.agi.housekeepers import RungFirst
from ticketing.agi.introduction import Introduction, NameForm, harmless, shown_name, variables
from ticketing.households.household import Part, Place
from ticketing.households.lookup import Match

NUMBER = "20261125-0042"


def match(
    name: str = "张三", place: tuple[str, str, str, str] = ("花园", "3", "2", "1201"), vip: bool = False
) -> Match:
    return Match(7, Place(*place), name, Part.OWNER, "1001", vip, None)


def test_place_name_and_ticket_are_shown() -> None:
    assert shown_name(Introduction(NUMBER, match()), NameForm()) == "3-2-1201 张三 #0042"


def test_a_number_in_a_name_or_a_place_is_masked_on_the_phone_and_in_the_dialplan() -> None:
    known = Introduction(NUMBER, match("张三13812345678", ("花园", "3", "2", "1201 138 1234 5678")))
    told = variables(known, NameForm(bytes_max=80))
    assert told["CALLERID(name)"] == "3-2-1201 138 5678 张三138 5678 #0042"
    assert told["__TR_HOUSEHOLD"] == "3-2-1201 138 5678"


def test_the_dialplan_is_told_all_that_is_known_of_a_caller() -> None:
    known = Introduction(NUMBER, match(vip=True), 3, RungFirst("1001", ("PJSIP/1001", "PJSIP/2001"), 5))
    assert variables(known, NameForm()) == {
        "__TR_TICKET": NUMBER,
        "__TR_HOUSEHOLD": "3-2-1201",
        "__TR_HOUSEKEEPER": "1001",
        "__TR_HOUSEKEEPER_RING_SECONDS": "5",
        "__TR_HOUSEKEEPER_DEVICE": "PJSIP/1001&PJSIP/2001",
        "__TR_OPEN_TICKETS": "3",
        "__TR_VIP": "1",
        "CALLERID(name)": "3-2-1201 张三 #0042",
    }


def test_a_household_may_have_no_housekeeper_and_a_stranger_no_household() -> None:
    told = variables(Introduction(NUMBER, match()._replace(housekeeper=None)), NameForm())
    assert (told["__TR_HOUSEKEEPER"], told["__TR_VIP"], told["__TR_OPEN_TICKETS"]) == ("", "0", "0")
    nobody = variables(Introduction(NUMBER), NameForm())
    names = ("HOUSEHOLD", "HOUSEKEEPER", "HOUSEKEEPER_DEVICE", "VIP")
    assert [nobody[f"__TR_{name}"] for name in names] == ["", "", "", "0"]


def test_a_stranger_is_shown_by_the_ticket() -> None:
    assert shown_name(Introduction(NUMBER), NameForm()) == "#0042"


def test_phones_that_know_no_chinese_are_shown_pinyin() -> None:
    assert shown_name(Introduction(NUMBER, match()), NameForm(ascii=True)) == "3-2-1201 ZhangSan #0042"


def test_a_long_name_gives_way_to_place_and_ticket() -> None:
    shown = shown_name(Introduction(NUMBER, match("阿卜杜热西提" * 5)), NameForm(bytes_max=32))
    assert shown == "3-2-1201 阿卜杜热西 #0042"
    assert len(shown.encode()) <= 32


@given(st.text(max_size=80), st.text(max_size=40), st.integers(8, 80), st.booleans())
def test_no_name_is_longer_than_the_phone_can_show_or_means_anything_to_a_dialplan(
    name: str, room: str, bytes_max: int, to_ascii: bool
) -> None:
    known = Introduction(NUMBER, match(name, ("", "", "", room)))
    shown = shown_name(known, NameForm(bytes_max=bytes_max, ascii=to_ascii))
    assert len(shown.encode("utf-8", "surrogatepass")) <= bytes_max
    assert not set(shown) & set("\"\\<>;,&|$[]{}()\r\n\0'`=")


@pytest.mark.parametrize("pattern", ["{household}", "{0}", "{name.place}", "{"])
def test_a_pattern_that_names_anything_else_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        NameForm(pattern)


def test_the_dialplan_gets_its_variables() -> None:
    known = Introduction(NUMBER, match(vip=True), 2, RungFirst("1001", ("PJSIP/1001",), 5))
    assert variables(known, NameForm()) == {
        "__TR_TICKET": NUMBER,
        "__TR_HOUSEHOLD": "3-2-1201",
        "__TR_HOUSEKEEPER": "1001",
        "__TR_HOUSEKEEPER_RING_SECONDS": "5",
        "__TR_HOUSEKEEPER_DEVICE": "PJSIP/1001",
        "__TR_OPEN_TICKETS": "2",
        "__TR_VIP": "1",
        "CALLERID(name)": "3-2-1201 张三 #0042",
    }


def test_a_resident_named_like_an_action_stays_a_name() -> None:
    assert harmless('"\r\nAction: Originate') == "Action: Originate"
    assert harmless("a&Local/1@x,b;${EXTEN}") == "a Local/1 x b EXTEN"
