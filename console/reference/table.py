"""What is where in the API, in the words of both languages. A test holds it against the operations."""

from typing import NamedTuple

from kit.i18n import Language


class Place(NamedTuple):
    path: str
    en: str
    zh: str

    def said(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    @property
    def opens(self) -> bool:
        """A browser can look at it as it is."""
        return self.path == self.path.lower()


class Group(NamedTuple):
    en: str
    zh: str
    places: tuple[Place, ...]

    def said(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


GROUPS = (
    Group(
        "Calls and figures",
        "来电与质量目标",
        (
            Place("/api/v1/calls", "calls, newest first", "来电列表，最新在前"),
            Place("/api/v1/calls/PBX/LINKEDID", "one call", "单通来电"),
            Place("/api/v1/calls/PBX/LINKEDID/receipt", "why it has its figures", "判定依据"),
            Place("/api/v1/objectives", "the 21 objectives of a day", "当日 21 项质量目标"),
            Place("/api/v1/objectives/ID", "one of them, with its history", "单项质量目标及其往期"),
            Place("/api/v1/objectives/ID/evidence", "the rows that prove it", "质量目标的判定依据"),
            Place("/api/v1/objectives/ID/causes", "why rows were missed, by the reason", "未达标原因汇总"),
            Place("/api/v1/objectives/sheet", "the sheet of a month, for printing", "质量目标月度考核表（打印）"),
            Place("/api/v1/today", "what is at risk, and today's calls by hour", "当日风险事项与各时段来电"),
            Place("/api/v1/wall", "what a wall shows", "大屏数据"),
            Place("/api/v1/readings", "what was read off for the sheet", "填报数"),
            Place("/api/v1/readings/ID", "one reading with its versions", "单条填报数及其更正"),
            Place("/api/v1/live", "changes as they happen (server-sent events)", "实时变化"),
            Place("/api/v1/rescues", "calls that are about to be missed", "即将超过应接声数的来电"),
            Place("/api/v1/agents", "who works here", "坐席"),
            Place("/api/v1/agents/NAME", "what one agent does now", "单个坐席的状态"),
        ),
    ),
    Group(
        "Tickets and people",
        "工单与业主",
        (
            Place("/api/v1/tickets", "tickets, newest first", "工单列表，最新在前"),
            Place("/api/v1/tickets/NUMBER", "one ticket with its history", "单个工单及其记录"),
            Place("/api/v1/writing", "who is writing on which ticket", "谁正在填写哪单工单"),
            Place("/api/v1/tickets/NUMBER/paper.pdf", "its work order to sign", "派工单"),
            Place("/api/v1/tickets/NUMBER/release/paper.pdf", "its release note for goods", "放行条"),
            Place("/api/v1/trades", "who of each trade is on duty", "各工种值班人员"),
            Place("/api/v1/shifts", "the roster of some days", "排班表"),
            Place("/api/v1/shifts/now", "who is on duty now", "当前当班人员"),
            Place("/api/v1/shifts/ahead", "who is on shift in the next three days", "今后三天的当班人员"),
            Place("/api/v1/shifts/DAY/SHIFT", "one shift of a day", "某日的一个班次"),
            Place("/api/v1/shifts/DAY/SHIFT/notes", "its notes for the next shift", "交班记录"),
            Place("/api/v1/absences", "who is away, and who stands in", "请假与代班"),
            Place("/api/v1/absences/ID", "one absence", "单条请假记录"),
            Place("/api/v1/callbacks", "callbacks, the most urgent first", "待拨打列表（回电与回访），最紧急的在前"),
            Place("/api/v1/callbacks/ID", "one callback", "单次回电或回访"),
            Place("/api/v1/callbacks/rates", "the callback rate of a day", "当日回访率"),
            Place("/api/v1/households", "households", "业主档案"),
            Place("/api/v1/households/ID", "one household", "单户业主档案"),
            Place("/api/v1/residents", "whose number is it", "号码查询"),
            Place("/api/v1/residents/ID", "one resident", "单个业主/使用人"),
            Place("/api/v1/categories", "what tickets are about", "工单类别"),
            Place("/api/v1/household-sheets/SHEET", "a sheet of households that is imported", "导入中的业主档案表"),
            Place("/api/v1/household-sheets/SHEET/bad-rows", "its bad rows", "其中有误的行"),
            Place("/api/v1/place-sheets/SHEET", "a sheet of places that is imported", "导入中的公共部位表"),
            Place("/api/v1/place-sheets/SHEET/bad-rows", "its bad rows", "其中有误的行"),
            Place("/api/v1/shift-sheets/SHEET", "a roster that is imported", "导入中的排班表"),
            Place("/api/v1/shift-sheets/SHEET/bad-rows", "its bad rows", "其中有误的行"),
            Place("/api/v1/places", "places that are no flats", "公共部位"),
            Place("/api/v1/places/ID", "one place", "单处公共部位"),
            Place("/api/v1/files", "photos and papers of a record", "照片与文件"),
            Place("/api/v1/files/ID", "one file", "单个文件"),
            Place("/api/v1/files/ID/content", "its bytes", "文件内容"),
            Place("/api/v1/files/ID/small", "its thumbnail", "缩略图"),
            Place("/api/v1/tickets/NUMBER/work_links", "links on which workmen do a ticket", "工单的派工链接"),
            Place("/api/v1/work/TOKEN", "the work of a link", "派工链接的工单"),
            Place("/api/v1/work/TOKEN/files/ID/content", "a file of that work", "该工单的文件"),
            Place("/api/v1/work/TOKEN/files/ID/small", "its thumbnail", "缩略图"),
        ),
    ),
    Group(
        "Quality",
        "品质管理",
        (
            Place("/api/v1/duties", "the duties of a day", "当日例行任务"),
            Place("/api/v1/duties/ID", "one duty with its history", "单项例行任务及其记录"),
            Place("/api/v1/forms", "the forms of inspections", "日检查表、周检查表的格式"),
            Place("/api/v1/inspections", "inspections, newest first", "检查记录，最新在前"),
            Place("/api/v1/inspections/ID", "one inspection with its results", "单次检查及其结果"),
            Place("/api/v1/inspections/ID/paper.pdf", "the same to sign", "检查表（打印）"),
            Place("/api/v1/findings", "what inspections found", "不合格项"),
            Place("/api/v1/findings/ID", "one finding with its history", "单项不合格项及其记录"),
            Place("/api/v1/nonconformities", "nonconformities, newest first", "不合格单，最新在前"),
            Place("/api/v1/nonconformities/ID", "one nonconformity with its history", "单张不合格单及其记录"),
            Place("/api/v1/nonconformities/ID/paper.pdf", "the same to sign", "不合格单（打印）"),
            Place("/api/v1/surveys", "survey campaigns", "满意度调查"),
            Place("/api/v1/surveys/ID", "one survey", "单项调查"),
            Place("/api/v1/surveys/ID/invitations", "who is invited, and has answered", "受邀住户"),
            Place("/api/v1/surveys/ID/results", "how many are satisfied", "调查结果"),
            Place("/api/v1/surveys/ID/findings", "low scores and comments", "低分与意见"),
            Place("/api/v1/surveys/ID/responses/RESPONSE", "one answer", "单份答卷"),
            Place("/s/TOKEN", "the page of a household", "住户答卷页面"),
            Place("/s/c/TOKEN", "the page of a complainant", "投诉评价页面"),
            Place("/api/v1/patrol-codes", "the codes at the points of a form", "点位二维码"),
        ),
    ),
    Group(
        "Access and the service itself",
        "登录、权限与系统",
        (
            Place("/api/v1/words", "words for states, roles and reasons", "状态、角色、原因等的中文"),
            Place("/api/v1/me", "who asks", "当前身份"),
            Place("/api/v1/session/first", "whether the first admin can be made now", "是否可以创建首个管理员"),
            Place("/api/v1/session/provider", "whether one signs in by a provider, and its name", "单点登录服务"),
            Place("/api/v1/users", "who signs in", "用户"),
            Place("/api/v1/users/NAME", "one user", "单个用户"),
            Place("/api/v1/audit", "the audit log", "审计记录"),
            Place("/api/v1/me/sessions", "where one is signed in", "本人的登录会话"),
            Place("/api/v1/tokens", "tokens of the API", "接口令牌"),
            Place("/api/v1/system", "links, journal, database and backups", "系统状态"),
            Place("/api/v1/settings", "the settings in use", "当前设置"),
            Place("/api/v1/doctor", "what the doctor finds", "系统检查"),
            Place("/api/v1/openapi.json", "the description of this API", "接口说明"),
            Place("/metrics", "for Prometheus", "监控指标"),
            Place("/healthz", "is it alive", "存活检查"),
            Place("/readyz", "is it ready, and if not, why", "就绪检查"),
            Place("/readyz/in-charge", "is this service in charge", "本服务是否主用"),
        ),
    ),
)
