"""The people of the department at their work, over HTTP: each of their doings is one short call.

A matter has a name of the script ("pipe"), by which its ticket is found again.
"""

from datetime import date, datetime
from typing import Any

from kit.roles import Role
from metrics.prometheus.sheet_keeper import SheetKeeper
from telephony.facts import Disposition
from tests.integration.day.switch import Ended, Switch
from tests.integration.surveys.conftest import SurveyWeb
from tests.integration.web_desk.conftest import Answer
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.workflows.quality_keeper import QualityKeeper
from ticketing.workflows.worker import DeskWorker

DISPATCHER, MANAGER, AGENT = Role.DISPATCHER, Role.MANAGER, Role.AGENT


class Department:
    def __init__(
        self, site: SurveyWeb, switch: Switch, worker: DeskWorker, quality: QualityKeeper, sheet: SheetKeeper
    ) -> None:
        self.site = site
        self.switch = switch
        self.day = ""
        self.survey: Any = None
        self.links: list[str] = []
        self._worker = worker
        self._quality = quality
        self._sheet = sheet
        self._numbers: dict[str, str] = {}

    async def at(self, moment: str) -> None:
        """It is so late; what the service does by itself is done. A time alone is of the same day."""
        *day, time = moment.split()
        self.day = day[0] if day else self.day
        now_us = at(f"{self.day} {time}")
        assert now_us >= self.site.clock.at_us, f"{moment} is over"
        self.site.clock.at_us = now_us
        await self._worker.look_around()
        await self._quality.look_around()
        await self._sheet.refresh()

    # calls

    async def answers(self, name: str, phone: str, rang_seconds: float, talk_seconds: float = 60) -> None:
        """The agent answers, and from now on the call's ticket is called `name`."""
        await self._comes(name, phone, Ended(Disposition.ANSWERED, rang_seconds, talk_seconds))

    async def loses(self, name: str, phone: str, rang_seconds: float) -> None:
        await self._comes(name, phone, Ended(Disposition.ABANDONED, rang_seconds))

    async def is_asked_back_by_key(self, name: str, phone: str, rang_seconds: float) -> None:
        await self._comes(name, phone, Ended(Disposition.CALLBACK_REQUESTED, rang_seconds))

    async def _comes(self, name: str, phone: str, ended: Ended) -> None:
        call = await self.switch.calls_in(phone, ended)
        shown = await self.site.get(f"calls/{call.pbx}/{call.linkedid}")
        assert shown["disposition"] == ended.disposition
        newest, *_ = (await self.site.get("tickets?limit=1"))["items"]
        self._numbers[name] = newest["number"]

    async def dials(self, phone: str, talk_seconds: float | None = 30) -> None:
        await self.switch.calls_out(phone, talk_seconds)

    async def clicks(self, name: str) -> None:
        """Click-to-call at the open callback about the ticket; they talk."""
        callback = await self.callback(name)
        path = f"callbacks/{callback['id']}"
        await self.site.post(f"{path}/claim")
        number = (await self.site.post(f"{path}/unmask", {"why": "回访"}))["number"]
        await self.site.post(f"{path}/call")
        self.site.dialled.lines.clear()  # its end is told by the events of the call
        await self.switch.calls_out(number, 30, callback["id"])
        proven = await self.site.get(path)
        assert (proven["state"], proven["way"]) == ("reached", "click")

    async def callback(self, name: str, reason: str = "resolved_ticket") -> Any:
        """The newest callback about the ticket for this reason."""
        found = (await self.site.get(f"callbacks?ticket={self._numbers[name]}&reason={reason}"))["items"]
        return max(found, key=lambda one: int(one["id"]))

    async def says(self, name: str, **told: Any) -> Any:
        """Somebody's word about the callback, or the rating that was told in it."""
        callback = await self.callback(name)
        return await self.site.post(f"callbacks/{callback['id']}/outcome", told)

    # tickets

    async def opens(self, name: str, role: Role = AGENT, **fields: Any) -> None:
        self._numbers[name] = (await self.site.opened(role, **{"title": name, **fields}))["number"]

    async def ticket(self, name: str) -> Any:
        return await self.site.get(f"tickets/{self._numbers[name]}", DISPATCHER)

    async def overdue(self, name: str) -> bool:
        """Is it in the list of what is overdue?"""
        found = (await self.site.get("tickets?due=overdue"))["items"]
        return self._numbers[name] in {one["number"] for one in found}

    async def acts(self, name: str, action: str, role: Role = AGENT, **said: Any) -> Any:
        return await self.site.act(await self.ticket(name), action, role, **said)

    async def solves(self, name: str, **fields: Any) -> Any:
        return await self.acts(name, "resolve", **{"resolution": "已处理", **fields})

    async def amends(self, name: str, role: Role = AGENT, **fields: Any) -> Any:
        return await self._changed("PATCH", name, "", fields, role)

    async def step(self, name: str, *steps: str, role: Role = AGENT, **more: Any) -> None:
        for step in steps:
            await self._changed("POST", name, "/steps", {"step": step, "evidence": "档案 7-3", **more}, role)

    async def waives(self, name: str, step: str, why: str) -> None:
        await self.step(name, step, role=MANAGER, waive=True, why=why, evidence="")

    async def merges(self, name: str, into: str) -> None:
        await self._changed("POST", name, "/merge", {"into": self._numbers[into], "why": "同一件事"}, AGENT)

    async def _changed(self, method: str, name: str, below: str, body: Any, role: Role) -> Any:
        answer = await self.tries(method, name, below, body, role)
        assert answer.status in (200, 201), answer.body
        return answer.body

    async def tries(self, method: str, name: str, below: str, body: Any, role: Role = AGENT) -> Answer:
        ticket = await self.ticket(name)
        path = f"tickets/{ticket['number']}{below}"
        return await self.site.ask(method, path, body, role, If_Match=f'"{ticket["version"]}"')

    # duties

    async def duties(self, name: str) -> list[Any]:
        items: list[Any] = (await self.site.get(f"duties?name={name}"))["items"]
        return items

    async def does(self, name: str, role: Role = AGENT, **told: Any) -> Answer:
        """The first one of today that is still open."""
        duty = next(one for one in await self.duties(name) if one["state"] == "open")
        return await self.site.ask("POST", f"duties/{duty['id']}/done", told, role)

    async def signs(self, name: str, role: Role) -> Answer:
        [duty] = await self.duties(name)
        path = f"duties/{duty['id']}/actions"
        return await self.site.ask("POST", path, {"action": "sign"}, role, If_Match=f'"{duty["version"]}"')

    # the sheet

    async def lines(self, day: date) -> list[Any]:
        items: list[Any] = (await self.site.get(f"objectives?date={day}"))["items"]
        return items

    async def sheet(self, day: date) -> list[tuple[int, float, float, str]]:
        return [(one["id"], one["met"], one["eligible"], one["status"]) for one in await self.lines(day)]

    async def proof(self, line: int, day: date) -> dict[str, str]:
        """What became of each ticket that the line counts: why it was missed, or its outcome."""
        rows = (await self.site.get(f"objectives/{line}/evidence?date={day}&limit=100"))["items"]
        names = {number: name for name, number in self._numbers.items()}
        return {names[row["ref"]]: row["why"] or row["outcome"] for row in rows}

    async def calls_judged(self, day: date) -> dict[str, str]:
        """Line 10 by the local time of each call."""
        rows = (await self.site.get(f"objectives/10/evidence?date={day}&limit=100"))["items"]
        times = [datetime.fromisoformat(row["at"]).astimezone(SHANGHAI) for row in rows]
        return {f"{time:%H:%M}": row["why"] or row["outcome"] for time, row in zip(times, rows, strict=True)}

    async def history(self) -> list[int]:
        """The lines of which a period was closed before today."""
        details = [await self.site.get(f"objectives/{line}") for line in range(1, 22)]
        return [one["id"] for one in details if one["history"]]
