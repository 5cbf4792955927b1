"""What every part must agree on about the site. It is said in thirdring.toml and nowhere else."""

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kit.i18n import _
from thirdring.settings import Settings
from thirdring.settings.site import Numbers
from thirdring.stack import StackError


class Site(NamedTuple):
    timezone: str
    region: str

    @property
    def grafana_language(self) -> str:
        return "zh-Hans" if self.region == "CN" else "en-US"


def read_site(toml: Path) -> Site:
    """Reads what the stack needs of the settings, with their defaults. Raises StackError."""
    try:
        text = toml.read_text("utf-8")
    except OSError as error:
        raise StackError(f"{toml}: {error.strerror}") from None
    except ValueError as error:
        raise StackError(f"{toml}: {error}") from None
    said = toml_of(toml, text)
    numbers = said.get("numbers", {})
    site = Site(
        timezone=str(said.get("timezone", Settings.model_fields["timezone"].default)),
        region=str(numbers.get("region", Numbers.model_fields["region"].default)),
    )
    try:
        ZoneInfo(site.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        text = _("{file}: there is no timezone {name!r}. Write one such as Asia/Shanghai.")
        raise StackError(text.format(file=toml, name=site.timezone)) from None
    return site


def toml_of(file: Path, text: str) -> dict[str, Any]:
    """What the text of this file says. Raises StackError."""
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise StackError(f"{file}: {error}") from None


def zone_file(timezone: str) -> bytes:
    """What /etc/localtime is to hold."""
    return resources.files("tzdata").joinpath("zoneinfo", *timezone.split("/")).read_bytes()
