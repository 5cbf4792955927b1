import pytest
from pydantic import ValidationError

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
