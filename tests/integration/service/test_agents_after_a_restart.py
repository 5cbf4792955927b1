"""What agents did outlives a restart of the service: since when they are ready, and the time after their last call."""

from pathlib import Path

from telephony.agents.states import State
from telephony.agents.wrap_up import WrapUp
from telephony.facts import CallRef
from tests.integration.service.test_service import played, settings
from tests.integration.sim.test_server import soon
from thirdring.assembly import Service
from thirdring.service import running

S = 1_000_000


def now(service: Service, agent: str = "1001") -> tuple[State, int | None, WrapUp | None]:
    found = service.at_pbx.agents.board.of(agent)
    assert found is not None
    return found.state, found.since_us, found.wrap_up


async def test_wrap_up_and_since_when_are_there_again(data_dir: Path, database_url: str) -> None:
    async with played(0) as pbx:
        place = settings(data_dir, database_url, pbx.port)
        async with running(place) as service:
            await soon(lambda: now(service)[0] is State.READY)
            await service.at_pbx.agents.pause("1001", "休息")
            await service.at_pbx.agents.unpause("1001")
            since_us = now(service)[1]
            assert since_us is not None
            call = CallRef("main", "1764036000.7")
            wrap_up = WrapUp(call, since_us, since_us + 3600 * S)
            board = service.at_pbx.agents.board
            board.recall(board.memory(since_us)._replace(wrap_ups={"1002": wrap_up}))
        async with running(place) as service:
            await soon(lambda: now(service)[0] is State.READY)
            assert now(service)[1] == since_us
            assert now(service, "1002")[::2] == (State.WRAP_UP, wrap_up)
