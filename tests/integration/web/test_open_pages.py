import json
import re
from html import unescape
from pathlib import Path

from prometheus_client import Counter
from prometheus_client.parser import text_string_to_metric_families

from kit.http.health import Check, disk_check
from kit.http.openapi import describe
from kit.roles import Role
from tests.integration.web.site_in_memory import CallsInMemory, answered_call, web_of
from thirdring.http.operations import OPERATIONS


async def test_ready_says_ok_for_each_thing_it_stands_on() -> None:
    checks = [lambda: Check("journal", True, figures={"depth_events": 3.0})]
    async with web_of(checks=checks) as web, web.get("/readyz", None) as response:
        assert response.status == 200
        assert await response.json() == {
            "ready": True,
            "checks": [{"name": "journal", "ok": True, "reason": "", "figures": {"depth_events": 3.0}}],
        }


async def test_one_thing_missing_is_503_with_its_reason() -> None:
    checks = [lambda: Check("journal", True), lambda: Check("link main", False, "No banner: is AMI on?")]
    async with web_of(checks=checks) as web, web.get("/readyz", None) as response:
        body = await response.json()
        assert (response.status, body["ready"]) == (503, False)
        assert body["checks"][1]["reason"] == "No banner: is AMI on?"


async def test_alive_does_not_depend_on_anything() -> None:
    calls = CallsInMemory()
    calls.away = True
    async with web_of(calls) as web, web.get("/healthz", None) as response:
        assert await response.json() == {"alive": True}


def test_a_full_disk_or_a_missing_folder_is_not_ok(tmp_path: Path) -> None:
    assert disk_check(tmp_path, free_bytes_min=0).ok
    assert "make room" in disk_check(tmp_path, free_bytes_min=2**62).reason
    assert not disk_check(tmp_path / "missing").ok


async def test_metrics_are_compressed_for_who_asks_and_say_no_creation_times() -> None:
    async with web_of() as web:
        Counter("thirdring_tested", "Tests", registry=web.site.registry).inc(3)
        for coding, wanted in (("gzip", "gzip"), ("gzip;q=0", None), ("identity", None)):
            async with web.get("/metrics", Role.METRICS, Accept_Encoding=coding) as response:
                assert response.headers.get("Content-Encoding") == wanted
                samples = [s for f in text_string_to_metric_families(await response.text()) for s in f.samples]
                assert [(sample.name, sample.value) for sample in samples] == [("thirdring_tested_total", 3.0)]


async def test_who_asks_for_openmetrics_gets_it() -> None:
    async with web_of() as web, web.get("/metrics", Accept="application/openmetrics-text;version=1.0.0") as response:
        assert response.content_type == "application/openmetrics-text"
        assert (await response.text()).endswith("# EOF\n")


async def test_the_description_served_is_that_of_the_operations() -> None:
    async with web_of() as web, web.get("/api/v1/openapi.json", None) as response:
        assert await response.read() == describe(OPERATIONS, False)


def test_every_parameter_and_every_field_is_described_where_its_name_is_not_enough() -> None:
    document = json.loads(describe(OPERATIONS, metrics_open=False))
    names = {parameter["name"] for parameter in document["paths"]["/api/v1/calls"]["get"]["parameters"]}
    assert names == {
        *("from", "to", "limit", "cursor", "pbx", "hotline", "agent", "direction", "disposition", "within_target"),
        *("excluded", "household", "among", "live", "ticket", "sort", "rescue"),
    }
    assert set(document["components"]["schemas"]["TransferOut"]["properties"]) == {"at", "kind", "from", "to"}


def test_open_metrics_need_no_token_by_the_description_either() -> None:
    for is_open in (True, False):
        metrics = json.loads(describe(OPERATIONS, metrics_open=is_open))["paths"]["/metrics"]["get"]
        assert (metrics["security"] == []) is is_open
        assert ("401" in metrics["responses"]) is not is_open


async def test_a_receipt_speaks_the_language_that_is_asked_for() -> None:
    async with web_of(CallsInMemory([answered_call()])) as web:
        path = "/api/v1/calls/main/1764036000.1/receipt"
        for asked, header, said in (("", "", "en"), ("", "zh-CN,en;q=0.5", "zh"), ("?lang=zh", "en", "zh")):
            async with web.get(path + asked, Accept_Language=header) as response:
                receipt = await response.json()
                assert (receipt["language"], response.headers["Content-Language"]) == (said, said)
                assert ("振铃 15.3 秒" in receipt["sentence"]) is (said == "zh")
                rule = "在第 4 声响起之前接听" if said == "zh" else "answered before ring 4 begins"
                assert receipt["rule"]["meaning"] == rule


async def test_a_receipt_shows_the_rule_and_the_events_behind_the_verdict() -> None:
    async with (
        web_of(CallsInMemory([answered_call()])) as web,
        web.get("/api/v1/calls/main/1764036000.1/receipt") as response,
    ):
        receipt = await response.json()
        assert receipt["timezone"] == "Asia/Shanghai"
        assert receipt["rule"] == {
            "name": "before_next_ring",
            "version": 1,
            "meaning": "answered before ring 4 begins",
            "ring_zone": "cn",
            "period_seconds": 5.0,
            "rings_within": 3,
            "limit_seconds": 15.0,
        }
        assert receipt["events"] == [
            {
                "at": "2025-11-25T02:00:00.123000Z",
                "local_time": "10:00:00.123",
                "position": 7,
                "event": "DialState",
                "device": "PJSIP/1001",
                "effect": "ringing",
                "meaning": "Phone 1001 begins to ring",
            }
        ]


async def test_the_landing_page_says_what_is_where_at_this_address() -> None:
    async with web_of() as web, web.get("/api", None) as response:
        page = await response.text()
        assert f'"{web.url}/api/v1/calls?limit=10"' in unescape(page)
        for operation in OPERATIONS:
            if operation.method == "GET":
                path = operation.path.replace("{objective}", "{id}")
                assert re.sub(r"{(\w+)}", lambda name: name[1].upper(), path) in page


async def test_the_landing_page_says_it_in_the_readers_language() -> None:
    async with web_of() as web, web.get("/api", None, **{"Accept-Language": "zh-CN"}) as response:
        page = await response.text()
        assert response.headers["Content-Language"] == "zh"
        assert '<html lang="zh-CN">' in page
        assert "<td>来电列表，最新在前</td>" in page
        assert "newest first" not in page


async def test_a_host_with_markup_in_it_stays_text() -> None:
    async with web_of() as web, web.get("/api", None, Host="localhost:<b>") as response:
        assert "<b>" not in await response.text()
