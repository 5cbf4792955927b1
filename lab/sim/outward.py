"""Calls to customers: an agent clicks, so that the PBX rings the agent's phone and then dials; or dials by hand."""

from collections.abc import Mapping

from lab.sim.channels import Party
from lab.sim.local import PRESENTED
from lab.sim.order import Order
from lab.sim.round import Does, Leg, Phone
from lab.sim.site import TRUNK
from lab.sim.stage import OUTSIDE_SECONDS, Stage
from telephony.facts import Direction, Disposition

OUR_NUMBER = "02160000000"


def clicked(stage: Stage, agent: Phone, customer: Phone) -> None:
    """`agent` is how the agent's own phone takes it. The stage's caller is the channel to that phone."""
    script, channel, order = stage.script, stage.caller, stage.order
    stage.truth.recorded = False  # until somebody outside is dialled
    channel.application, channel.data = "AppDial2", "(Outgoing Line)"
    script.running(channel)
    script.told_variables(channel, order.variables)
    channel.caller = order.shown
    script.emit("NewCallerid", channel.headers(), PRESENTED)
    script.connected_line(channel, order.shown)
    script.dial_event("DialBegin", None, channel, ("DialString", channel.device.partition("/")[2]))
    if agent.does is Does.IS_BUSY:
        _agent_refuses(stage, order, agent.after_us)
    elif agent.does is Does.RINGS:
        _agent_does_not_come(stage, order)
    else:
        _agent_picks_up(stage, order, agent.after_us)
        began = len(script.moments)
        _customer(stage, customer, order.variables)
        stage.truth.arrived_at_us = next(m.at_us for m in script.moments[began:] if m.name == "DialBegin")


def _ring(stage: Stage) -> None:
    stage.script.new_state(stage.caller, 5)
    stage.script.device_state(stage.caller.device, "RINGING")
    stage.script.dial_event("DialState", None, stage.caller, ("DialStatus", "RINGING"))


def _agent_refuses(stage: Stage, order: Order, after_us: int) -> None:
    script, channel = stage.script, stage.caller
    script.wait_until(script.at_us + after_us)
    script.hangup_request(channel, 17, 486)
    script.dial_event("DialEnd", None, channel, ("DialStatus", "BUSY"))
    _respond(stage, order, reason=0)
    script.hangup(channel, 17, 486)


def _agent_does_not_come(stage: Stage, order: Order) -> None:
    _ring(stage)
    stage.script.wait_until(stage.script.at_us + order.ring_us)
    _respond(stage, order, reason=3)
    stage.script.hangup(stage.caller, 19, 480)


def _agent_picks_up(stage: Stage, order: Order, after_us: int) -> None:
    script, channel = stage.script, stage.caller
    _ring(stage)
    script.wait_until(script.at_us + after_us)
    script.new_state(channel, 6)
    script.dial_event("DialEnd", None, channel, ("DialStatus", "ANSWER"))
    channel.context, channel.exten, channel.application = order.context, order.number, ""
    script.execute(channel, "Set", f"CALLERID(all)=<{OUR_NUMBER}>")
    channel.caller = Party(OUR_NUMBER)
    script.emit("NewCallerid", channel.headers(), PRESENTED)
    script.execute(channel, "Dial", f"PJSIP/{order.number}@trunk,{OUTSIDE_SECONDS},tT")
    _respond(stage, order, reason=4)


def _respond(stage: Stage, order: Order, reason: int) -> None:
    """What became of the ring. Reason 4: picked up; then the channel is named, with its variables."""
    channel, done = stage.caller, reason == 4
    headers = [
        ("ActionID", order.action_id),
        ("Response", "Success" if done else "Failure"),
        ("Channel", channel.name if done else channel.device),
        ("Context", order.context),
        ("Exten", order.number),
        ("Reason", str(reason)),
        ("Uniqueid", channel.uniqueid if done else "<unknown>"),
        ("CallerIDNum", order.shown.number),
        ("CallerIDName", order.shown.name),
    ]
    if done:
        headers += [(f"ChanVariable({channel.name})", f"{name}=") for name in ("TR_TICKET", "TR_REASON")]
    stage.script.emit("OriginateResponse", tuple(headers))


def dialled_by_hand(stage: Stage, customer: Phone) -> None:
    stage.script.execute(stage.caller, "Dial", f"PJSIP/{stage.truth.dialled}@trunk,{OUTSIDE_SECONDS}")
    _customer(stage, customer, {})


def _customer(stage: Stage, customer: Phone, variables: Mapping[str, str]) -> None:
    """The trunk is asked: the customer talks, is busy or does not come."""
    truth = stage.truth
    truth.recorded, truth.direction = True, Direction.OUTBOUND
    inherited = {name: value for name, value in variables.items() if name.startswith("__")}
    winner = stage.dial_outside(customer, inherited)
    if winner is not None:
        _talk(stage, winner)
    elif not stage.over:
        _not_reached(stage, customer.does is Does.IS_BUSY)
    truth.device = stage.caller.device


def _talk(stage: Stage, winner: Leg) -> None:
    bridge = stage.talk(winner, stage.people.callback_seconds())
    stage.part(winner, bridge, None, by_caller=stage.random.random() < 0.5)


def _not_reached(stage: Stage, busy: bool) -> None:
    """A line that is up runs on to Hangup(); a phone that has only dialled is told busy, and says goodbye itself."""
    script, channel = stage.script, stage.caller
    stage.truth.disposition = Disposition.NO_AGENT if busy else Disposition.TIMEOUT
    causes = (17, 486) if busy else (16, None)
    if busy and channel.state != 6:
        script.new_state(channel, 7)
        script.hangup_request(channel, *causes)
        script.soft_hangup(channel, 486)
    else:
        script.execute(channel, "Hangup")
        script.soft_hangup(channel)
    script.hangup(channel, *causes)


# ---- The case list --------------------------------------------------------------------------------------------------


def callback_reached(stage: Stage) -> None:
    clicked(stage, _agent(stage, Does.ANSWERS), _outside(stage, Does.ANSWERS))


def callback_busy(stage: Stage) -> None:
    clicked(stage, _agent(stage, Does.ANSWERS), _outside(stage, Does.IS_BUSY))


def callback_no_answer(stage: Stage) -> None:
    clicked(stage, _agent(stage, Does.ANSWERS), _outside(stage, Does.RINGS))


def callback_agent_no_answer(stage: Stage) -> None:
    clicked(stage, _agent(stage, Does.RINGS), _outside(stage, Does.ANSWERS))


def callback_agent_refuses(stage: Stage) -> None:
    clicked(stage, _agent(stage, Does.IS_BUSY), _outside(stage, Does.ANSWERS))


def outbound(stage: Stage) -> None:
    dialled_by_hand(stage, _outside(stage, Does.ANSWERS))


def outbound_busy(stage: Stage) -> None:
    dialled_by_hand(stage, _outside(stage, Does.IS_BUSY))


def outbound_given_up(stage: Stage) -> None:
    """It rings, and the agent hangs up."""
    stage.gone_us = stage.script.at_us + stage.random.randrange(8_000_000, 25_000_000)
    dialled_by_hand(stage, _outside(stage, Does.RINGS))


def _agent(stage: Stage, does: Does) -> Phone:
    return Phone(stage.caller.device, does, stage.random.randrange(400_000, 2_500_000))


def _outside(stage: Stage, does: Does) -> Phone:
    return Phone(TRUNK, does, stage.random.randrange(300_000, 9_000_000))
