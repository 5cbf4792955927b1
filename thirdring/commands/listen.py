"""`./run listen`. Typed plainly it starts by `thirdring.__main__`, which imports nothing large."""

import typer

from thirdring.commands import heard_first
from thirdring.commands.options import Config

app = typer.Typer(add_completion=False)


@app.command()
def run(config: Config = None) -> None:
    heard_first.listen(config)
