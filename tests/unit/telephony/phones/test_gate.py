import pytest

from telephony.phones.gate import LARGEST_BYTES, may_pass

ME = '"Anna" <sip:2001@pbx>;tag=a1b2'


def message(first: str = "INVITE sip:1002@pbx SIP/2.0", *, sender: str = ME, body: str = "", **more: str) -> str:
    lines = [first, f"From: {sender}", *(f"{name.replace('_', '-')}: {text}" for name, text in more.items())]
    return "\r\n".join([*lines, f"Content-Length: {len(body.encode())}", "", body])


@pytest.mark.parametrize(
    "method", ["REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "REFER", "INFO", "OPTIONS", "UPDATE", "NOTIFY"]
)
def test_requests_of_the_own_endpoint_pass(method: str) -> None:
    assert may_pass(message(f"{method} sip:1002@pbx;transport=ws SIP/2.0"), "2001")


@pytest.mark.parametrize("sender", ["<sip:2001@pbx>", "sips: <sips:2001@pbx>", "Anna <sip:2001@pbx>;tag=x", ME])
def test_the_own_endpoint_may_be_written_in_several_ways(sender: str) -> None:
    assert may_pass(message(sender=sender), "2001") is not sender.startswith("sips: ")


def test_answers_pass_whoever_asked() -> None:
    assert may_pass(message("SIP/2.0 180 Ringing", sender="<sip:8001@pbx>;tag=t"), "2001")
    assert may_pass(message("SIP/2.0 200 OK", sender="<sip:8001@pbx>;tag=t", body="v=0\r\n…"), "2001")


@pytest.mark.parametrize("status", ["300 Multiple Choices", "302 Moved Temporarily", "380 Alternative Service", "302"])
def test_no_page_sends_a_caller_on_to_another_number(status: str) -> None:
    assert not may_pass(message(f"SIP/2.0 {status}", Contact="<sip:900861234567@pbx>"), "2001")


@pytest.mark.parametrize("status", ["180 Ringing", "200 OK", "486 Busy Here", "502 Bad Gateway", "603 Decline"])
def test_all_other_answers_pass(status: str) -> None:
    assert may_pass(message(f"SIP/2.0 {status}"), "2001")


def test_what_keeps_the_connection_alive_passes() -> None:
    assert may_pass("\r\n\r\n", "2001")


@pytest.mark.parametrize(
    "sender",
    [
        "<sip:2002@pbx>",
        "<sip:trunk@pbx>",
        '"<sip:2001@pbx>" <sip:trunk@pbx>',
        '"a\\" <sip:2001@pbx>" <sip:trunk@pbx>',
        "<sip:2001@pbx> <sip:trunk@pbx>",
        "<sip:trunk@pbx>;x=<sip:2001@pbx>",
        "<sip:2001:word@pbx>",
        "<sip:2001;x@pbx>",
        "<tel:2001>",
        "<sip:pbx>",
        "",
    ],
)
def test_another_sender_is_refused(sender: str) -> None:
    assert not may_pass(message(sender=sender), "2001")


def test_two_senders_are_refused_in_any_spelling() -> None:
    assert not may_pass(message(f="<sip:trunk@pbx>"), "2001")
    assert not may_pass(message(FROM="<sip:2001@pbx>"), "2001")


@pytest.mark.parametrize("first", ["MESSAGE sip:1@pbx SIP/2.0", "SUBSCRIBE sip:1@pbx SIP/2.0", "PUBLISH x", "GET /"])
def test_what_no_phone_of_ours_sends_is_refused(first: str) -> None:
    assert not may_pass(message(first), "2001")


@pytest.mark.parametrize(
    "text", ["Subject: a\r\n b", "Subject: a\nFrom: <sip:trunk@pbx>", "Subject: a\rb", "no header"]
)
def test_lines_that_the_pbx_may_read_otherwise_are_refused(text: str) -> None:
    whole = message().replace("From:", f"{text}\r\nFrom:")
    assert not may_pass(whole, "2001")


def test_a_second_message_behind_the_first_is_refused() -> None:
    second = message(sender="<sip:trunk@pbx>")
    assert not may_pass(message() + second, "2001")
    assert not may_pass(message(l="0"), "2001")
    assert not may_pass(message().replace("Content-Length: 0", "X: y"), "2001")
    assert not may_pass(message(body="abc").replace("Content-Length: 3", "Content-Length: 1"), "2001")


def test_a_message_without_an_end_of_its_head_is_refused() -> None:
    assert not may_pass(message().rstrip("\r\n"), "2001")


def test_no_message_of_a_phone_is_longer_than_the_bound() -> None:
    assert LARGEST_BYTES == 16_384


def test_the_short_names_of_headers_are_understood() -> None:
    short = message().replace("From:", "f:").replace("Content-Length:", "l:")
    assert may_pass(short, "2001")
    assert not may_pass(short, "2002")


def test_the_length_of_what_follows_is_counted_in_bytes() -> None:
    whole = message(body="您好")
    assert may_pass(whole, "2001")
    assert not may_pass(whole.replace("Content-Length: 6", "Content-Length: 2"), "2001")


OURS = "<sip:2001@0a1b2c.invalid;transport=ws>"


@pytest.mark.parametrize(
    "contact", [OURS, f'{OURS};+sip.ice;reg-id=1;+sip.instance="<urn:uuid:0a1b>";expires=300', f"{OURS};expires=0"]
)
def test_a_page_registers_its_own_socket(contact: str) -> None:
    assert may_pass(message("REGISTER sip:pbx SIP/2.0", Contact=contact), "2001")


@pytest.mark.parametrize("name", ["Contact", "m"])
@pytest.mark.parametrize(
    "contact",
    [
        "<sip:2001@192.0.2.7:5060>",
        "<sip:2001@192.0.2.7;transport=ws>",
        "<sip:2001@0a.invalid>",
        "<sip:2001@0a.invalid;transport=udp>",
        f"{OURS}, <sip:2001@192.0.2.7>",
        f"{OURS};x=1,<sip:2001@192.0.2.7>",
        "<sip:2001@192.0.2.7>;x=.invalid;transport=ws",
        "*",
        "",
    ],
)
def test_an_address_that_outlives_the_socket_is_not_registered(name: str, contact: str) -> None:
    assert not may_pass(message("REGISTER sip:pbx SIP/2.0", **{name: contact}), "2001")
    assert may_pass(message("INVITE sip:1002@pbx SIP/2.0", **{name: contact}), "2001")
