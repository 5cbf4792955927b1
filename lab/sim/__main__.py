"""`python -m lab.sim`: the simulated PBX on its own, to develop against and to put load on a service."""

import argparse
import asyncio
import contextlib
import time

from lab.sim.manager import Account
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m lab.sim", description=__doc__)
    parser.add_argument("--port", type=int, default=5038, help="of the manager interface, on 127.0.0.1")
    parser.add_argument("--username", default="thirdring")
    parser.add_argument("--secret", default="simulated")
    parser.add_argument("--agents", type=int, default=6, help="their devices are PJSIP/1001, PJSIP/1002 …")
    parser.add_argument("--calls-per-second", type=float, default=0.1, help="of simulated time")
    parser.add_argument("--calls", type=int, default=None, help="how many; without end by default")
    parser.add_argument("--talk-seconds", type=float, default=40.0, help="the mean length of a talk")
    parser.add_argument("--pace", type=float, default=1.0, help="simulated seconds a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quiet", action="store_true", help="without the events that say nothing about a call")
    return parser.parse_args()


async def _run(options: argparse.Namespace) -> None:
    traffic = Traffic(
        site(options.agents),
        begins_us=time.time_ns() // 1000,
        calls_per_second=options.calls_per_second,
        seed=options.seed,
        limit=options.calls,
        habits=Habits(talk_seconds=options.talk_seconds),
        full_noise=not options.quiet,
    )
    account = Account(options.username, options.secret)
    played = SimulatedPbx(traffic.calls(), traffic.site.members, account=account, port=options.port, pace=options.pace)
    async with played as pbx:
        hotline = traffic.site.hotline
        print(f"127.0.0.1:{pbx.port}  numbers {', '.join(hotline.numbers)}  queues {', '.join(hotline.queues)}")
        await pbx.finished.wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(_options()))
