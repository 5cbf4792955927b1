"""A verb that is known by its name and its help; its file is imported when it is called."""

from importlib import import_module
from typing import Any

import typer

from thirdring.cli.frame import Command, dress


class Later(Command):
    """Stands for `app` of the file in thirdring.commands that has the verb's name."""

    def loaded(self) -> Any:
        app: typer.Typer = import_module(f"thirdring.commands.{self.name}").app
        dress(app)
        command = typer.main.get_command(app)
        command.name, command.help = self.name, self.help
        return command

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        return self.loaded().make_context(info_name, args, parent, **extra)
