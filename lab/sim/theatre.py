"""Where plays are put on: who comes in, by which line, at which number."""

from dataclasses import dataclass

from lab.sim.channels import Ids, Party
from lab.sim.order import Order
from lab.sim.people import People
from lab.sim.round import leg_party
from lab.sim.script import Script
from lab.sim.site import NEVER_US, TRUNK, Floor, Site
from lab.sim.stage import Stage
from lab.sim.truth import Truth


@dataclass(slots=True)
class Theatre:
    """One PBX, one site, one crowd of people."""

    site: Site
    floor: Floor
    people: People
    ids: Ids
    full_noise: bool = True

    def incoming(self, at_us: int, number: str, play: str) -> Stage:
        """Somebody outside dials `number`."""
        return self._stage(at_us, TRUNK, "from-trunk", number, Party(self.people.caller()), play)

    def from_an_agent(self, at_us: int, number: str, play: str) -> Stage | None:
        """An agent who is free dials `number`; None where nobody is."""
        free = self.floor.free(self.site.devices, at_us)
        if not free:
            return None
        return self.dialling(at_us, free[0], number, play)

    def dialling(self, at_us: int, device: str, number: str, play: str) -> Stage:
        return self._stage(at_us, device, "from-phone", number, leg_party(device), play)

    def clicked(self, at_us: int, order: Order, play: str) -> Stage:
        """The PBX is about to ring an agent's own phone."""
        script = self._script(at_us)
        name = self.ids.channel_name(order.device)
        channel = script.new_channel(name, "from-phone", "s", leg_party(order.device), 0, uniqueid=order.channel)
        truth = Truth(play, channel.linkedid, leg_party(order.device).number, order.number, script.at_us)
        return Stage(self.site, self.floor, self.people, script, truth, channel, NEVER_US, order)

    def order(self, at_us: int) -> Order | None:
        """Some agent who is free clicks; None where nobody is."""
        free = self.floor.free(self.site.devices, at_us)
        if not free:
            return None
        number = self.people.caller_outside()
        return Order(free[0], number, shown=Party(number, "#0042"), variables={"__TR_CALLBACK": "42"})

    def somebody_inside(self, at_us: int) -> str:
        """The number of an agent who is not the one about to call."""
        free = self.floor.free(self.site.devices, at_us)
        others = [device for device in self.site.devices if device not in free[:1]]
        return self.people.random.choice(others).partition("/")[2]

    def _script(self, at_us: int) -> Script:
        return Script(self.ids, self.people.random, at_us, self.full_noise)

    def _stage(self, at_us: int, device: str, context: str, number: str, who: Party, play: str) -> Stage:
        script = self._script(at_us)
        caller = script.incoming(device, context, number, who)
        arrived_us = next(moment.at_us for moment in script.moments if moment.name == "Newchannel")
        truth = Truth(play, caller.linkedid, who.number, number, arrived_us)
        gone_us = at_us + self.people.patience_us()
        return Stage(self.site, self.floor, self.people, script, truth, caller, gone_us)
