"""The simulated PBX of the demo: a quiet past, so that there is a day to look at, and then calls in real time."""

import secrets
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from kit.i18n import _
from lab.demo.site import Switch
from lab.desk import estate
from lab.sim.cases import CASES, CLICK
from lab.sim.exchange import Exchange
from lab.sim.manager import Account
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic

AGENTS = 10
PAST_SECONDS = 30 * 60
CALLS_PER_SECOND = 1 / 10
WEIGHTS = {name: weight for name, (_play, way, weight) in CASES.items() if way != CLICK}  # the office clicks
WEIGHTS |= {name: weight / 3 for name, weight in WEIGHTS.items() if weight <= 1}  # what is rare is seen all the same
WEIGHTS |= {"queue_answered": 70, "queue_answered_late": 2, "no_answer_then_next": 1, "abandoned_late": 1.5}
WEIGHTS |= {"dial_group": 2, "dial_one": 2, "abandoned_in_menu": 0.5}
OPENING = ((0.6, "queue_answered"), (1.4, "queue_answered_late"), (3.0, "queue_answered"), (9.0, "rejected_then_next"))
"""So that there is something to see at once: the second of these turns red within twenty seconds."""


def traffic(now_us: int, seed: int, directory: Sequence[str] = ()) -> Traffic:
    return Traffic(
        site(AGENTS),
        directory=directory,
        begins_us=now_us - PAST_SECONDS * 1_000_000,
        calls_per_second=CALLS_PER_SECOND,
        seed=seed,
        habits=Habits(talk_seconds=25.0, answer_seconds=5.0, callback_seconds=9.0),
        weights=WEIGHTS,
        opening=OPENING,
        opens_us=now_us,
        quiet_seconds=30.0,
    )


@asynccontextmanager
async def simulated() -> AsyncIterator[Switch]:
    now_us = time.time_ns() // 1000
    names = [agent.name for agent in site(AGENTS).agents]
    residents = estate.households(names, estate.MOVED_IN)
    play = traffic(now_us, now_us, estate.numbers_of(residents))
    theatre = play.theatre()
    account, exchange = Account(secret=secrets.token_hex(8)), Exchange(theatre)
    calls, members = play.arrivals(theatre), play.site.members
    async with SimulatedPbx(calls, members, exchange=exchange, account=account, anchor_us=now_us) as pbx:
        note = _("All calls are simulated, those of the past {minutes} minutes too.")
        yield Switch(
            _("simulated PBX"),
            note.format(minutes=PAST_SECONDS // 60),
            pbx.port,
            account.username,
            account.secret,
            play.site.hotline,
            play.site.agents,
            lambda agent, number: pbx.dial(f"PJSIP/{agent}", number),
            residents,
            pbx.caught_up.is_set,
        )
