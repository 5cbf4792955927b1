"""Builds the control of agents for the PBXs of the settings."""

from collections.abc import Callable, Mapping

from kit.instants import SECOND_US
from metrics.calls.live_hub import CallsHub
from telephony.agents.board import AgentBoard
from telephony.agents.switch import AgentSwitch
from telephony.ami.link import AmiLink
from thirdring.settings import Settings
from ticketing.telling import TellingAgents
from ticketing.workflows.agent_control import AgentControl
from ticketing.workflows.agent_memory import MemoryFile

Clock = Callable[[], int]


def agent_control(settings: Settings, links: Mapping[str, AmiLink], hub: CallsHub, clock: Clock) -> AgentControl:
    layout = settings.layout()
    board = AgentBoard(layout, links, int(settings.desk.wrap_up_seconds * SECOND_US))
    devices = tuple(layout.agent_of_device)
    switches = {name: AgentSwitch(name, link, board, devices, clock) for name, link in links.items()}
    memory = MemoryFile(settings.data_dir / "agents.json")
    control = AgentControl(board, switches, settings.desk.pause_reasons, clock, memory)
    control.tell_to(TellingAgents(hub))
    return control
