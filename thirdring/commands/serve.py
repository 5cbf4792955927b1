"""`./run serve`: the service itself. Typed plainly it starts by `thirdring.__main__`, which hears the PBX first."""

import asyncio

import typer

from thirdring.commands.options import Config
from thirdring.commands.serving import begin_anew, ready_settings, serve

app = typer.Typer(add_completion=False)


@app.command()
def run(config: Config = None) -> None:
    if asyncio.run(serve(ready_settings(config))):
        begin_anew()
