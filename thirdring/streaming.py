"""How to reach the stream that journal.url names."""

from telephony.stream.terms import Options
from thirdring.settings import Settings

DAY_SECONDS = 86_400.0


def options_of(settings: Settings) -> Options:
    nats = settings.nats
    return Options(
        settings.journal.servers,
        nats.stream,
        nats.site,
        nats.replicas,
        nats.size_bytes_max,
        nats.retention_days * DAY_SECONDS,
        nats.username,
        nats.password.get_secret_value(),
        nats.token.get_secret_value(),
        nats.credentials_file,
        nats.tls_ca_file,
        nats.tls_cert_file,
        nats.tls_key_file,
    )
