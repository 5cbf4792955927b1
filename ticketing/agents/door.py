"""Agents over HTTP: what they do now, their pauses, and the time after a call."""

from collections.abc import Awaitable

from kit.http.auth.users import note, users
from kit.http.bodies import Body, Named, Words
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.refusals import MissingError, NotYoursError
from kit.roles import MANAGERS, Role
from telephony.agents.board import AgentNow
from telephony.agents.switch import NoMemberError, NotPermittedError
from telephony.ami.actions import AmiError
from telephony.masking import mask_text
from ticketing.agents.models import AgentNowOut, AgentOut, AgentsOut
from ticketing.agents.shown import agent_now
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.ways import read, write
from ticketing.workflows.agent_control import AgentControl


class Ready(Body):
    """`why` is needed where it is another agent."""

    why: Words = ""


class Pause(Ready):
    reason: Named


async def list_agents(ask: Ask, _query: NoQuery) -> Reply:
    """Lists the agents of the settings and all users. An agent is not shown their roles."""
    async with connected(ask) as connection:
        roles = {user.name: user.role for user in await users(connection)}
    shown = {} if ask.token.role is Role.AGENT else roles
    agents = _agents(ask)
    items = [_agent(ask, name, shown.get(name)) for name in sorted({*ask.site.devices, *roles})]
    return Reply(
        AgentsOut(items=items, pause_reasons=list(agents.reasons), wrap_up_seconds=agents.wrap_up_seconds), as_seen=True
    )


async def one_agent(ask: Ask, _query: NoQuery) -> Reply:
    return Reply(_shown(ask, _known(ask)), as_seen=True)


async def pause(ask: Ask, body: Pause) -> Reply:
    """Pauses an agent in all their queues. The PBX stores the pause."""
    agent = await _allowed(ask, "agent_paused", body.why)
    await _by_pbx(_agents(ask).pause(agent, body.reason))
    return await one_agent(ask, NoQuery())


async def ready(ask: Ask, body: Ready) -> Reply:
    agent = await _allowed(ask, "agent_made_ready", body.why)
    await _by_pbx(_agents(ask).unpause(agent))
    return await one_agent(ask, NoQuery())


async def lengthen_wrap_up(ask: Ask, _query: NoQuery) -> Reply:
    _agents(ask).lengthen_wrap_up(_own(ask))
    return await one_agent(ask, NoQuery())


async def end_wrap_up(ask: Ask, _query: NoQuery) -> Reply:
    _agents(ask).end_wrap_up(_own(ask))
    return await one_agent(ask, NoQuery())


def _agents(ask: Ask) -> AgentControl:
    return ask.site.agents


def _known(ask: Ask) -> AgentNow:
    now = _agents(ask).board.of(ask.path("name"))
    if now is None:
        raise Problem(404, "No [[agent]] of the settings has this name: use `name` from the list.")
    return now


def _own(ask: Ask) -> str:
    agent = _known(ask).name
    if agent != ask.token.who:
        raise Problem(403, "A wrap-up belongs to its agent: nobody else can lengthen or end it.")
    return agent


async def _allowed(ask: Ask, action: str, why: str) -> str:
    """The agent. For another one than the caller a manager says why, and that is kept."""
    agent = _known(ask).name
    if agent == ask.token.who:
        return agent
    if ask.token.role not in MANAGERS:
        raise NotYoursError("changing the state of another agent", Role.MANAGER.value)
    if not why.strip():
        raise MissingError("changing the state of another agent", ["why"])
    async with connected(ask) as connection:
        await note(connection, ask.token.who, action, agent=agent, why=mask_text(why))
    return agent


async def _by_pbx(change: Awaitable[None]) -> None:
    later = {"Retry-After": "5"}
    try:
        await change
    except NotPermittedError:
        detail = "The PBX does not permit it: in manager.conf, add agent to the write= of the AMI user of Third Ring."
        raise Problem(503, detail, headers=later) from None
    except NoMemberError:
        raise Problem(409, "The queues of the PBX have no such member any more: see its queues.conf.") from None
    except AmiError:
        raise Problem(503, "The PBX did not answer: try again in a few seconds.", headers=later) from None


def _shown(ask: Ask, now: AgentNow) -> AgentNowOut:
    return agent_now(now, None if ask.viewer.sees_all() else mask_text)


def _agent(ask: Ask, name: str, role: Role | None) -> AgentOut:
    now, devices = _agents(ask).board.of(name), ask.site.devices.get(name, ())
    return AgentOut(
        name=name,
        devices=[ask.viewer.words(device) for device in devices],
        role=role,
        now=None if now is None else _shown(ask, now),
    )


_AGENT = "/api/v1/agents/{name}"
_NO_AGENT = {404: "No such agent"}
_BY_PBX = {409: "The queues have no such member any more", **_NO_AGENT}

OPERATIONS = (
    read("listAgents", "/api/v1/agents", "List agents with what they do now", list_agents, AgentsOut),
    read("getAgent", _AGENT, "Return what an agent does now", one_agent, AgentNowOut, problems=_NO_AGENT),
    write(
        "pauseAgent",
        f"{_AGENT}/pause",
        "Pause an agent in all queues; another agent by a manager, who says why: recorded in the audit log",
        pause,
        AgentNowOut,
        Pause,
        problems=_BY_PBX,
    ),
    write(
        "readyAgent",
        f"{_AGENT}/ready",
        "End the pause of an agent; of another agent by a manager, who says why: recorded in the audit log",
        ready,
        AgentNowOut,
        Ready,
        problems=_BY_PBX,
    ),
    write(
        "lengthenWrapUp",
        f"{_AGENT}/wrap-up/lengthen",
        "Lengthen the time after a call, once",
        lengthen_wrap_up,
        AgentNowOut,
        problems=_NO_AGENT,
    ),
    write(
        "endWrapUp",
        f"{_AGENT}/wrap-up/end",
        "End the time after a call",
        end_wrap_up,
        AgentNowOut,
        problems=_NO_AGENT,
    ),
)
