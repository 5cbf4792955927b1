"""The days before Wednesday, 25 November: what was begun, and falls due on that day or later."""

from typing import Any

from tests.integration.day.department import DISPATCHER, MANAGER, Department
from tests.integration.surveys.conftest import CONTENT

ZHANG, LI, WANG = "13800138000", "13900139001", "13700137002"
COMPLAINANT = "13100131001"
CONTRACT = {"title": "合同", "since": "2024-05-01"}


async def register(d: Department) -> dict[str, int]:
    """Four households: three with a file and a telephone, and Zhao, with neither."""
    homes = {}
    for name, room, phones, documents in (
        ("张三", "1201", [ZHANG], [CONTRACT]),
        ("李四", "1202", [LI], [CONTRACT]),
        ("王五", "1203", [WANG], [CONTRACT]),
        ("赵六", "1204", [], []),
    ):
        people = [{"name": name, "part": "owner", "phones": phones}]
        home: dict[str, Any] = {"building": "3", "unit": "2", "room": room, "people": people, "documents": documents}
        homes[name] = (await d.site.post("households", home, DISPATCHER))["id"]
    return homes


async def days_before(d: Department) -> dict[str, int]:
    homes = await register(d)
    await d.at("2026-11-16 09:00")
    await d.opens("move-in Zhang", category="move_in", household=homes["张三"])  # 7 workdays: due 25th 09:00
    await d.at("2026-11-16 11:00")
    await d.opens("move-in Li", category="move_in", household=homes["李四"])  # due 25th 11:00
    await d.at("2026-11-17 10:00")
    await d.opens("renovation Wang", category="renovation", household=homes["王五"])  # due 26th 10:00
    await d.at("2026-11-17 16:00")
    await d.opens("renovation Li", category="renovation", household=homes["李四"])  # due 26th 16:00, and forgotten
    await d.at("2026-11-18 09:00")
    await d.opens("renovation Zhao", category="renovation", household=homes["赵六"])  # its application: 20th 09:00
    await d.at("2026-11-18 14:00")
    await d.opens("seepage", category="repair", difficult=True, household=homes["王五"])  # 7 days: 25th 14:00
    await d.at("2026-11-19 09:30")
    await d.opens("pump", category="repair", difficult=True)  # found on patrol, nobody to call: 26th 09:30 …
    await d.acts("pump", "dispatch", DISPATCHER, trade="electrician")
    await d.step("renovation Zhao", "application")  # the permit is due a workday later
    await d.at("2026-11-20 09:29")
    assert await d.overdue("renovation Zhao") is False
    await d.at("2026-11-20 09:30")
    assert await d.overdue("renovation Zhao") is True
    await d.acts("pump", "pause", DISPATCHER, pause="waiting_for_parts", why="等水泵轴承")
    await d.at("2026-11-20 12:30")
    await d.acts("pump", "resume", DISPATCHER)  # … and 3 hours later: 26th 12:30
    await d.step("renovation Zhao", "permit")  # three hours late; the next is due on Monday the 23rd, 12:30
    assert await d.overdue("renovation Zhao") is False
    await survey_begins(d)
    await d.acts("renovation Zhao", "start")
    await d.acts("renovation Zhao", "pause", DISPATCHER, pause="waiting_for_owner", why="业主出差")
    await the_day_before(d)
    return homes


async def survey_begins(d: Department) -> None:
    await d.at("2026-11-20 14:00")
    d.survey, d.links = await d.site.running(questions=[CONTENT])


async def the_day_before(d: Department) -> None:
    await d.at("2026-11-24 09:00")
    assert await d.overdue("renovation Zhao") is False
    await d.acts("renovation Zhao", "resume")  # 44.5 hours of workdays later: the 25th, 09:00
    await d.opens("complaint Wang", category="complaint", phone=WANG)  # to be answered by the 25th, 09:00
    await d.at("2026-11-24 15:00")
    await d.opens("complaint noise", category="complaint", phone=COMPLAINANT)
    await d.at("2026-11-24 16:00")
    await d.amends("complaint noise", complaint={"valid": True, "response": "已通知施工方", "settlement": "限时施工"})
    await d.step("move-in Zhang", "documents", "facilities", "rules", "archived")
    await d.waives("move-in Zhang", "keys", "房屋已自行开锁")
    await d.solves("move-in Zhang")
    await d.acts("move-in Zhang", "close")
    await d.at("2026-11-24 20:00")
    await d.opens("incident roof", category="major_incident", role=MANAGER)  # report within 24 hours: 25th 20:00
