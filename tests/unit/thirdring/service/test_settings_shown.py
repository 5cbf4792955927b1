"""The settings as an admin sees them: each with where it comes from, and no secret among them."""

from pathlib import Path
from typing import Any

from thirdring.settings import Settings
from thirdring.settings.shown import Value, values


def shown(content: dict[str, Any], environment: tuple[str, ...] = ()) -> dict[str, Value]:
    found = values(Settings.model_validate(content), environment)
    return {f"{value.section}.{value.key}".lstrip("."): value for value in found}


def test_each_value_says_whether_it_is_set_in_the_file_or_the_environment_or_by_default() -> None:
    found = shown(
        {"timezone": "Europe/Madrid", "web": {"burst": 300, "listen": "127.0.0.1:9000"}}, ("THIRDRING__WEB__BURST",)
    )
    sources = {name: found[name].source for name in ("timezone", "web.burst", "web.listen", "web.metrics_open")}
    assert sources == {
        "timezone": "file",
        "web.burst": "environment",
        "web.listen": "file",
        "web.metrics_open": "default",
    }
    assert (found["web.listen"].value, found["web.burst"].value) == ('"127.0.0.1:9000"', "300")


def test_no_secret_is_shown_wherever_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://someone:hush-hush@db/x\n")
    content = {
        "database": {"url_file": str(file)},
        "pbx": [{"secret": "hush-hush"}, {"name": "b", "port": 1, "secret": "hush-hush"}],
        "work": {"sms": {"fields": {"to": "{phone}", "apikey": "hush-hush"}}},
    }
    found = shown(content)
    assert "hush-hush" not in repr(found)
    assert (found["work.sms.fields"].is_set, found["work.sms.fields"].secret) == (True, True)
    assert (found["database.url"].source, found["database.url"].secret) == ("secret_file", True)
    assert [found[f"pbx[{number}].secret"].is_set for number in (0, 1)] == [True, True]
    assert (found["pbx[1].name"].value, found["pbx[1].host"].source) == ('"b"', "default")


def test_every_setting_of_the_reference_is_there() -> None:
    found = shown({})
    assert {"timezone", "web.listen", "retention.audit_days", "relay.wecom.url"} <= found.keys()
    assert all(value.source == "default" for value in found.values())


def test_what_is_not_set_has_no_value_and_what_is_embedded_is_no_secret() -> None:
    found = shown({"pbx": [{"secret": "hush"}], "web": {"trusted_proxies": ["10.0.0.0/8"]}})
    known = {name: found[name][2:6] for name in ("agent", "web.hosts", "grafana.url", "database.url", "pbx[0].secret")}
    assert known == {
        "agent": (None, False, False, "default"),
        "web.hosts": (None, False, False, "default"),
        "grafana.url": (None, False, False, "default"),
        "database.url": ('"embedded"', True, False, "default"),
        "pbx[0].secret": (None, True, True, "file"),
    }
    assert found["web.trusted_proxies"][2:6] == ('["10.0.0.0/8"]', True, False, "file")
    assert found["web.metrics_open"][2:6] == ("false", True, False, "default")
    assert found["web.listen"].description.startswith("Address")


def test_a_variable_of_the_environment_sets_one_value_or_all_of_a_list() -> None:
    content = {
        "hotline": [{"name": "h", "numbers": ["8001"]}],
        "pbx": [{"secret": "a"}, {"name": "b", "port": 1, "secret": "c"}],
    }
    found = shown(content, ("thirdring__pbx__1__host", "THIRDRING__HOTLINE", "THIRDRING_TIMEZONE"))
    by_environment = {name for name, value in found.items() if value.source == "environment"}
    assert by_environment == {"pbx[1].host", "hotline[0].name", "hotline[0].numbers", "hotline[0].queues"}
    assert (found["hotline[0].numbers"].section, found["hotline[0].numbers"].key) == ("hotline[0]", "numbers")
