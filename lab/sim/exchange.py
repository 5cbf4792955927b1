"""What people and services ask of the simulated PBX while it plays: to click and to dial by hand, at any moment."""

from dataclasses import dataclass

from lab.sim import outward
from lab.sim.order import Order
from lab.sim.round import Does, Phone
from lab.sim.theatre import Theatre
from lab.sim.timeline import PlayedCall

_COMES = 0.96  # of agents who are clicked for, the share that picks up


@dataclass(slots=True)
class Exchange:
    theatre: Theatre

    def originate(self, order: Order, at_us: int) -> PlayedCall:
        """An agent who talks has a phone that says busy."""
        people, device = self.theatre.people, order.device
        agent = Phone(device, Does.IS_BUSY, 80_000)
        if self._talks_to_nobody(device, at_us):
            comes = people.random.random() < _COMES
            agent = Phone(device, Does.ANSWERS if comes else Does.RINGS, people.random.randrange(800_000, 2_500_000))
        stage = self.theatre.clicked(at_us, order, "clicked")
        outward.clicked(stage, agent, people.customer())
        return stage.played

    def dial(self, device: str, number: str, at_us: int) -> PlayedCall | None:
        """By hand, from an agent's phone; None while that agent is busy."""
        if not self._talks_to_nobody(device, at_us):
            return None
        stage = self.theatre.dialling(at_us, device, number, "dialled by hand")
        stage.gone_us = at_us + self.theatre.people.random.randrange(12_000_000, 25_000_000)
        outward.dialled_by_hand(stage, self.theatre.people.customer())
        return stage.played

    def freed(self, call: PlayedCall, at_us: int) -> None:
        """The agent of a click has hung up earlier than the play had it."""
        device = call.moments[0].get("Channel") or ""
        self.theatre.floor.free_at_us[device.rpartition("-")[0]] = at_us

    def _talks_to_nobody(self, device: str, at_us: int) -> bool:
        """Who writes down what was said may call all the same."""
        return bool(self.theatre.floor.free([device], at_us + self.theatre.people.wrap_up_us))
