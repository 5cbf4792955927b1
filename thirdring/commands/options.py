"""What several commands take: the settings file, the language, a sheet and how it is read."""

from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from thirdring.settings import Settings, load

i18n.use()  # before any other file of this package makes its help texts

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", envvar="THIRDRING_CONFIG", help=_("The settings file, in TOML."), show_default=False
    ),
]

Lang = Annotated[
    i18n.Language | None,
    typer.Option("--lang", help=_("The language; by default that of the system."), show_default=False),
]

Sheet = Annotated[Path, typer.Argument(help=_("The sheet."), show_default=False)]
NewSheet = Annotated[
    Path, typer.Argument(help=_("The file to write; its ending, .csv or .xlsx, sets the format."), show_default=False)
]
Columns = Annotated[
    list[str] | None, typer.Option(metavar="HEADER=COLUMN", help=_("The meaning of a column whose header is unknown."))
]
AllOrNothing = Annotated[bool, typer.Option("--all-or-nothing", help=_("Import only if every row is good."))]
Preview = Annotated[bool, typer.Option("--preview", help=_("Only show what would be imported."))]


def settings_of(config: Path | None) -> Settings:
    from kit import log

    settings = load(config)
    log.set_up(settings.log.level, settings.log.format)
    return settings
