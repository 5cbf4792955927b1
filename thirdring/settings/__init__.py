"""The settings: a TOML file, environment variables THIRDRING__SECTION__KEY, secrets from *_file. Frozen once loaded."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from kit.i18n import _
from kit.wrong import SettingsError, WrongValueError
from metrics.calls import service_level
from metrics.objectives.catalogue import sheet
from metrics.objectives.objective import Objective as LineOfSheet
from telephony.layout import Layout, layout
from thirdring.settings.canary import Canary
from thirdring.settings.desk import Desk
from thirdring.settings.errors import explain
from thirdring.settings.files import Files
from thirdring.settings.grafana import Grafana
from thirdring.settings.groups import Agi, Calling, Database, Log, Retention, Service
from thirdring.settings.journal import Journal, Nats
from thirdring.settings.pbx import Pbx
from thirdring.settings.phone import Phone
from thirdring.settings.quality import Duty, Nonconformity, Objective
from thirdring.settings.reading import values_of
from thirdring.settings.relay import Relay
from thirdring.settings.rescue import Rescue
from thirdring.settings.shifts import Shifts
from thirdring.settings.site import Agent, Hotline, Numbers, Policy, Sheet
from thirdring.settings.values import Items, Timezone
from thirdring.settings.web import Web
from thirdring.settings.work import Work
from ticketing.duties.duty import Duty as RecurringDuty
from ticketing.duties.duty import site_duties

__all__ = ["Pbx", "Settings", "SettingsError", "load"]

PREFIX = "THIRDRING__"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        enable_decoding=False,
    )

    timezone: Timezone = Field(
        "Asia/Shanghai",
        description="Time zone of the site: when its days and service hours begin.",
        examples=["Asia/Shanghai", "Europe/Madrid"],
    )
    data_dir: Path = Field(
        Path("/var/lib/thirdring"),
        description="Folder of the journal, the embedded database, and photos and papers, on a local disk.",
        examples=["/var/lib/thirdring"],
    )
    database: Database = Database()
    service: Service = Service()
    web: Web = Web()
    agi: Agi = Agi()
    calling: Calling = Calling()
    phone: Phone = Phone()
    journal: Journal = Journal()
    nats: Nats = Nats()
    files: Files = Files()
    retention: Retention = Retention()
    grafana: Grafana = Grafana()
    log: Log = Log()
    numbers: Numbers = Numbers()
    policy: Policy = Policy()
    desk: Desk = Desk()
    sheet: Sheet = Sheet()
    work: Work = Work()
    canary: Canary = Canary()
    rescue: Rescue = Rescue()
    shifts: Shifts = Shifts()
    relay: Relay = Relay()
    nonconformity: Nonconformity = Nonconformity()
    pbx: Items[Pbx] = ()
    hotline: Items[Hotline] = ()
    agent: Items[Agent] = ()
    duty: Items[Duty] = ()
    objective: Items[Objective] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment variables take precedence over the file, whose values are passed as arguments."""
        return env_settings, init_settings

    @model_validator(mode="after")
    def _owners_are_clear(self) -> Self:
        names = [pbx.name for pbx in self.pbx]
        for name in names:
            if names.count(name) > 1:
                raise WrongValueError("two [[pbx]] are named {name}; give each its own name", name=name)
        self._refuse_one_pbx_twice()
        self.layout()
        self.duties()
        self.objectives()
        self._know_breach_categories()
        if (self.work.robot or self.work.email) and not self.web.public_url:
            raise WrongValueError(
                "robots and e-mails send links: set web.public_url to the address that telephones reach", "work"
            )
        self.work.require_pbx(has_pbx=bool(self.pbx), has_agi=self.agi.enabled)
        self.canary.require_known(self._numbers_of_hotlines(), has_pbx=bool(self.pbx), has_agi=self.agi.enabled)
        self._know_who_rescues()
        self.phone.require_websocket(self.page_phones())
        self.shifts.require_time_left(self.service_level().limit_us)
        if self.service.standby and self.database.embedded:
            raise WrongValueError(
                "needs a PostgreSQL that does not end with one of the services: set database.url", "service", "standby"
            )
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def is_of_relay_alone(self) -> bool:
        """Whether it is the file of `relay`, which needs no PBX."""
        return "relay" in self.model_fields_set and not self.model_fields_set & {"pbx", "hotline", "agent"}

    def devices(self) -> dict[str, tuple[str, ...]]:
        """The devices of each agent."""
        return {agent.name: agent.devices for agent in self.agent}

    def page_phones(self) -> dict[str, str]:
        """The endpoint of each agent who has a phone in the page."""
        return {agent.name: agent.page_phone.partition("/")[2] for agent in self.agent if agent.page_phone}

    def layout(self) -> Layout:
        found = layout((item.as_layout() for item in self.hotline), (item.as_layout() for item in self.agent))
        number = self.canary.number
        if not number or not self.hotline:
            return found
        owners = {**found.hotline_of_number, number: self.canary.hotline or self.hotline[0].name}
        return replace(found, hotline_of_number=owners, test_numbers=frozenset({number}))

    def duties(self) -> tuple[RecurringDuty, ...]:
        """Raises WrongValueError."""
        try:
            return site_duties([item.as_change() for item in self.duty])
        except WrongValueError as error:
            raise error.under("duty") from None

    def objectives(self) -> tuple[LineOfSheet, ...]:
        """Raises WrongValueError."""
        try:
            return sheet([item.as_own() for item in self.objective], self.duties())
        except WrongValueError as error:
            raise error.under("objective") from None

    def _refuse_one_pbx_twice(self) -> None:
        """Refuses the same PBX twice, because each call would be counted twice."""
        known: dict[tuple[str, int], str] = {}
        for pbx in self.pbx:
            first = known.setdefault((pbx.host.lower(), pbx.port), pbx.name)
            if first != pbx.name:
                raise WrongValueError(
                    "[[pbx]] {first} and {second} have the same host and port: each of its calls would count twice",
                    first=first,
                    second=pbx.name,
                )

    def _numbers_of_hotlines(self) -> dict[str, tuple[str, ...]]:
        return {hotline.name: hotline.numbers for hotline in self.hotline}

    def _know_who_rescues(self) -> None:
        agents, hotlines = [each.name for each in self.agent], [each.name for each in self.hotline]
        try:
            within, has_shifts = self.policy.rings_within, bool(self.shifts.shift)
            self.rescue.require_known(agents, hotlines, within, has_shifts=has_shifts)
        except WrongValueError as error:
            raise error.under("rescue") from None

    def _know_breach_categories(self) -> None:
        known = (*self.desk.categories(), "*")
        for place, name in enumerate(self.nonconformity.breach_categories):
            if name not in known:
                at = ("nonconformity", "breach_categories", place)
                raise WrongValueError("must be one of {expected}", *at, expected=", ".join(known))

    def service_level(self) -> service_level.Policy:
        tested = frozenset({self.canary.number} - {""})
        return replace(self.policy.as_rule(self.zone), test_lines=tested)


def load(file: Path | None = None) -> Settings:
    """Raises SettingsError, which names each wrong key, the reason, and a correct example."""
    _refuse_unknown(os.environ)
    try:
        return Settings(**values_of(file))
    except ValidationError as error:
        raise SettingsError(explain(error, Settings, file, os.environ)) from None


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    for name in environ:
        section = name.upper().removeprefix(PREFIX).partition("__")[0].lower()
        if name.upper().startswith(PREFIX) and section not in Settings.model_fields:
            text = _("{name} in the environment sets nothing; sections are {names}")
            raise SettingsError(text.format(name=name, names=", ".join(Settings.model_fields)))
