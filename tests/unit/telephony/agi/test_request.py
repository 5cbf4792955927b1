"""Which script Asterisk wants, and for whom."""

import pytest

from telephony.agi.request import request


def test_the_path_names_the_script_and_the_query_its_parameters() -> None:
    wanted = request({"agi_network_script": "arrive?pbx=main&linkedid=1764040000.7", "agi_uniqueid": "1764040000.7"})
    assert wanted.path == "arrive"
    assert wanted.query == {"pbx": "main", "linkedid": "1764040000.7"}
    assert wanted.uniqueid == "1764040000.7"


def test_the_whole_url_says_the_same() -> None:
    wanted = request({"agi_request": "agi://127.0.0.1:4573/after-hours?pbx=%E4%B8%BB"})
    assert (wanted.path, wanted.query) == ("after-hours", {"pbx": "主"})


@pytest.mark.parametrize("number", ["", "unknown", "anonymous", "Anonymous", "<unknown>"])
def test_a_withheld_number_is_none(number: str) -> None:
    assert request({"agi_callerid": number}).caller == ""


def test_nonsense_names_no_script() -> None:
    assert request({}).path == ""
    assert request({"agi_request": "agi://[::1"}).path == ""


def test_only_what_asterisk_says_of_the_channel_is_a_variable() -> None:
    wanted = request({"agi_callerid": "13800138000", "other": "x", "agi_": "y"})
    assert wanted.variables == {"callerid": "13800138000", "": "y"}
    assert (wanted.caller, wanted.forged) == ("13800138000", False)
    assert request({"agi_callerid": "1"}, forged=True).variables == {}
