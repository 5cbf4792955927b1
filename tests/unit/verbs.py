"""The commands of `./run` as they are typed."""

from typing import Any

import typer
from typer.core import TyperGroup

from thirdring.cli import app
from thirdring.cli.later import Later


def verbs() -> dict[str, Any]:
    """Each with its options; that of a group is a TyperGroup."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {
        name: command.loaded() if isinstance(command, Later) else command for name, command in group.commands.items()
    }
