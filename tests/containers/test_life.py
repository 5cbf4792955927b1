"""The whole stack on a real engine, from the first `up` of a fresh clone on. The tests are one story, in this order."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.containers.engine import EngineError
from tests.containers.project import Project, until

_MAIN = ("postgres", "asterisk", "thirdring", "alertmanager", "prometheus", "grafana", "daily")
_LASTING = {*_MAIN, "phones", "desk", "callers"}
_ZONE = "Asia/Urumqi"  # not the sample's; nobody here lives in it
_MEASURED = 'sum(thirdring_calls_total{hotline="服务热线"})'
_OURS = ("thirdring:0.1.0", "thirdring-asterisk:0.1.0", "thirdring-demo:0.1.0", "thirdring-desk:0.1.0")
_MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def stack(project: Project) -> Iterator[Project]:
    """A clone under umask 077, with a secret, a host name, a port and a time zone of the site's own."""
    project.set_secret("grafana_admin_password", "a secret of the owner's alone")
    toml = project.folder / "deploy" / "thirdring" / "thirdring.toml"
    text = toml.read_text().replace('timezone = "Asia/Shanghai"', f'timezone = "{_ZONE}"')
    toml.write_text(f'{text}\n[web]\nhosts = ["desk.example"]\n')
    (project.folder / ".env").write_text("COMPOSE_PROFILES=demo\nTHIRDRING_PORT=8081\n")
    project.engine.tried("docker", "image", "rm", "--force", *_OURS)  # as on a machine that has never built them
    try:
        project.compose("up", "--detach", "--wait", seconds=1800)
        yield project
    finally:
        project.compose("down", "--volumes", "--timeout", "5")


def test_up_brings_every_part_and_each_says_that_it_is_well(stack: Project) -> None:
    found = stack.containers()
    assert {name for name, each in found.items() if each.state == "running"} == _LASTING
    assert all(each.health in ("healthy", "") for each in found.values())
    assert {name: found[name].exit_code for name in ("prepare", "admit")} == {"prepare": 0, "admit": 0}


def test_a_call_is_measured_and_prometheus_has_it(stack: Project) -> None:
    until(lambda: stack.asked(_MEASURED) > 0, 90, "no call was measured")
    assert stack.asked("min(thirdring_link_up)") == 1
    assert stack.asked("max(thirdring_store_trouble)") == 0


def test_a_second_up_with_a_build_restarts_nothing(stack: Project) -> None:
    before = stack.starts()
    stack.compose("up", "--detach", "--build", "--wait", seconds=300)
    assert stack.starts() == before


def test_the_pages_are_on_the_port_and_by_the_names_that_were_chosen(stack: Project) -> None:
    code = (
        "import sys, urllib.request as r; "
        "print(r.urlopen(r.Request('http://127.0.0.1:8081/healthz', headers={'Host': sys.argv[1]})).status)"
    )
    assert stack.engine.python(code, "desk.example").strip() == "200"
    with pytest.raises(EngineError):
        stack.engine.python(code, "elsewhere.example")


def test_every_part_judges_day_and_night_by_the_zone_of_the_settings(stack: Project) -> None:
    hour = datetime.now(UTC).astimezone(ZoneInfo(_ZONE)).hour
    said = stack.compose(*_asterisk(f"dialplan eval function IFTIME({hour}:00-{hour}:59,*,*,*?day:night)"))
    assert "day" in said.splitlines()[-1], said
    psql = ("exec", "-T", "postgres", "psql", "-U", "thirdring", "-At", "-c")
    assert stack.compose(*psql, "show timezone").strip() == _ZONE
    text = stack.compose("exec", "-T", "alertmanager", "cat", "/etc/alertmanager/alertmanager.yml")
    assert set(re.findall(r"location: (\S+)", text)) == {_ZONE}
    assert _grafana(stack)["settings"]["date_formats.default_timezone"] == _ZONE


def _asterisk(command: str) -> tuple[str, ...]:
    return ("exec", "-T", "asterisk", "asterisk", "-rx", command)


def _grafana(stack: Project) -> dict[str, dict[str, str]]:
    said: dict[str, dict[str, str]] = json.loads(stack.engine.fetch("http://127.0.0.1:3000/stand-in"))
    return said


def test_grafana_speaks_the_site_s_language_and_calls_nobody(stack: Project) -> None:
    settings = _grafana(stack)["settings"]
    assert settings["users.default_language"] == "zh-Hans"
    assert settings["security.admin_password"] == "a secret of the owner's alone"
    assert settings["plugins.preinstall_disabled"] == "true"
    off = ("reporting_enabled", "check_for_updates", "check_for_plugin_updates", "feedback_links_enabled")
    assert {settings[f"analytics.{name}"] for name in off} == {"false"}
    assert settings["news.news_feed_enabled"] == "false"


def test_the_image_is_small_and_has_neither_compiler_nor_laboratory(stack: Project) -> None:
    size_bytes = int(stack.engine.docker("image", "inspect", "--format", "{{.Size}}", "thirdring:0.1.0"))
    assert size_bytes <= 300 * _MEGABYTE
    look = "which cc gcc ld as make pip; ls -d /opt/thirdring/* | grep lab; true"
    assert stack.compose("exec", "-T", "thirdring", "sh", "-c", look) == ""
    failed = stack.engine.tried("docker", "run", "--rm", "thirdring:0.1.0", "demo")
    assert failed.returncode == 2
    assert "No such command 'demo'" in failed.stdout + failed.stderr


def test_a_changed_webhook_and_number_are_in_force_after_apply_and_nothing_restarts(stack: Project) -> None:
    listener = (
        "import http.server as h\n"
        "class Take(h.BaseHTTPRequestHandler):\n"
        "    def do_POST(self):\n"
        "        print(self.rfile.read(int(self.headers['Content-Length'])).decode(), flush=True)\n"
        "        self.send_response(200); self.end_headers()\n"
        "h.HTTPServer(('', 9999), Take).serve_forever()"
    )
    run = ("run", "--detach", "--rm", "--name", "listener", "--network", "thirdring_stack", "--entrypoint", "python")
    stack.engine.docker(*run, "thirdring:0.1.0", "-c", listener)
    try:
        before = stack.starts()
        stack.set_secret("webhook_url", "http://listener:9999/")
        numbers = stack.folder / "deploy" / "asterisk" / "site" / "numbers.conf"
        numbers.write_text(numbers.read_text() + "exten => 8002,1,Goto(hotline,${EXTEN},1)\n")
        stack.run("deploy/apply")
        assert stack.starts() == before
        assert "8002" in stack.compose(*_asterisk("dialplan show 8002@hotline-numbers"))
        alert = '[{"labels": {"alertname": "Tried", "severity": "critical"}}]'
        post = [
            "--header=Content-Type: application/json",
            f"--post-data={alert}",
            "http://127.0.0.1:9093/api/v2/alerts",
        ]
        stack.compose("exec", "-T", "alertmanager", "wget", "-qO-", *post)
        until(lambda: '"alertname":"Tried"' in stack.engine.docker("logs", "listener"), 60, "no notice came")
    finally:
        stack.engine.docker("rm", "--force", "listener")


def test_changed_settings_reach_the_service_by_apply(stack: Project) -> None:
    before = stack.starts()
    toml = stack.folder / "deploy" / "thirdring" / "thirdring.toml"
    toml.write_text(toml.read_text().replace("desk.example", "other.example"))
    stack.run("deploy/apply")
    changed = {name for name, start in stack.starts().items() if start != before[name]}
    assert changed == {"thirdring", "daily"}
    until(lambda: stack.is_well("thirdring"), 60, "Third Ring did not come back")
    stack.run("deploy/apply")
    assert {name for name, start in stack.starts().items() if start != before[name]} == changed


def test_a_file_that_is_wrong_is_refused_by_name_and_the_parts_go_on(stack: Project) -> None:
    rules = stack.folder / "deploy" / "prometheus" / "rules" / "own.yml"
    rules.write_text("groups: [{name: own, rules: [{alert: Own, expr: 'not promql ('}]}]")
    failed = stack.engine.tried("deploy/apply", folder=stack.inside)
    rules.unlink()
    assert failed.returncode == 1
    assert "own.yml" in failed.stderr
    assert stack.asked('up{job="thirdring"}') == 1
    stack.run("deploy/apply")


def test_a_log_of_asterisk_that_has_grown_is_turned_over_and_written_on(stack: Project) -> None:
    grow = "head -c 21000000 /dev/zero >>/var/log/asterisk/messages.log && rotate-logs && ls -s /var/log/asterisk"
    said = stack.compose("exec", "-T", "asterisk", "sh", "-c", grow)
    sizes_kb = {name: int(size) for size, name in re.findall(r"(\d+) (messages\.log\S*)", said)}
    assert sizes_kb["messages.log.1"] > 20_000
    assert sizes_kb.get("messages.log", 0) < 100


def test_a_call_waits_no_more_than_two_seconds_for_a_service_and_a_dns_server_that_are_gone(stack: Project) -> None:
    silence = ("-p", "udp", "--dport", "53", "-j", "DROP")
    stack.compose("stop", "callers", "thirdring")
    for chain in ("FORWARD", "OUTPUT"):
        stack.engine.run("iptables", "--insert", chain, *silence)
    try:
        script = (
            "asterisk -rx 'channel request hangup all' >/dev/null; "
            "while asterisk -rx 'core show channels concise' | grep -q PJSIP; do sleep 0.1; done; "
            "asterisk -rx 'channel originate Local/8001@from-trunk application Wait 20' >/dev/null; "
            "begin=$(date +%s%N); "
            "until asterisk -rx 'core show channels concise' | grep -qE 'PJSIP/100[0-9]-'; do sleep 0.1; done; "
            "echo $((($(date +%s%N) - begin) / 1000000))"
        )
        waited_ms = int(stack.compose("exec", "-T", "asterisk", "sh", "-c", script, seconds=60))
    finally:
        for chain in ("FORWARD", "OUTPUT"):
            stack.engine.run("iptables", "--delete", chain, *silence)
        stack.compose("start", "thirdring", "callers")
    until(lambda: stack.is_well("thirdring"), 60, "Third Ring did not come back")
    assert waited_ms < 3500  # two seconds, and what a loaded machine takes to look


@pytest.mark.parametrize("part", _MAIN)
def test_a_part_that_is_killed_comes_back_and_calls_are_measured_on(stack: Project, part: str) -> None:
    _kill(stack, part)
    until(lambda: stack.asked("min(thirdring_link_up)") == 1, 60, "the link did not come back")
    measured = stack.asked(_MEASURED)
    until(lambda: stack.asked(_MEASURED) != measured, 90, "no call was measured after it")


def test_calls_that_nobody_heard_meanwhile_are_recovered_from_what_the_pbx_wrote(stack: Project) -> None:
    recovered = _measured_as("recovered")
    until(lambda: stack.asked(recovered) > 0, 60, "no call was recovered")
    assert "✗" not in stack.compose("exec", "-T", "thirdring", "sh", "-c", f"{' '.join(_thirdring('doctor'))} || true")


def test_two_ears_beside_the_service_are_killed_one_by_one_and_no_call_is_estimated(stack: Project) -> None:
    """They stand by beside a service that hears by itself: what is killed first is that one."""
    ears = ("listen", "listen-2")
    stack.compose("--profile", "listen", "up", "--detach", "--wait", "--no-deps", "--no-recreate", *ears, seconds=120)
    until(lambda: _stands_by(stack), 60, "no ear could go on for the service")
    estimated = stack.asked(_measured_as("estimated"))
    for part in ("thirdring", *ears):
        _kill(stack, part)
        until(lambda: _stands_by(stack), 60, "no ear could go on for the other")
    measured = stack.asked(_MEASURED)
    until(lambda: stack.asked(_MEASURED) >= measured + 2, 90, "no call was measured after it")
    assert stack.asked(_measured_as("estimated")) == estimated
    stack.compose("--profile", "listen", "rm", "--stop", "--force", *ears)


def _measured_as(word: str) -> str:
    return f'sum(max_over_time(thirdring_calls_by_measurement_total{{measurement="{word}"}}[1h]))'


def _stands_by(stack: Project) -> bool:
    """Its lock is held."""
    held = "flock --nonblock /var/lib/thirdring/stands-by-main.lock true && echo free || echo held"
    return stack.compose("exec", "-T", "thirdring", "sh", "-c", held).strip() == "held"


def _kill(stack: Project, part: str) -> None:
    before = stack.starts()
    pid = stack.engine.docker("inspect", "--format", "{{.State.Pid}}", before[part][0]).strip()
    stack.engine.run("sh", "-c", f"kill -KILL {pid}")
    until(lambda: stack.starts().get(part, before[part]) != before[part], 60, f"{part} was not started again")
    until(lambda: stack.is_well(part), 120, f"{part} is not well again")


def test_the_first_day_has_a_backup_and_it_can_be_put_back_as_the_page_says(stack: Project) -> None:
    page = (stack.folder / "docs" / "containers.md").read_text()
    [commands] = re.findall(r"^```sh\n# restore\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    until(lambda: _backups(stack), 60, "there is no backup")
    _create_token(stack, "before")
    calls = _calls(stack)
    stack.compose("exec", "-T", "daily", *_thirdring("daily", "--once", "/var/backups/thirdring"))
    _create_token(stack, "after")
    stack.run("sh", "-euc", commands.replace("FILE", _backups(stack)[-1]), seconds=300)
    said = stack.compose("exec", "-T", "thirdring", *_thirdring("token", "list"))
    assert "before" in said
    assert "after" not in said
    assert _calls(stack) >= calls > 0


def _create_token(stack: Project, label: str) -> None:
    words = _thirdring("token", "create", "--role", "manager", "--label", label)
    stack.compose("exec", "-T", "thirdring", *words)


def _thirdring(*words: str) -> tuple[str, ...]:
    return ("python", "-P", "-m", "thirdring", *words)


def _backups(stack: Project) -> list[str]:
    return stack.compose("exec", "-T", "daily", "sh", "-c", "ls /var/backups/thirdring").split()


def _calls(stack: Project) -> int:
    count = ("psql", "-U", "thirdring", "-At", "-c", "select count(*) from calls")
    return int(stack.compose("exec", "-T", "postgres", *count))


def test_down_and_up_keep_what_was_measured_and_every_secret(stack: Project) -> None:
    kept = ("run", "--rm", "--no-deps", "-T", "--entrypoint", "sh", "prepare", "-c", "cat /made/secrets/*")
    calls, secrets = _calls(stack), stack.compose(*kept)
    stack.compose("down", "--timeout", "20")
    assert stack.containers() == {}
    stack.compose("up", "--detach", "--wait", seconds=300)
    assert _calls(stack) >= calls
    assert stack.compose(*kept) == secrets
    assert stack.asked(f"max_over_time({_MEASURED}[1h:])") > 0


def test_the_phones_end_when_they_are_told_to(stack: Project) -> None:
    began = datetime.now(UTC)
    stack.compose("stop", "--timeout", "20", "phones", "callers")
    assert (datetime.now(UTC) - began).total_seconds() < 15  # of 20, so nobody had to be killed
