"""Where Grafana and what it reads are said to be."""

from pathlib import Path

import pytest

from thirdring.commands.grafana_access import database_at
from thirdring.settings import Settings, SettingsError, load


def complaint(folder: Path, text: str) -> str:
    (folder / "site.toml").write_text(text)
    with pytest.raises(SettingsError) as refused:
        load(folder / "site.toml")
    return str(refused.value)


@pytest.mark.parametrize("value", ["0.0.0.0:5433", "10.0.0.5:5433", "127.0.0.1:0"])
def test_the_embedded_postgresql_is_heard_on_this_machine_alone(tmp_path: Path, value: str) -> None:
    said = complaint(tmp_path, f'[database]\nembedded_listen = "{value}"')
    assert "database.embedded_listen" in said
    assert "127.0.0.1:5433" in said


@pytest.mark.parametrize(
    ("key", "value"),
    [("url", "grafana:3000"), ("prometheus_url", ""), ("service_url", "http://x/"), ("colour", "x")],
)
def test_an_address_that_is_none_is_named(tmp_path: Path, key: str, value: str) -> None:
    assert f"grafana.{key}" in complaint(tmp_path, f'[grafana]\n{key} = "{value}"')


@pytest.mark.parametrize(
    ("database", "place"),
    [
        ({}, ("", "thirdring")),
        ({"embedded_listen": "127.0.0.1:5433"}, ("127.0.0.1:5433", "thirdring")),
        ({"url": "postgresql://who:hush@db.example:6432/site"}, ("db.example:6432", "site")),
        ({"url": "postgresql://who:hush@/site"}, ("localhost", "site")),
    ],
)
def test_grafana_is_told_host_and_database_and_no_password(database: dict[str, str], place: tuple[str, str]) -> None:
    assert database_at(Settings.model_validate({"database": database})) == place
