"""`python -m lab demo` and `stack`: what plays a hotline. ./run calls them by the same names."""

from typing import Annotated, Literal

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.frame import start
from thirdring.commands.options import Lang

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command(help=_("Show a simulated hotline live in this terminal. Nothing is kept."))
def demo(
    seconds: Annotated[
        float | None,
        typer.Option("--for", min=1, metavar="SECONDS", help=_("Stop after this time."), show_default=False),
    ] = None,
    pbx: Annotated[
        Literal["simulated", "asterisk"], typer.Option(help=_("Play the calls in a simulation or on a real Asterisk."))
    ] = "simulated",
    lang: Lang = None,
) -> None:
    i18n.use(lang)
    typer.echo(_("The demo is starting …"))  # the rest takes a second or two

    from lab.demo.playing import run

    run(seconds, pbx)


@app.command(help=_("Run the whole stack on this machine, with Asterisk, Prometheus and Alertmanager."))
def stack(
    seconds: Annotated[
        float | None,
        typer.Option("--for", min=1, metavar="SECONDS", help=_("Stop after this time."), show_default=False),
    ] = None,
    demo: Annotated[bool, typer.Option("--demo", help=_("With simulated callers, agents and a desk."))] = False,
    any_port: Annotated[bool, typer.Option("--any-port", help=_("Use free ports instead of the usual ones."))] = False,
    lang: Lang = None,
) -> None:
    from rich.console import Console

    from lab.stack.up import run_stack

    i18n.use(lang)
    run_stack(Console(), seconds, demo, any_port)


def main() -> None:
    start(app)


if __name__ == "__main__":
    main()
