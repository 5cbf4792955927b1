"""The phone's SIP, as far as it is data."""

from pathlib import PurePosixPath

from lab.pbx import config, sip

INVITE = (
    b"INVITE sip:1001@127.0.0.1:40001 SIP/2.0\r\n"
    b"Via: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bKabc\r\n"
    b'From: "Caller" <sip:13800000001@127.0.0.1>;tag=remote\r\n'
    b"To: <sip:1001@127.0.0.1>\r\n"
    b"CSeq: 102 INVITE\r\n"
    b"\r\n"
    b"v=0\r\nc=IN IP4 127.0.0.1\r\nm=audio 12345 RTP/AVP 8\r\n"
)


def test_a_request_says_its_method_branch_parties_and_where_it_wants_its_sound() -> None:
    message = sip.parse(INVITE)
    assert (message.status, message.method, message.branch) == (0, "INVITE", "z9hG4bKabc")
    assert sip.user_of(sip.uri_of(message.get("from"))) == "13800000001"
    assert sip.tag_of(message.get("From")) == "remote"
    assert sip.tag_of(message.get("To")) == ""
    assert message.media == ("127.0.0.1", 12345)


def test_an_answer_says_its_status_and_the_method_it_answers() -> None:
    message = sip.parse(b"SIP/2.0 486 Busy Here\r\nCSeq: 7 INVITE\r\n\r\n")
    assert (message.status, message.method, message.media) == (486, "INVITE", None)


def test_what_is_built_is_read_back() -> None:
    built = sip.build("SIP/2.0 200 OK", [("Via", "one"), ("Via", "two"), ("CSeq", "1 BYE")], sip.sdp(4000, "sendonly"))
    message = sip.parse(built)
    assert message.every("Via") == [("Via", "one"), ("Via", "two")]
    assert message.media == ("127.0.0.1", 4000)
    assert "a=sendonly" in message.body


def test_a_phone_that_registers_has_no_address_in_the_configuration_and_others_have() -> None:
    site = config.Site(
        {"1001": 40001, "1002": None}, 40009, (config.Queue("hotline", ("PJSIP/1001",)),), {"agents": ()}
    )
    places = config.Places(PurePosixPath("/lab/run"), PurePosixPath("/modules"), PurePosixPath("/data"))
    texts = config.files(site, config.Ports(ami=5038, sip=5060), places, "word")
    assert "contact=sip:1001@127.0.0.1:40001" in texts["pjsip.conf"]
    assert "sip:1002@" not in texts["pjsip.conf"]
    assert "timestampevents=yes" in texts["manager.conf"]
    assert "bindaddr=127.0.0.1" in texts["manager.conf"]
