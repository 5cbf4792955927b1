"""The simulated PBX of the demo: a quiet past, so that there is a day to look at, and then calls in real time."""

import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telephony.sim.cases import CASES
from telephony.sim.manager import Account
from telephony.sim.people import Habits
from telephony.sim.server import SimulatedPbx
from telephony.sim.site import site
from telephony.sim.traffic import Traffic
from thirdring.demo.site import Switch
from thirdring.i18n import _

AGENTS = 6
PAST_SECONDS = 30 * 60
CALLS_PER_SECOND = 1 / 10
WEIGHTS = {name: weight for name, (_play, _way, weight) in CASES.items()}
WEIGHTS |= {"queue_answered": 70, "queue_answered_late": 2, "no_answer_then_next": 1, "abandoned_late": 1.5}
WEIGHTS |= {"dial_group": 2, "dial_one": 2, "abandoned_in_menu": 0.5}
OPENING = ((0.6, "queue_answered"), (1.4, "queue_answered_late"), (3.0, "queue_answered"), (9.0, "rejected_then_next"))
"""So that there is something to see at once: the second of these turns red within twenty seconds."""


def traffic(now_us: int, seed: int) -> Traffic:
    return Traffic(
        site(AGENTS),
        begins_us=now_us - PAST_SECONDS * 1_000_000,
        calls_per_second=CALLS_PER_SECOND,
        seed=seed,
        habits=Habits(talk_seconds=25.0, answer_seconds=5.0),
        weights=WEIGHTS,
        opening=OPENING,
        opens_us=now_us,
        quiet_seconds=30.0,
    )


@asynccontextmanager
async def simulated() -> AsyncIterator[Switch]:
    now_us = time.time_ns() // 1000
    play = traffic(now_us, seed=now_us)
    account = Account(secret=secrets.token_hex(8))
    async with SimulatedPbx(play.calls(), play.site.members, account=account, anchor_us=now_us) as pbx:
        note = _("All calls are simulated, those of the past {minutes} minutes too.")
        yield Switch(
            _("simulated PBX"),
            note.format(minutes=PAST_SECONDS // 60),
            pbx.port,
            account.username,
            account.secret,
            play.site.hotline,
            play.site.agents,
            pbx.caught_up.is_set,
        )
