"""docker-compose.yml as it is read here: the part of the compose specification that it uses, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field

ROOT = Path(__file__).parents[3]
ONCE = {"prepare", "admit"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Build(_Strict):
    context: str
    dockerfile: str
    target: str = ""


class Wait(_Strict):
    condition: Literal["service_healthy", "service_completed_successfully"]
    required: bool = True


class Log(_Strict):
    driver: Literal["json-file"]
    options: dict[Literal["max-size", "max-file"], str]


class Health(_Strict):
    test: list[str] = []
    interval: str = ""
    timeout: str = ""
    start_period: str = ""
    retries: int = 0
    disable: bool = False


class Address(_Strict):
    ipv4_address: str = ""


class Mount(NamedTuple):
    part: str
    source: str
    target: str
    mode: str

    @property
    def is_folder(self) -> bool:
        return self.source.startswith("./")


class Part(_Strict):
    image: str
    build: Build | None = None
    pull_policy: Literal["", "never"] = ""
    user: str
    group_add: list[str] = []
    hostname: str = ""
    profiles: list[str] = []
    command: list[str] = []
    environment: dict[str, str] = {}
    volumes: list[str] = []
    tmpfs: list[str] = []
    ports: list[str] = []
    networks: list[str] | dict[str, Address]
    network_mode: Literal["", "none"] = ""
    depends_on: dict[str, Wait] = {}
    healthcheck: Health | None = None
    restart: Literal["no", "unless-stopped"]
    read_only: bool
    cap_drop: list[str]
    cap_add: list[str] = []
    security_opt: list[str]
    pids_limit: int
    shm_size: str = ""
    init: bool = False
    extra_hosts: list[str] = []
    stop_grace_period: str = ""
    logging: Log


class Subnet(_Strict):
    subnet: str
    ip_range: str


class Ipam(_Strict):
    config: Annotated[list[Subnet], Field(min_length=1, max_length=1)]


class Network(_Strict):
    internal: bool = False
    ipam: Ipam | None = None


class Compose(_Strict):
    name: str
    services: dict[str, Part]
    networks: dict[str, Network]
    volumes: dict[str, None]


def read() -> Compose:
    said: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return Compose.model_validate({key: value for key, value in said.items() if not key.startswith("x-")})


COMPOSE = read()
_VARIABLE = re.compile(r"\$\{(\w+):-([^{}]*)\}")


def unset(text: str) -> str:
    """With every variable at its default."""
    while (plain := _VARIABLE.sub(r"\2", text)) != text:
        text = plain
    return text


def mounts() -> Iterator[Mount]:
    for name, part in COMPOSE.services.items():
        for mount in part.volumes:
            source, target, *mode = unset(mount).split(":")
            yield Mount(name, source, target, "".join(mode))
