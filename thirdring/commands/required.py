"""What some commands need of the settings."""

from kit.i18n import _
from thirdring.settings import Settings, SettingsError


def require_robot(settings: Settings) -> None:
    if settings.relay.wecom.url is None and settings.relay.dingtalk.url is None:
        raise SettingsError(_("No robot is set up: set relay.wecom.url_file or relay.dingtalk.url_file."))


def require_pbx(settings: Settings) -> None:
    if not settings.pbx:
        raise SettingsError(
            _("There is no [[pbx]], so there is nothing to listen to: `./run config example` shows one.")
        )
