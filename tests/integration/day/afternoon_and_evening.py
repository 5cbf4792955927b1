"""Wednesday, 25 November 2026, from noon to midnight."""

from tests.integration.day.before import LI, WANG, ZHANG
from tests.integration.day.department import DISPATCHER, MANAGER, Department
from tests.integration.day.night_and_morning import BY_KEY_LATE
from tests.integration.quality.test_inspections_over_http import form

GAS = "13800138010"


async def repairs(d: Department) -> None:
    await d.at("13:00")
    await d.opens("stairs", category="repair", phone=LI)
    await d.at("13:10")
    await d.solves("seepage")  # 50 minutes before its seven days end
    await d.at("13:20")
    await d.clicks("seepage")
    await d.at("13:30")
    await d.solves("stairs")
    await d.at("13:40")
    await d.clicks("stairs")  # says: it drips again
    await d.acts("stairs", "reopen", why="又漏了")


async def training_and_removals(d: Department) -> None:
    await d.at("14:00")
    assert (await d.does("training", findings="消防器材使用")).status == 422  # who was there?
    assert (await d.does("training", findings="消防器材使用", attendees="张、李、王")).status == 200
    await d.opens("removal Zhang", category="goods_removal", phone=ZHANG)
    await d.at("14:30")
    await d.step("removal Zhang", "request", "check", "release")
    await d.solves("removal Zhang")
    await d.acts("removal Zhang", "close")
    await d.at("14:45")
    await d.clicks("removal Zhang")
    await d.at("15:00")
    await d.step("incident roof", "report", "sent")
    await d.opens("noted twice", category="repair", phone=ZHANG)
    await d.acts("noted twice", "cancel", why="重复登记")


async def pauses(d: Department) -> None:
    await d.at("15:30")
    assert (await d.does("patrol")).status == 200
    await d.opens("waits for owner", category="repair", phone=WANG)
    await d.opens("waits for others", category="repair", phone=WANG)
    for name in ("waits for owner", "waits for others"):
        await d.acts(name, "dispatch", DISPATCHER, trade="plumber")
    await d.at("16:00")
    await d.acts("waits for owner", "pause", pause="waiting_for_owner", why="家中无人")
    await d.acts("waits for others", "pause", pause="waiting_for_others", why="等自来水公司")
    await d.opens("removal at gate", category="goods_removal")  # a removal firm: nobody to call
    await d.step("removal at gate", "request", "check")
    await d.at("16:20")
    await d.solves("removal at gate")  # they drove off before anybody released it
    assert (await d.tries("POST", "removal at gate", "/actions", {"action": "close"})).status == 422


async def inspections(d: Department) -> None:
    await d.at("16:40")
    ours = form(lobbies="minor") | {"department": "客服部"}
    await d.site.post("inspections", ours, DISPATCHER)
    assert (await d.site.ask("POST", "inspections", ours, DISPATCHER)).status == 422  # the same form twice
    theirs = form(appearance="minor", greening="not_applicable") | {"department": "工程部"}
    await d.site.post("inspections", theirs, MANAGER)
    assert (await d.signs("daily_inspection", DISPATCHER)).status == 403
    assert (await d.signs("daily_inspection", MANAGER)).status == 200
    found = (await d.site.get("findings?unsettled=true"))["items"]
    assert len(found) == 2
    corrected = {"action": "correct", "why": "已补扫"}
    await d.site.post(f"findings/{found[0]['id']}/actions", corrected, If_Match=f'"{found[0]["version"]}"')


async def readings(d: Department) -> None:
    await d.at("17:00")
    await d.clicks("fees")
    for line, series, met, total, evidence in (
        (1, "出勤", 20, 20, ""),
        (3, "物业费", 85_000, 100_000, "收费台账"),
        (7, "", 12, 12, ""),
        (18, "保洁", 38, 40, "photos/1125.jpg"),
    ):
        told = {"objective": line, "day": "2026-11-25", "series": series, "met": met, "total": total}
        one = await d.site.post("readings", told | {"evidence": evidence})
        actions = f"readings/{one['id']}/actions"
        await d.site.post(actions, {"action": "confirm"}, MANAGER, If_Match=f'"{one["version"]}"')
    waits = {"objective": 18, "day": "2026-11-25", "series": "绿化", "met": 10, "total": 40}
    await d.site.post("readings", waits)  # no manager has looked at it: it does not count


async def late_afternoon(d: Department) -> None:
    await d.at("17:30")
    assert await d.overdue("renovation Wang") is True  # its application was due on the 19th
    steps = ("application", "permit", "inspection_hidden", "inspection_final", "acceptance", "deposit")
    await d.step("renovation Wang", *steps)
    await d.solves("renovation Wang")
    assert (await d.overdue("renovation Wang"), (await d.ticket("renovation Wang"))["breached"]) == (False, True)
    await d.step("renovation Zhao", "inspection_hidden")  # 8.5 hours late; the next one: the 27th, 17:30
    await d.at("17:40")
    await d.opens("move-in Zhao", category="move_in")  # 7 workdays: due on 4 December
    await d.at("18:00")
    await d.solves("stairs")
    await d.at("18:10")
    await d.clicks("stairs")
    await d.says("stairs", rating=2)
    await d.at("18:30")
    await d.acts("waits for owner", "resume")
    await d.acts("waits for others", "resume")


async def survey_ends(d: Department, zhao: int) -> None:
    await d.at("18:40")
    for link, score in zip(d.links, "542", strict=False):
        assert (await d.site.page(link, {"q1": score})).status == 303
    by_phone = {"household": zhao, "answers": {"q1": "5"}}
    await d.site.post(f"surveys/{d.survey['id']}/responses", by_phone)
    await d.site.moved(d.survey, "close")


async def evening(d: Department) -> None:
    await d.at("19:00")
    await d.opens("again", category="repair", phone=ZHANG)
    await d.at("19:30")
    await d.solves("again")
    await d.at("20:00")
    await d.acts("again", "reopen", why="还是不亮")
    await d.at("20:45")  # no new call by the queue, but one by hand still counts
    callback = await d.callback("late key")
    assert (await d.site.ask("POST", f"callbacks/{callback['id']}/claim")).status == 422
    await d.dials(BY_KEY_LATE)
    assert (await d.callback("late key"))["way"] == "by_hand"
    assert await can_be_met(d) == (2, True)  # of 14, 13 are 90 %; 11 have been called, and 3 still may
    await d.at("21:05")
    await d.dials(WANG)  # the renovation: too late to disturb anybody
    assert (await d.callback("renovation Wang"))["state"] == "pending"
    await d.at("21:10")
    assert await can_be_met(d) == (2, False)  # the quiet hours have begun
    await d.opens("incident lift", category="major_incident", role=MANAGER)  # report by the 26th, 21:10
    await emergency(d)


async def emergency(d: Department) -> None:
    """A dispatcher lets somebody be called at night, with a reason."""
    await d.at("21:20")
    await d.opens("gas", category="repair_urgent", phone=GAS)
    await d.at("21:50")
    await d.solves("gas")
    await d.amends("gas", DISPATCHER, call_any_hour=True, why="须确认家中无人不适")
    await d.at("22:00")
    await d.clicks("gas")


async def can_be_met(d: Department) -> tuple[int, bool]:
    rate = await d.site.get("callbacks/rates")
    return rate["more_by_midnight"], rate["can_be_met"]


AFTERNOON = (repairs, training_and_removals, pauses, inspections, readings, late_afternoon)
