"""What the service does at the PBXs, by itself or for somebody: calls, pauses of agents, help for waiting calls."""

from collections.abc import Mapping
from typing import NamedTuple

from kit.database.pool import DatabasePool
from telephony.ami.link import AmiLink
from telephony.originate import Originator
from thirdring.agents import agent_control
from thirdring.canary import kept
from thirdring.canary.calls import CanaryCalls
from thirdring.measuring import Measuring, NowUs
from thirdring.rescue import rescuer_of
from thirdring.rescuer import Rescuer
from thirdring.settings import Settings
from thirdring.work_calls import WorkCalls
from ticketing.workflows.agent_control import AgentControl
from ticketing.workflows.click_to_call import ClickToCall
from ticketing.workflows.service_desk import ServiceDesk


class AtPbx(NamedTuple):
    agents: AgentControl
    by_click: ClickToCall
    to_workmen: WorkCalls
    canary: CanaryCalls
    rescuer: Rescuer | None  # None: nobody is rung for calls that are about to be missed


def at_pbx(
    settings: Settings,
    links: Mapping[str, AmiLink],
    pool: DatabasePool,
    desk: ServiceDesk,
    measured: Measuring,
    clock: NowUs,
) -> AtPbx:
    originators = {name: Originator(link) for name, link in links.items()}
    agents = agent_control(settings, links, measured.hub, clock)
    return AtPbx(
        agents,
        ClickToCall(desk, originators, settings.devices(), settings.calling, clock),
        WorkCalls(pool, desk, settings.work, originators, clock),
        _canary(settings, originators, pool, measured, clock),
        rescuer_of(settings, originators, agents.board, measured, desk.duty, clock),
    )


def _canary(
    settings: Settings, originators: Mapping[str, Originator], pool: DatabasePool, measured: Measuring, clock: NowUs
) -> CanaryCalls:
    policy, keep = settings.service_level(), kept.keeping(settings.data_dir)
    return CanaryCalls(settings.canary, policy, originators, pool, measured.hub, measured.registry, keep, clock)
