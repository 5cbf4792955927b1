"""Wednesday, 25 November 2026, until noon."""

from tests.integration.day.before import LI, WANG, ZHANG
from tests.integration.day.department import AGENT, DISPATCHER, Department

NEIGHBOUR, PASSER_BY, CALLED_TWICE = "13600136003", "13500135004", "13300133005"
BY_KEY, BY_KEY_LATE, STRANGER = "13400134006", "13200132007", "13000130008"


async def night(d: Department) -> None:
    await d.at("2026-11-25 03:12")  # a pipe has burst: night counts like day
    await d.answers("pipe", WANG, rang_seconds=7)
    await d.amends("pipe", category="repair_urgent", priority="urgent", title="水管爆裂")
    await d.acts("pipe", "dispatch", DISPATCHER, trade="plumber")
    await d.at("03:40")
    await d.acts("pipe", "start")
    await d.at("04:30")
    await d.solves("pipe")
    callback = await d.callback("pipe")
    for way in ("claim", "call"):  # nobody is called at night
        assert (await d.site.ask("POST", f"callbacks/{callback['id']}/{way}")).status == 422
    await d.dials(WANG)  # who dials by hand all the same has no proof
    assert [one["outcome"] for one in (await d.callback("pipe"))["attempts"]] == ["quiet_hours"]


async def first_calls(d: Department) -> None:
    await d.at("08:31")  # in the first ring; solved on the phone
    await d.answers("enquiry", ZHANG, rang_seconds=2.1)
    await d.solves("enquiry", category="enquiry", title="问物业费到哪天")
    await d.at("08:40")  # the last instant of the third ring
    await d.answers("lamp", LI, rang_seconds=14.999999)
    await d.amends("lamp", category="repair", title="楼道灯不亮")
    await d.acts("lamp", "dispatch", DISPATCHER, trade="electrician")
    await d.at("08:52")  # the first instant of the fourth
    await d.answers("suggestion", NEIGHBOUR, rang_seconds=15)
    await d.amends("suggestion", category="suggestion", title="增设长椅")


async def complaint_of_yesterday_is_late(d: Department) -> None:
    await d.at("09:01")
    assert await d.overdue("complaint Wang") is True
    [raised] = (await d.site.get("nonconformities?source=ticket"))["items"]
    assert raised["raised_by"] == "rule"
    assert raised["ticket"] == (await d.ticket("complaint Wang"))["number"]
    await d.at("09:05")
    await d.clicks("pipe")
    await d.says("pipe", rating=5)


async def callers_who_leave(d: Department) -> None:
    await d.at("09:10")  # within the first ring: a short call
    await d.loses("short", PASSER_BY, rang_seconds=4)
    await d.at("09:15")  # in the fifth
    await d.loses("gate, first try", CALLED_TWICE, rang_seconds=22)
    await d.at("09:18")  # and gets through: that settles the callback of the missed call
    await d.answers("gate", CALLED_TWICE, rang_seconds=3)
    settled = await d.callback("gate, first try", "missed_call")
    assert (settled["state"], settled["way"]) == ("reached", "inbound")
    await d.merges("gate, first try", into="gate")
    await d.amends("gate", category="service_request", title="门禁卡")
    await d.at("09:26")
    await d.dials(PASSER_BY, talk_seconds=None)
    assert (await d.callback("short", "missed_call"))["state"] == "pending"


async def patrol_and_repairs(d: Department) -> None:
    await d.at("09:30")
    await d.solves("lamp")
    await d.opens("barrier", category="repair")  # in the garage, found on patrol: there is nobody to call
    assert (await d.does("patrol", findings="车库道闸不落杆")).status == 200
    await d.at("09:40")
    told = await d.says("lamp", state="reached", why="大堂遇见业主")  # a word, no proof
    assert told["way"] == "manual"
    await d.at("09:45")
    await d.opens("parts", category="repair", phone=ZHANG)
    await d.acts("parts", "dispatch", DISPATCHER, trade="electrician")
    await d.at("09:50")  # twenty minutes later is no second patrol
    assert (await d.does("patrol")).status == 422
    await d.opens("complaint invalid", category="complaint", phone="13100131009")


async def by_key_and_by_mistake(d: Department) -> None:
    await d.at("10:00")
    await d.acts("parts", "pause", AGENT, pause="waiting_for_parts", why="等门禁主板")
    await d.solves("suggestion")
    await d.at("10:05")  # "press 1, we call you back", in the second ring
    await d.is_asked_back_by_key("fees", BY_KEY, rang_seconds=8)
    assert (await d.callback("fees", "requested"))["state"] == "pending"
    await d.at("10:08")  # the same, when three rings were over
    await d.is_asked_back_by_key("late key", BY_KEY_LATE, rang_seconds=15)
    await d.at("10:10")
    await d.amends("complaint invalid", complaint={"valid": False, "response": "非物业管理范围，已说明"})
    await d.solves("complaint invalid")
    await d.at("10:15")
    await d.answers("wrong number", STRANGER, rang_seconds=1)
    await d.solves("wrong number", category="wrong_number")
    await d.clicks("complaint invalid")
    await d.at("10:20")
    await d.dials(BY_KEY)
    assert (await d.callback("fees", "requested"))["way"] == "by_hand"
    await d.solves("fees", category="fees", title="物业费怎么交")


async def before_eleven(d: Department) -> None:
    await d.at("10:25")
    await d.step("move-in Li", "documents", "keys", "facilities", "archived")
    await d.waives("move-in Li", "rules", "业主赶时间")
    await d.at("10:30")
    await d.solves("gate")
    answered = {"valid": True, "response": "已上门致歉", "settlement": "更换保洁班次"}
    await d.amends("complaint Wang", complaint=answered)  # an hour and a half late
    assert await d.overdue("complaint Wang") is False
    assert (await d.ticket("complaint Wang"))["breached"] is True
    await d.at("10:35")
    await d.clicks("gate")
    await d.says("gate", rating=4)
    await d.at("10:40")
    await d.dials(BY_KEY_LATE)
    await d.solves("late key", category="service_request", title="代收快递")
    await d.solves("move-in Li")
    await d.acts("move-in Li", "close")
    await d.at("10:50")
    await d.clicks("move-in Li")


async def before_noon(d: Department) -> None:
    await d.at("11:00")
    await d.solves("barrier")
    await d.says("lamp", state="pending", why="遇见的是邻居")  # the word was wrong
    await d.at("11:05")
    await d.dials(LI)
    assert (await d.callback("lamp"))["way"] == "by_hand"
    await d.at("11:30")
    await d.solves("complaint Wang")
    await d.at("11:40")
    await d.clicks("complaint Wang")
    await d.amends("complaint Wang", complaint={"satisfaction": 5})
    await d.dials(PASSER_BY)  # the short call of 09:10: its ticket closes itself
    assert (await d.callback("short", "missed_call"))["state"] == "reached"
    short = await d.ticket("short")
    assert (short["category"], short["status"]) == ("short_call", "closed")
    assert short["history"][-1]["what"].startswith("called back")
    await d.at("12:00")
    await d.solves("complaint noise")
    await d.amends("complaint noise", complaint={"satisfaction": 5})  # nobody asked the complainant
    await d.at("12:10")
    await d.says("suggestion", state="reached", why="电话里说过了")


MORNING = (
    night,
    first_calls,
    complaint_of_yesterday_is_late,
    callers_who_leave,
    patrol_and_repairs,
    by_key_and_by_mistake,
    before_eleven,
    before_noon,
)
