"""A PBX of which only the queue is played: it pauses members, and tells so in Asterisk's own form."""

from collections.abc import Callable
from dataclasses import dataclass, field

from telephony.agents.board import AgentBoard
from telephony.agents.switch import AgentSwitch
from telephony.ami.actions import Headers, Response
from telephony.layout import Agent, Layout, layout
from ticketing.workflows.agent_control import AgentControl

REASONS = ("吃饭", "休息", "培训", "会议")
AGENTS = layout([], [Agent("agent", ("PJSIP/1001",)), Agent("1002", ("PJSIP/1002",))])
WRAP_UP_US = 30_000_000


@dataclass
class PlayedQueue:
    """`word` and `message` are what it answers to a pause."""

    now_us: Callable[[], int]
    members: tuple[str, ...] = ("PJSIP/1001", "PJSIP/1002")
    agents: Layout = AGENTS
    word: str = "Success"
    message: str = ""
    hearers: list[Callable[[list[bytes]], None]] = field(default_factory=list)
    paused: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        board = AgentBoard(self.agents, ["main"], WRAP_UP_US)
        devices = tuple(self.agents.agent_of_device)
        switch = AgentSwitch("main", self, board, devices, self.now_us)
        self.control = AgentControl(board, {"main": switch}, REASONS, self.now_us)
        self._say("Event: LinkUp\r\nGreeting: x")
        for member in self.members:
            self.status(member, event="QueueMember")
        self._say("Event: QueueStatusComplete")

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response:
        told = dict(action)
        self.asked.append(told)
        if self.word == "Success" and told["Action"] == "QueuePause":
            device = told["Interface"]
            self.paused.pop(device, None)
            if told["Paused"] == "true":
                self.paused[device] = told["Reason"]
            self.status(device, event="QueueMemberPause")
        return Response(self.word, self.message, {})

    def status(self, device: str, number: int = 1, event: str = "QueueMemberStatus") -> None:
        reason = self.paused.get(device)
        lines = ("Queue: hotline", f"MemberName: {device}", f"Interface: {device}", f"StateInterface: {device}")
        paused = (f"Status: {number}", f"Paused: {int(reason is not None)}", f"PausedReason: {reason or ''}")
        self._say("\r\n".join((f"Event: {event}", *lines, *paused)))

    def _say(self, frame: str) -> None:
        for hearer in self.hearers:
            hearer([frame.encode()])
        self.control.tell_changes()
