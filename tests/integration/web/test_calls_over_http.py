from kit.roles import Role
from tests.integration.web.site_in_memory import T0, CallsInMemory, answered_call, web_of


async def test_a_call_has_every_field_of_its_contract() -> None:
    async with web_of(CallsInMemory([answered_call()])) as web, web.get("/api/v1/calls/main/1764036000.1") as response:
        assert await response.json() == {
            "id": "main/1764036000.1",
            "pbx": "main",
            "linkedid": "1764036000.1",
            "direction": "inbound",
            "hotline": "service",
            "caller": "+8613800000001",
            "caller_raw": "13800000001",
            "dialled": "8001",
            "arrived_at": "2025-11-25T02:00:00.000000Z",
            "queued_at": None,
            "alerted_at": "2025-11-25T02:00:00.123000Z",
            "answered_at": "2025-11-25T02:00:15.423000Z",
            "ended_at": "2025-11-25T02:01:15.423000Z",
            "ring_seconds": 15.3,
            "rings": 4,
            "wait_seconds": 15.423,
            "talk_seconds": 60.0,
            "disposition": "answered",
            "within_target": False,
            "excluded": None,
            "agent": "1001",
            "attempts": [
                {
                    "agent": "1001",
                    "device": "PJSIP/1001",
                    "alerted_at": "2025-11-25T02:00:00.123000Z",
                    "ended_at": "2025-11-25T02:00:15.423000Z",
                    "ring_seconds": 15.3,
                    "outcome": "answered",
                    "is_rescue": False,
                }
            ],
            "transfers": [],
            "ticket": None,
            "measurement": "measured",
            "margin_seconds": 0.0,
            "rescue": None,
        }


async def test_an_agent_sees_calls_with_numbers_masked() -> None:
    async with (
        web_of(CallsInMemory([answered_call()])) as web,
        web.get("/api/v1/calls/main/1764036000.1", Role.AGENT) as response,
    ):
        call = await response.json()
        assert (call["caller"], call["caller_raw"], call["dialled"]) == ("+861****0001", "138****0001", "8001")


async def test_following_next_shows_every_call_once_newest_first() -> None:
    calls = [answered_call(f"1764036000.{number}", at_us=T0 + number // 2) for number in range(7)]
    async with web_of(CallsInMemory(calls)) as web:
        seen: list[str] = []
        path = "/api/v1/calls?limit=3"
        for _page in range(3):
            async with web.get(path) as response:
                page = await response.json()
            seen += [call["linkedid"] for call in page["items"]]
            path = f"/api/v1/calls?limit=3&cursor={page['next']}"
        assert page["next"] is None
        assert seen == [f"1764036000.{number}" for number in (6, 5, 4, 3, 2, 1, 0)]


async def test_a_full_last_page_has_no_next() -> None:
    async with web_of(CallsInMemory([answered_call()])) as web, web.get("/api/v1/calls?limit=1") as response:
        assert (await response.json())["next"] is None


async def test_a_linkedid_of_odd_characters_is_found_under_its_id() -> None:
    odd = "box 1/a?b#c%2F;.äé..1764036000.1"
    async with web_of(CallsInMemory([answered_call(odd)])) as web:
        async with web.get("/api/v1/calls") as response:
            call_id = (await response.json())["items"][0]["id"]
        for path in (f"/api/v1/calls/{call_id}", f"/api/v1/calls/{call_id}/receipt"):
            async with web.get(path) as response:
                assert (await response.json())["linkedid"] == odd


async def test_dots_nul_and_broken_unicode_in_a_linkedid_are_an_unknown_call() -> None:
    async with web_of() as web:
        for odd in ("%2E%2E", "%00", "%FF%FE", "%ED%A0%80", "a" * 5000, "receipt", "..%2F..%2Fetc"):
            async with web.get(f"/api/v1/calls/main/{odd}") as response:
                assert (odd, response.status) == (odd, 404)


async def test_every_wrong_parameter_is_named_with_what_to_do() -> None:
    async with (
        web_of() as web,
        web.get("/api/v1/calls?limit=0&from=yesterday&disposition=lost&colour=red&live=yes&to=1&to=2") as response,
    ):
        problem = await response.json()
        assert (response.status, response.content_type) == (422, "application/problem+json")
        assert {error["parameter"] for error in problem["errors"]} == {
            "limit",
            "from",
            "disposition",
            "colour",
            "live",
            "to",
        }


async def test_a_wrong_cursor_is_refused() -> None:
    async with web_of() as web:
        for cursor in ("x", "!!", "bnVsbA", "WzFd", "WzEsICJhIiwgIlx1ZDgwMCJd", "W" * 2000):
            async with web.get(f"/api/v1/calls?cursor={cursor}") as response:
                assert (cursor, response.status) == (cursor, 422)
                assert "next" in (await response.json())["errors"][0]["message"]


async def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    async with web_of() as web, web.get("/api/v1/calls?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z") as response:
        assert response.status == 422


async def test_with_the_database_away_the_answer_says_so() -> None:
    calls = CallsInMemory()
    calls.away = True
    async with web_of(calls) as web, web.get("/api/v1/calls") as response:
        assert (response.status, response.headers["Retry-After"]) == (503, "5")
        assert "measured" in (await response.json())["detail"]
