"""The words of the command line itself (usage, headings, what is wrong with a command), in the language of the texts.

Typer writes these in English. Its help is rendered with our words; its errors are recognised by their wording.
"""

import re
import sys
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from kit.i18n import _
from kit.wrong import SettingsError, marked
from thirdring.commands import CommandError

_USAGE = (marked("Usage: "), marked("[OPTIONS]"), marked("COMMAND [ARGS]..."))
_ERRORS = (
    marked("Missing option {name}."),
    marked("Missing argument {name}."),
    marked("Missing command."),
    marked("No such option: {name} (Possible options: {others})"),
    marked("No such option: {name}"),
    marked("No such command {name}. Did you mean {others}?"),
    marked("No such command {name}."),
    marked("Got unexpected extra argument(s) ({words})"),
    marked("Option {name} requires an argument."),
    marked("Option {name} does not take a value."),
    marked("Invalid value for {name}: {reason}"),
    marked("Value error, {reason}"),
    marked("Input should be a valid integer, unable to parse string as an integer"),
    marked("Input should be a valid number, unable to parse string as a number"),
    marked("Input should be greater than or equal to {bound}"),
    marked("Input should be less than or equal to {bound}"),
    marked("{word} does not match the formats {formats}."),
    marked("{word} is not one of {others}."),
)


class _OurWords:
    """Beside a command of Typer: its help in our words."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        for word in _USAGE:
            usage = usage.replace(word, _(word))
        return usage

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _name_panels()
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option:
            option.help = _("Show this message and exit.")
        return option


class Command(_OurWords, TyperCommand): ...


class Group(_OurWords, TyperGroup): ...


def start(app: typer.Typer) -> None:
    """Runs the command that was typed, and ends the process with its exit code."""
    dress(app)
    try:
        sys.exit(app(prog_name="./run", standalone_mode=False))
    except TyperException as error:
        _show(error)
        sys.exit(error.exit_code)
    except typer.Abort:
        typer.echo(_("Aborted."), err=True)
        sys.exit(1)
    except SettingsError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except CommandError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


def dress(app: typer.Typer) -> None:
    """Replaces typer's texts of the help by ours."""
    app.info.cls = Group
    for command in app.registered_commands:
        if command.cls is None or not issubclass(command.cls, Command):
            command.cls = Command
    for group in app.registered_groups:
        if group.typer_instance:
            dress(group.typer_instance)


def _name_panels() -> None:
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.DEFAULT_STRING = _("[default: {}]")
    rich_utils.ENVVAR_STRING = _("[env var: {}]")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")


def _show(error: TyperException) -> None:
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":  # the help has been printed
        return
    if ctx is not None:
        typer.echo(ctx.get_usage(), err=True)
        typer.echo(_("Try '{command} --help' for help.").format(command=ctx.command_path), err=True)
    typer.echo(_("Error: {what}").format(what=translated(error.format_message())), err=True)


def translated(message: str) -> str:
    """An error of Typer in our language; as it is where its wording is not known."""
    for template in _ERRORS:
        found = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(template)), message)
        if found:
            values = found.groupdict()
            if "reason" in values:
                values["reason"] = translated(values["reason"])
            return _(template).format(**values)
    return message
