"""`thirdring stack`: all parts on this machine, a line for each, until it is told to stop."""

import asyncio

from rich.cells import cell_len
from rich.console import Console

from kit.i18n import _
from kit.tasks import until_told
from lab.stack.native import Stack
from thirdring.commands import CommandError
from thirdring.stack import StackError


def run_stack(console: Console, seconds: float | None, demo: bool, any_port: bool) -> None:
    """Raises CommandError where a part does not start, or ends by itself."""

    def tell(name: str, address: str, said: str, took_seconds: float) -> None:
        line = f"[green]●[/] {_wide(name, 14)}{_wide(address, 44)}{said}  [dim]{took_seconds:.1f} s[/]"
        console.print(line, highlight=False, soft_wrap=True)

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    stack = Stack(tell, say, demo=demo, any_port=any_port)
    say(_("The stack starts; Ctrl-C ends it, and nothing is kept. Grafana comes with docker compose only."))
    try:
        asyncio.run(until_told(stack.run(seconds)))
    except StackError as error:
        raise CommandError(str(error)) from None
    say(_("All parts have ended."))


def _wide(text: str, cells: int) -> str:
    """Chinese signs take two cells of a terminal."""
    return text + " " * max(1, cells - cell_len(text))
