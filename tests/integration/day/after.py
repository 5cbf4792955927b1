"""What is done after the day, until every period of which it is part is closed."""

from tests.integration.day.department import MANAGER, Department


async def night_after(d: Department) -> None:
    await d.at("2026-11-26 00:10")
    await d.solves("waits for others")  # ten minutes too late: their pause stopped no clock
    await d.at("00:20")  # the day is closed


async def days_after(d: Department, zhao: int) -> None:
    await d.at("2026-11-26 01:00")
    await d.solves("waits for owner")  # in time: 2.5 hours of pause make it 02:30
    await d.at("12:00")
    await d.solves("pump")  # in time: its week ends at 12:30
    await d.at("22:00")
    await d.step("incident lift", "report", "sent")  # 50 minutes too late
    await d.at("2026-11-27 10:00")
    await corrects_fees(d)
    path, home = f"households/{zhao}", await d.site.get(f"households/{zhao}")
    files = {"documents": [{"title": "合同", "since": "2026-11-27"}]}
    answer = await d.site.ask("PATCH", path, files, MANAGER, If_Match=f'"{home["version"]}"')
    assert answer.status == 200, answer.body
    await d.at("16:00")
    assert (await d.does("meeting", findings="本周工单", attendees="全体")).status == 200
    assert await d.overdue("renovation Zhao") is False
    await d.at("17:30")
    assert await d.overdue("renovation Zhao") is True
    await d.at("2026-11-30 00:10")
    await d.step("renovation Zhao", "inspection_final", "acceptance", "deposit")
    await d.solves("renovation Zhao")
    for closing in ("2026-11-30 00:20", "2026-12-01 00:20", "2026-12-08 00:20", "2027-02-01 00:20"):
        await d.at(closing)  # the week; the month; the month, after its late readings; the year


async def corrects_fees(d: Department) -> None:
    [fees] = (await d.site.get("readings?objective=3"))["items"]
    right = {"met": 91_000, "total": 100_000, "evidence": "银行对账单", "why": "漏记转账"}
    path = f"readings/{fees['id']}/corrections"
    await d.site.post(path, right, MANAGER, If_Match=f'"{fees["version"]}"')
