import pytest

from telephony.agents.board import AgentBoard, AgentNow
from telephony.agents.states import State
from thirdring.idle import on_duty


class Board(AgentBoard):
    """One agent, in this state."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state

    @property
    def names(self) -> frozenset[str]:
        return frozenset({"1001"})

    def of(self, agent: str) -> AgentNow | None:
        return AgentNow(agent, self.state, None, "", None, (), None)


@pytest.mark.parametrize("state", list(State))
def test_who_takes_calls_is_not_signed_out_and_who_is_paused_or_away_is(state: State) -> None:
    at_work = state in (State.READY, State.RINGING, State.TALKING, State.WRAP_UP)
    assert on_duty(Board(state)) == ({"1001"} if at_work else set())
