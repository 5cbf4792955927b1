"""Pages of the console: how long the service takes to make one at a large site, and what open desks cost it.

Pages: one private PostgreSQL with 1,000,000 calls and 200,000 tickets of 20,000 households; each page is asked for
again and again, in turn with the API's answer that it is made of, so that the ratio tells what drawing costs.
Reach: a page p99 ≤ 100 ms, a search p99 ≤ 150 ms.

Desks: the service and a simulated PBX at 20 calls/s in processes of their own, first alone and then with 50 agents
whose desks are open. Reach: every card once and none twice, live p99 ≤ 500 ms, the service's CPU ≤ 1.5 × without them.
"""

import argparse
import asyncio

from lab.bench.console_desks import desks
from lab.bench.console_pages import pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="100,000 calls, 20,000 tickets; desks for 15 s")
    parser.add_argument("--only", choices=("pages", "desks"), help="one of the two parts")
    options = parser.parse_args()
    calls, tickets, rounds = (100_000, 20_000, 30) if options.short else (1_000_000, 200_000, 100)
    kept = True
    if options.only != "desks":
        kept = asyncio.run(pages(calls, tickets, rounds)) and kept
    if options.only != "pages":
        kept = asyncio.run(desks(15.0 if options.short else 60.0)) and kept
    if not kept:
        raise SystemExit("a reach was missed")


if __name__ == "__main__":
    main()
