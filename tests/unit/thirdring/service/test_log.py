import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from kit import log
from kit.redaction import redacted


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("caller +8613800138000 left", "caller … left"),
        ("no route to 021-5888 1234", "no route to …"),
        ("dialled (021) 58881234", "dialled (…"),
        ("postgresql://thirdring:word@db:5432/x refused", "postgresql://…@db:5432/x refused"),
        ("Authorization: Bearer tr_abc.def", "Authorization: Bearer …"),
        ("Secret: hush", "Secret: …"),
        ("call 1764037000.42 of 2026-11-25 on port 5038", "call 1764037000.42 of 2026-11-25 on port 5038"),
        ("PJSIP/1001-0000002a rings", "PJSIP/1001-0000002a rings"),
    ],
)
def test_numbers_of_people_and_secrets_are_taken_out_and_call_ids_stay(said: str, logged: str) -> None:
    assert redacted(said) == logged


def test_what_is_private_by_its_key_is_hidden_however_deep() -> None:
    event = {"event": "answered", "agent": "Li Lei", "call": {"caller": "8001", "rings": 3}, "tried": ["13800138000"]}
    assert log.redact(None, "info", event) == {
        "event": "answered",
        "agent": "…",
        "call": {"caller": "…", "rings": 3},
        "tried": ["…"],
    }


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers, root.level)
    yield
    root.handlers, root.level = before
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_log_line_is_one_json_object_with_its_instant_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("info", "json")
    structlog.get_logger("x").info("link up", pbx="main")
    [line] = lines(capsys)
    assert (line["event"], line["level"], line["pbx"]) == ("link up", "info", "main")
    assert line["at"].endswith("Z")


def test_what_a_stranger_sends_as_the_protocol_of_a_socket_is_in_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("info", "json")
    logging.getLogger("aiohttp.websocket").warning("Client protocols %r don't overlap", ["Zhang San"])
    assert lines(capsys) == []


def test_what_a_library_logs_and_an_exception_says_is_redacted_too(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("info", "json")
    try:
        raise ValueError("no such number 13800138000")
    except ValueError:
        logging.getLogger("library").exception("failed for %s", "13800138000")
    [line] = lines(capsys)
    assert "13800138000" not in json.dumps(line)
    assert "no such number …" in line["exception"]


def test_lines_below_the_level_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("info", "json")
    structlog.get_logger("x").debug("noise")
    assert lines(capsys) == []


def test_a_second_set_up_replaces_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up("info", "json")
    log.set_up("error", "json")
    structlog.get_logger("x").info("quiet")
    structlog.get_logger("x").error("loud")
    assert [line["event"] for line in lines(capsys)] == ["loud"]
