"""How the pages and the API are served."""

from pydantic import Field, field_validator

from thirdring.settings.groups import Group, Seconds
from thirdring.settings.oidc import Oidc
from thirdring.settings.values import Address, Listen, Names, Networks, web_address


class Web(Group):
    listen: Listen = Field(
        Address("127.0.0.1", 8080),
        description="Address and port of the API, /metrics, /healthz and /readyz. Only this machine by default, "
        "since TLS is left to the proxy in front.",
        examples=["127.0.0.1:8080", "[::1]:8080"],
    )
    metrics_open: bool = Field(
        False, description="true serves /metrics without a token, for a network that is trusted.", examples=[True]
    )
    hosts: Names = Field(
        (),
        description="Names a request may call this service by, besides localhost, this machine's name and IP literals; "
        "others are refused, so that a web page elsewhere cannot reach it through a name of its own. None by default.",
        examples=[["thirdring.example"]],
    )
    public_url: str = Field(
        "",
        max_length=200,
        description="Address under which people outside reach the pages of links, such as those of surveys, without "
        "the /s/ of these. Pages and QR codes of the console name it; without it, the address that the reader uses.",
        examples=["https://survey.example"],
    )
    trusted_proxies: Networks = Field(
        (),
        description="Addresses or networks of the proxies in front, whose word is taken on where a request comes from: "
        "the PROXY protocol, X-Forwarded-For and Forwarded. Without it, all that come through a proxy share the "
        "limits of one address. Name proxies only: whoever is named can claim any address.",
        examples=[["127.0.0.1", "::1"], ["10.0.0.0/28"]],
    )
    requests_per_second: float = Field(
        50.0,
        gt=0,
        le=100_000,
        description="Steady rate allowed to one token or, without one, to one client address (of IPv6, to a /64); "
        "/metrics, /healthz and /readyz are counted apart.",
        examples=[50],
    )
    burst: int = Field(200, ge=1, le=1_000_000, description="Requests at once above it.", examples=[200])
    connections_per_address: int = Field(
        128,
        ge=1,
        le=100_000,
        description="Connections of one client address (of IPv6, of a /64) at once; one more ends the one that has "
        "been idle longest. There are 500 in all.",
        examples=[128],
    )
    request_timeout_seconds: Seconds = Field(
        10.0, description="A request that takes longer is given up, in seconds.", examples=[10]
    )
    live_clients: int = Field(
        100,
        ge=1,
        le=100_000,
        description="Listeners to the live stream at once; each holds a connection.",
        examples=[100],
    )
    live_clients_per_user: int = Field(
        10, ge=1, le=100_000, description="Of these, listeners of one user or token: pages left open.", examples=[10]
    )
    idle_minutes: int = Field(
        60,
        ge=0,
        le=720,
        description="A session that nobody uses for so long ends; work in any tab counts, and nobody is signed out "
        "during a call or while ready to take one. 0: only after twelve hours.",
        examples=[30],
    )
    max_body_bytes: int = Field(
        65536,
        ge=1024,
        le=16_777_216,
        description="Largest request body. No request of ours is larger.",
        examples=[65536],
    )

    _public_url_is_of_the_web = field_validator("public_url")(web_address)
    oidc: Oidc = Oidc()
