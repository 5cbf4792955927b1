"""What several commands take: the settings file and the language."""

from pathlib import Path
from typing import Annotated

import typer

from thirdring import i18n
from thirdring.i18n import _
from thirdring.settings import Settings, SettingsError, load

i18n.use()  # before any other file of this package makes its help texts

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", envvar="THIRDRING_CONFIG", help=_("The settings file, in TOML."), show_default=False
    ),
]

Language = Annotated[
    i18n.Language | None,
    typer.Option("--lang", help=_("The language; by default that of the locale."), show_default=False),
]


def settings_of(config: Path | None) -> Settings:
    from thirdring import log

    settings = load(config)
    log.set_up(settings.log.level, settings.log.format)
    return settings


def require_pbx(settings: Settings) -> None:
    if not settings.pbx:
        raise SettingsError(
            _("There is no [[pbx]], so there is nothing to listen to: `./run config example` shows one.")
        )
