"""Phones in pages are refused where they could never work. What is said names the key, the problem and an example."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from kit import i18n
from thirdring.settings import SettingsError, load
from thirdring.settings.phone import Phone

ON = {"websocket": "ws://127.0.0.1:8088/ws", "secret": "a0long1random2word3"}
TURN = {"turn": "turn:turn.example:3478", "turn_username": "desk", "turn_password": "x"}


def test_a_phone_in_the_page_needs_an_address_and_a_secret() -> None:
    assert Phone.model_validate({**ON, **TURN}).websocket == "ws://127.0.0.1:8088/ws"


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ({**ON, "secret": "putalongrandomwordhere"}, "the secret of the sample"),
        ({**ON, "secret": "short"}, "16 letters and digits"),
        ({**ON, **TURN, "turn_username": ""}, "turn_username and turn_password"),
        ({**ON, **TURN, "turn_password": ""}, "turn_username and turn_password"),
    ],
)
def test_what_could_never_work_or_is_known_to_everybody_is_refused(phone: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Phone.model_validate(phone)


def test_no_secret_that_the_documentation_prints_is_accepted() -> None:
    printed = re.findall(r'\bsecret = "(.*?)"', Path("docs/phone.md").read_text(encoding="utf-8"))
    examples = Phone.model_fields["secret"].examples
    assert printed
    assert examples
    for secret in (*printed, *examples):
        with pytest.raises(ValidationError):
            Phone.model_validate({**ON, "secret": secret})


AGENT = '[[agent]]\nname = "1001"\ndevices = ["PJSIP/1001", "PJSIP/2001"]\n'
ON_IN_FILE = '[phone]\nwebsocket = "ws://127.0.0.1:8088/ws"\nsecret = "a0long1random2word3"\n'


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def told(tmp_path: Path, text: str) -> str:
    file = tmp_path / "t.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(file)
    return str(caught.value).removeprefix(str(file))


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (
            AGENT + 'page_phone = "PJSIP/2001"',
            ": phone.websocket is missing, and agent 1001 has a page_phone: set it, or leave out page_phone; for ",
            '：phone.websocket 缺失，而坐席 1001 设置了 page_phone：请填写它，或去掉 page_phone；例如 "ws://127.0.0.1:8088/ws"',
        ),
        (
            ON_IN_FILE + AGENT + 'page_phone = "PJSIP/2002"',
            ": agent[0] has page_phone PJSIP/2002, which has to be among its devices",
            "：agent[0] page_phone 是 PJSIP/2002，它必须也在 devices 里",
        ),
        (
            '[phone]\nwebsocket = "http://127.0.0.1:8088/ws"',
            ": phone.websocket is not written like that; for example ",
            "：phone.websocket ",
        ),
        (
            ON_IN_FILE.replace("a0long1random2word3", "short"),
            ": phone.secret needs 16 letters and digits at least, the same as in extconfig.conf; for example ",
            "：phone.secret 至少需要 16 个字母和数字，与 extconfig.conf 里的相同；例如 ",
        ),
        (
            ON_IN_FILE.replace("a0long1random2word3", "putalongrandomwordhere"),
            ": phone.secret is the secret of the sample, which everybody knows: make one of your own; for example ",
            "：phone.secret ",
        ),
        (
            ON_IN_FILE + 'turn = "turn:turn.example:3478"',
            ": phone.turn names a TURN server, which wants turn_username and turn_password: set both; for example ",
            "：phone.turn ",
        ),
    ],
)
def test_the_key_the_problem_and_an_example_are_told_in_both_languages(
    tmp_path: Path, text: str, english: str, chinese: str
) -> None:
    assert told(tmp_path, text).startswith(english)
    i18n.use("zh")
    assert told(tmp_path, text).startswith(chinese)


def test_an_agent_with_a_phone_in_the_page_starts_once_there_is_a_websocket(tmp_path: Path) -> None:
    file = tmp_path / "t.toml"
    file.write_text(ON_IN_FILE + AGENT + 'page_phone = "PJSIP/2001"', encoding="utf-8")
    assert load(file).page_phones() == {"1001": "2001"}
