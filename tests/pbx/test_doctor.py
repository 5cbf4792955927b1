"""The doctor on a real Asterisk with something wrong in each of its files."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from kit import i18n
from lab.pbx import config
from lab.pbx.asterisk import Asterisk
from thirdring.commands.doctor import examine
from thirdring.settings import Settings

SITE = config.Site(
    phones={"1001": None, "1002": None},
    trunk_port=15060,
    queues=(
        config.Queue("hotline", ("PJSIP/1001", "Local/1002@agents/n,0,Two,PJSIP/1002"), {"servicelevel": "15"}),
        config.Queue("night", ("PJSIP/1001", "PJSIP/1003"), {"servicelevel": "15", "timeout": "0"}),
    ),
    contexts={
        "from-trunk": (
            "exten => _80XX,1,Set(CALLERID(num)=${FILTER(0-9+*#,${CALLERID(num)})})",
            " same => n,Queue(hotline)",
            "exten => 7001,1,Queue(hotline)",
        ),
        "from-phone": ("exten => _X.,1,Hangup()",),
        "agents": ("exten => _1XXX,1,Dial(PJSIP/${EXTEN})",),
    },
)
USERS = """
[well]
secret={secret}
read=system,call,agent,dialplan
write=system,reporting,agent
[sample]
secret={secret}
read=system,call,agent,dialplan
write=reporting,originate,agent,call
[half]
secret={secret}
read=system,call
write=system
[blind]
secret={secret}
read=
write=
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asterisk() -> AsyncIterator[Asterisk]:
    pbx = Asterisk(SITE)
    manager = pbx.folder / "etc" / "manager.conf"
    manager.write_text(manager.read_text() + USERS.format(secret=pbx.secret))
    try:
        await pbx.start()
        yield pbx
    finally:
        await pbx.close()


def settings(asterisk: Asterisk, user: str, **changed: object) -> Settings:
    site: dict[str, object] = {
        "pbx": [{"port": asterisk.ports.ami, "username": user, "secret": asterisk.secret}],
        "hotline": [{"name": "service", "numbers": ["8001"], "queues": ["hotline"]}],
        "agent": [{"name": "1001", "devices": ["PJSIP/1001"]}, {"name": "1002", "devices": ["PJSIP/1002"]}],
    }
    return Settings.model_validate(site | changed)


async def codes(site: Settings) -> tuple[list[tuple[str, str]], int]:
    report, code = await examine(site, Path("site.toml"), listen_seconds=0.1, in_json=True)
    return [(finding["code"], finding["weight"]) for finding in json.loads(report)["findings"]], code


async def test_a_site_that_is_set_up_well_passes(asterisk: Asterisk) -> None:
    assert await codes(settings(asterisk, "well")) == ([("endpoints_unknown", "hint")], 0)  # the trunk


async def test_with_the_rights_of_the_sample_it_finds_what_it_looks_for_or_says_that_it_could_not_look(
    asterisk: Asterisk,
) -> None:
    agents = [{"name": "1001", "devices": ["PJSIP/1001", "PJSIP/1999"]}, {"name": "1002", "devices": ["PJSIP/1002"]}]
    found, code = await codes(settings(asterisk, "sample", agent=agents))
    assert found == [
        ("device_missing", "problem"),
        ("endpoints_unknown", "hint"),
        ("read_unknown", "not_seen"),
        ("timestamps_unknown", "not_seen"),
        ("timeouts_not_seen", "not_seen"),
    ]
    assert code == 1


async def test_each_thing_that_is_wrong_is_found(asterisk: Asterisk) -> None:
    hotlines = [{"name": "service", "numbers": ["8001", "9001"], "queues": ["hotline", "night", "nowhere"]}]
    agents = [{"name": "1001", "devices": ["PJSIP/1001", "PJSIP/1999"]}, {"name": "1002", "devices": ["PJSIP/1002"]}]
    found, code = await codes(settings(asterisk, "half", hotline=hotlines, agent=agents))
    assert found == [
        ("read_missing", "problem"),
        ("timeout_zero", "problem"),
        ("member_unknown", "problem"),
        ("queue_missing", "problem"),
        ("device_missing", "problem"),
        ("pause_missing", "hint"),
        ("endpoints_unknown", "hint"),
        ("door_not_seen", "not_seen"),
        ("dialplan_not_seen", "not_seen"),
    ]  # and nothing about 9001: this user may not look at the dialplan
    assert code == 1


async def test_a_number_that_no_pattern_at_all_takes_is_a_problem(asterisk: Asterisk) -> None:
    hotlines = [{"name": "service", "numbers": ["*77"], "queues": ["hotline"]}]
    found, code = await codes(settings(asterisk, "well", hotline=hotlines))
    assert ("number_missing", "problem") in found
    assert code == 1


async def test_a_number_that_only_a_pattern_for_any_number_takes_is_a_hint(asterisk: Asterisk) -> None:
    hotlines = [{"name": "service", "numbers": ["8001", "9001"], "queues": ["hotline"]}]
    found, code = await codes(settings(asterisk, "well", hotline=hotlines))
    assert found == [("endpoints_unknown", "hint"), ("number_missing", "hint")]
    assert code == 0


async def test_a_number_that_is_used_before_it_is_cleaned_is_found_with_the_lines_to_add(asterisk: Asterisk) -> None:
    hotlines = [{"name": "service", "numbers": ["8001", "7001"], "queues": ["hotline"]}]
    report, code = await examine(settings(asterisk, "well", hotline=hotlines), None, listen_seconds=0.1)
    assert "the call to 7001 comes to Queue in from-trunk before anything cleans them" in report
    assert "exten => 7001,1,Gosub(door,s,1)" in report
    assert "exten => 8001,1,Gosub" not in report
    assert code == 0


async def test_a_user_that_may_nothing_is_told_both_lines(asterisk: Asterisk) -> None:
    report, code = await examine(settings(asterisk, "blind"), None, listen_seconds=0.1)
    assert "read = system,call,agent,dialplan" in report
    assert "write = system,reporting" in report
    assert code == 1


async def test_timestampevents_switched_off_is_a_problem(asterisk: Asterisk) -> None:
    manager = asterisk.folder / "etc" / "manager.conf"
    on = manager.read_text()
    manager.write_text(on.replace("timestampevents=yes", "timestampevents=no"))
    try:
        found, code = await codes(settings(asterisk, "well"))
    finally:
        manager.write_text(on)
    assert ("timestamps_off", "problem") in found
    assert code == 1


async def test_the_clock_of_a_pbx_on_this_machine_is_ours(asterisk: Asterisk) -> None:
    report, _code = await examine(settings(asterisk, "well"), None, listen_seconds=0.1, in_json=True)
    (pbx,) = json.loads(report)["pbxs"]
    assert abs(pbx["clock_ahead_seconds"]) < 0.5
    assert pbx["events"] == {"system": 1}  # FullyBooted
    assert pbx["asterisk"].startswith(("18.", "20.", "21.", "22.", "23."))


async def test_a_wrong_secret_is_a_pbx_that_cannot_be_asked(asterisk: Asterisk) -> None:
    pbx = [{"port": asterisk.ports.ami, "username": "well", "secret": "wrong"}]
    report, code = await examine(settings(asterisk, "well", pbx=pbx), None, listen_seconds=0.1)
    assert code == 2
    assert "refused the login" in report
    assert asterisk.secret not in report


async def test_nobody_at_the_port_is_a_pbx_that_cannot_be_asked(unused_tcp_port: int) -> None:
    site = Settings.model_validate({"pbx": [{"port": unused_tcp_port, "secret": "x"}]})
    _report, code = await examine(site, None, listen_seconds=0.1)
    assert code == 2
