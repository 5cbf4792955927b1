"""docker-compose.yml against the files, commands, settings and addresses that there are."""

import re
from datetime import date
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import yaml
from typer.core import TyperGroup

from lab.desk.shifts import roster
from tests.unit.deploy.compose import COMPOSE, ONCE, ROOT, Part, Subnet, mounts, unset
from tests.unit.verbs import verbs
from thirdring.settings import Settings, load
from thirdring.stack import places
from thirdring.stack.prepare import prepare

TEST_NUMBER = "8099"
PARTS = sorted(COMPOSE.services.items())
OURS = {name: part for name, part in PARTS if part.image.startswith("thirdring:")}
WEB_PORTS = {"thirdring": 8080, "standby": 8080, "grafana": 3000, "prometheus": 9090, "alertmanager": 9093}
SOUND = "10000-10099"
PUBLISHED = WEB_PORTS | {"standby": 8082}
CLUSTER = {"nats-1", "nats-2", "nats-3", "forward", "standby"}
PREPARE = COMPOSE.services["prepare"]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    prepare(ROOT / "deploy", tmp_path / "given", tmp_path / "made", places.COMPOSE)
    return tmp_path / "made"


@pytest.fixture
def settings(made: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """As the service in its container reads them."""
    for name, value in COMPOSE.services["thirdring"].environment.items():
        if name.startswith("THIRDRING__"):
            monkeypatch.setenv(name, unset(value).replace("/run/thirdring", str(made / "thirdring")))
    return load(made / "thirdring" / "thirdring.toml")


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_a_part_may_do_no_more_than_it_must(name: str, part: Part) -> None:
    assert name == "prepare" or (part.user.split(":")[0] not in {"root", "0", ""} and part.cap_add == [])
    assert (part.read_only, part.cap_drop, part.security_opt) == (True, ["ALL"], ["no-new-privileges:true"])
    assert part.logging.options == {"max-size": "10m", "max-file": "3"}
    assert part.restart == ("no" if name in ONCE else "unless-stopped")


def test_what_may_read_its_owner_s_files_may_do_nothing_else_and_reaches_nobody() -> None:
    assert (PREPARE.user, PREPARE.cap_add) == ("0:10001", ["DAC_READ_SEARCH"])
    assert (PREPARE.network_mode, PREPARE.networks, PREPARE.ports) == ("none", [], [])


def test_each_image_is_built_by_one_part_and_the_others_never_look_for_it_elsewhere() -> None:
    built = {part.image: name for name, part in PARTS if part.build is not None}
    assert built == {
        "thirdring:0.1.0": "prepare",
        "thirdring-asterisk:0.1.0": "asterisk",
        "thirdring-demo:0.1.0": "phones",
        "thirdring-desk:0.1.0": "desk",
        "thirdring-nats:0.1.0": "nats-1",
    }
    never = {name for name, part in PARTS if part.pull_policy == "never"}
    assert never == {name for name, part in PARTS if part.image in built and built[part.image] != name}


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_an_image_is_one_version(name: str, part: Part) -> None:
    tag = part.image.partition(":")[2]
    assert re.match(r"v?\d+\.\d+", tag), name


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_only_web_pages_and_sound_are_published_and_on_this_machine_only(name: str, part: Part) -> None:
    if name == "asterisk":
        assert [unset(port) for port in part.ports] == [f"127.0.0.1:{SOUND}:{SOUND}/udp"]
        assert "THIRDRING_PUBLISH" in part.ports[0]
        return
    port, shown = WEB_PORTS.get(name), PUBLISHED.get(name)
    variable = "THIRDRING_PORT" if name == "thirdring" else f"THIRDRING_{name.upper()}_PORT"
    assert part.ports == ([f"${{THIRDRING_PUBLISH:-127.0.0.1}}:${{{variable}:-{shown}}}:{port}"] if port else [])


@pytest.mark.parametrize(("name", "part"), PARTS)
def test_whoever_is_waited_for_can_say_that_it_is_there(name: str, part: Part) -> None:
    for other, wait in part.depends_on.items():
        waited = COMPOSE.services[other]
        if other in ONCE:
            assert wait.condition == "service_completed_successfully", (name, other)
        else:
            assert waited.healthcheck is not None or "HEALTHCHECK" in _dockerfile(waited), (name, other)


def _dockerfile(part: Part) -> str:
    [build] = [other.build for _, other in PARTS if other.image == part.image and other.build is not None]
    return (ROOT / build.dockerfile).read_text()


def test_the_order_of_the_start_has_an_end() -> None:
    left = {name: set(part.depends_on) for name, part in PARTS}
    while free := {name for name, needs in left.items() if not needs}:
        left = {name: needs - free for name, needs in left.items() if name not in free}
    assert left == {}


def test_every_folder_that_is_mounted_is_there_and_seen_by_prepare_alone() -> None:
    folders = [mount for mount in mounts() if mount.is_folder]
    assert {(mount.part, mount.source, mount.mode) for mount in folders} == {("prepare", "./deploy", "ro")}
    assert all((ROOT / mount.source).is_dir() for mount in folders)


def test_every_volume_is_declared_and_used() -> None:
    assert {mount.source for mount in mounts() if not mount.is_folder} == set(COMPOSE.volumes)


def test_what_prepare_makes_is_written_by_prepare_alone_and_read_by_whom_it_is_for(made: Path) -> None:
    """`nocopy`: else an engine that creates a reader first puts the reader's image into the empty volume."""
    writes = {mount.source: mount.target for mount in mounts() if mount.part == "prepare" and not mount.is_folder}
    assert {Path(target).name for target in writes.values()} == {folder.name for folder in made.iterdir()}
    readers = {
        (mount.part, mount.source, mount.mode)
        for mount in mounts()
        if mount.source in writes and mount.part != "prepare"
    }
    assert readers == {
        ("postgres", "postgres-made", "ro,nocopy"),
        ("asterisk", "asterisk-made", "ro,nocopy"),
        ("admit", "thirdring-made", "ro,nocopy"),
        ("listen", "thirdring-made", "ro,nocopy"),
        ("listen-2", "thirdring-made", "ro,nocopy"),
        ("thirdring", "thirdring-made", "ro,nocopy"),
        ("forward", "thirdring-made", "ro,nocopy"),
        ("standby", "thirdring-made", "ro,nocopy"),
        ("nats-1", "nats-made", "ro,nocopy"),
        ("nats-2", "nats-made", "ro,nocopy"),
        ("nats-3", "nats-made", "ro,nocopy"),
        ("daily", "thirdring-made", "ro,nocopy"),
        ("desk", "thirdring-made", "ro,nocopy"),
        ("prometheus", "prometheus-made", "ro,nocopy"),
        ("alertmanager", "alertmanager-made", "ro,nocopy"),
        ("grafana", "grafana-made", "ro,nocopy"),
        ("relay", "relay-made", "ro,nocopy"),
        ("phones", "phones-made", "ro,nocopy"),
    }


def test_the_image_has_the_folders_that_new_volumes_take_their_owner_from() -> None:
    text = (ROOT / "deploy" / "thirdring" / "Dockerfile").read_text()
    ours = {mount.target for mount in mounts() if mount.part in OURS and not mount.mode}
    assert {folder for folder in ours if f"{folder} " not in text and f"{folder}\n" not in text} == set()


def test_every_file_that_a_part_is_told_of_is_there(made: Path) -> None:
    told = [(name, word) for name, part in PARTS for word in [*part.command, *part.environment.values()]]
    for name, source, target, _mode in mounts():
        for reader, word in told:
            path = word.rpartition("=")[2]
            if reader == name and path.startswith(f"{target}/") and (source.endswith("-made") or source[0] == "."):
                below = made / source.removesuffix("-made") if source[0] != "." else ROOT / source
                assert (below / path.removeprefix(f"{target}/")).exists(), (name, path)


@pytest.mark.parametrize(("name", "part"), sorted(OURS.items()))
def test_every_command_is_one_of_ours(name: str, part: Part) -> None:
    words = list(part.command)
    command = verbs()[words.pop(0)]
    while isinstance(command, TyperGroup):
        command = command.commands[words.pop(0)]
    options = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options, name


def test_the_service_starts_on_these_settings(settings: Settings) -> None:
    assert settings.web.listen.port == WEB_PORTS["thirdring"]
    assert f"thirdring:{settings.web.listen.port}" == places.COMPOSE.web
    service = COMPOSE.services["thirdring"]
    assert isinstance(service.networks, dict)
    assert f"{unset(service.networks['stack'].ipv4_address)}:{settings.agi.listen.port}" == places.COMPOSE.agi
    assert service.hostname == "thirdring"  # by which it may be called, beside what the site says in web.hosts
    assert settings.pbx[0].host in COMPOSE.services
    assert str(settings.pbx[0].port) == places.COMPOSE.ami_port


def test_all_speak_of_each_other_by_names_and_ports_that_there_are(made: Path) -> None:
    prometheus = yaml.safe_load((made / "prometheus" / "prometheus.yml").read_text())
    targets = [
        target
        for group in [*prometheus["alerting"]["alertmanagers"], *prometheus["scrape_configs"]]
        for each in group["static_configs"]
        for target in each["targets"]
    ]
    grafana = COMPOSE.services["grafana"].environment
    urls = [value.removeprefix("http://") for name, value in grafana.items() if name.endswith("_URL")]
    told = [*targets, *urls, grafana["THIRDRING_DATABASE_HOST"]]
    for host, _, port in (address.partition(":") for address in told):
        assert WEB_PORTS.get(host, 5432) == int(port), host
        assert host in COMPOSE.services
    assert places.COMPOSE.web in targets
    assert places.COMPOSE.alertmanager in targets


def test_grafana_finds_every_variable_and_file_that_its_data_sources_name(made: Path) -> None:
    folder = made / "grafana"
    text = "".join(file.read_text() for file in (folder / "provisioning").rglob("*.yml"))
    text = "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#"))
    assert set(re.findall(r"\$([A-Z]\w+)", text)) <= set(COMPOSE.services["grafana"].environment)
    for file in [*re.findall(r"__file\{([^}]+)\}", text), *re.findall(r"path: (\S+)", text)]:
        assert (folder / file.removeprefix("/etc/grafana/")).exists(), file
    assert list((folder / "dashboards" / "thirdring").glob("thirdring-wall-*.json"))


def test_the_wall_is_open_only_where_somebody_says_so() -> None:
    assert COMPOSE.services["grafana"].environment["GF_AUTH_ANONYMOUS_ENABLED"] == "${THIRDRING_WALL_OPEN:-false}"


def _pool() -> list[Subnet]:
    stack = COMPOSE.networks["stack"].ipam
    assert stack is not None
    return stack.config


def test_the_network_is_the_one_that_asterisk_lets_in() -> None:
    [pool] = _pool()
    assert unset(pool.subnet) == f"{places.NET}.0/24"
    assert places.COMPOSE.ami_permit == f"{places.NET}.0/255.255.255.0"
    callers = COMPOSE.services["callers"].networks
    assert isinstance(callers, dict)
    assert unset(callers["stack"].ipv4_address) == places.COMPOSE.provider_match


def test_asterisk_takes_pages_from_the_services_alone_and_calls_itself_as_before(made: Path) -> None:
    networks = [COMPOSE.services[name].networks for name in ("thirdring", "standby")]
    own = [unset(each["stack"].ipv4_address) for each in networks if isinstance(each, dict)]
    assert len(set(own)) == len(networks)
    text = (made / "asterisk" / "pjsip.conf").read_text()
    permits = re.findall(r"^permit = (\S+)", text, re.MULTILINE)
    assert sorted(permits) == ["127.0.0.1/255.255.255.255", ",".join(f"{each}/32" for each in own)]


def test_the_ports_of_sound_are_those_of_asterisk_and_browsers_are_told_of_its_own_address(made: Path) -> None:
    rtp = (made / "asterisk" / "rtp.conf").read_text()
    assert tuple(re.findall(r"^rtp(?:start|end) = (\d+)", rtp, re.MULTILINE)) == tuple(SOUND.split("-"))
    assert unset(" ".join(PREPARE.command)).count(f"--rtp-ports {SOUND} --rtp-address 127.0.0.1") == 1
    assert not re.search(r"^\S+ => ", rtp, re.MULTILINE)
    networks = COMPOSE.services["asterisk"].networks
    assert isinstance(networks, dict)
    assert places.COMPOSE.rtp is not None
    assert unset(networks["stack"].ipv4_address) == places.COMPOSE.rtp.own


def test_an_address_that_is_given_is_none_that_the_engine_gives_to_another() -> None:
    [pool] = _pool()
    chosen = ip_network(unset(pool.ip_range))
    given = [
        ip_address(unset(address.ipv4_address))
        for _, part in PARTS
        if isinstance(part.networks, dict)
        for address in part.networks.values()
        if address.ipv4_address
    ]
    assert len(set(given)) == len(given) >= 2
    assert all(address in ip_network(unset(pool.subnet)) and address not in chosen for address in given)


def test_nothing_of_the_network_is_written_twice() -> None:
    text = re.sub(r"\$\{THIRDRING_NET:-172\.30\.73\}|^#.*$", "", (ROOT / "docker-compose.yml").read_text(), flags=re.M)
    assert places.NET not in text


def test_callers_phones_and_a_played_desk_come_with_the_demo_only() -> None:
    assert {name for name, part in PARTS if part.profiles == ["demo"]} == {"callers", "desk", "phones"}
    scripts = [part.command[0] for name, part in PARTS if name in ("callers", "phones")]
    assert all((ROOT / "deploy" / script.strip("/")).exists() for script in scripts)


def test_only_the_played_desk_is_another_target_than_the_service() -> None:
    targets = {name: part.build.target for name, part in PARTS if part.build is not None}
    assert {name: target for name, target in targets.items() if target} == {"desk": "desk"}


def test_a_cluster_comes_where_somebody_asks_for_it_and_its_servers_reach_nothing_else() -> None:
    assert {name for name, part in PARTS if part.profiles == ["cluster"]} == CLUSTER
    assert {name for name, part in PARTS if part.profiles == ["listen", "cluster"]} == {"listen", "listen-2"}
    assert COMPOSE.networks["cluster"].internal
    assert {name for name, part in PARTS if part.networks == ["cluster"]} == CLUSTER - {"standby"}
    assert {name for name, part in PARTS if "cluster" in part.networks} == {*CLUSTER, "thirdring"}


def test_who_writes_to_the_cluster_and_who_reads_it_find_its_servers(made: Path) -> None:
    names = {part.environment["SERVER_NAME"] for name, part in PARTS if name.startswith("nats-")}
    text = (made / "nats" / "nats.conf").read_text()
    assert names == {"nats-1", "nats-2", "nats-3"} == set(re.findall(r"nats://([^:]+):6222", text))
    password = (made / "thirdring" / "nats_password").read_text()
    assert f'user: thirdring, password: "{password}"' in text
    for name in ("forward", "standby"):
        url = unset(COMPOSE.services[name].environment["THIRDRING__JOURNAL__URL"])
        assert url == f"nats://{','.join(sorted(names))}", name


def test_the_relay_comes_where_somebody_asks_for_it_and_is_where_alertmanager_looks() -> None:
    relay = COMPOSE.services["relay"]
    assert relay.profiles == ["relay"]
    assert relay.environment["THIRDRING__RELAY__LISTEN"].rpartition(":")[2] == places.COMPOSE.relay.rpartition(":")[2]
    assert places.COMPOSE.relay.partition(":")[0] == "relay"


def test_the_stack_has_two_shifts_that_alarm_nobody_and_the_demo_puts_its_agents_on_them(settings: Settings) -> None:
    shifts = settings.shifts.rules().patterns
    assert [(one.name, one.people_min) for one in shifts] == [("day", 0), ("night", 0)]
    played = roster([agent.name for agent in settings.agent], "manager", date(2026, 12, 1))
    assert {shift for shift, _day in played} == {one.name for one in shifts}
    assert [place.person for place in played["day", date(2026, 12, 1)]][-1] == "manager"
    assert COMPOSE.services["desk"].environment["LANG"] == "${LANG:-C.UTF-8}"


def test_the_site_of_the_stack_is_the_sample_of_asterisk(settings: Settings) -> None:
    site = ROOT / "deploy" / "asterisk" / "site"
    numbers = re.findall(r"^exten => (\d+),1", (site / "numbers.conf").read_text(), re.MULTILINE)
    queues = re.findall(r"^\[(\w+)\]", (site / "queues.conf").read_text(), re.MULTILINE)
    phones = re.findall(r"^\[(\d+)\]\(agent\)", (site / "pjsip.conf").read_text(), re.MULTILINE)
    [hotline] = settings.hotline
    assert ([*hotline.numbers, TEST_NUMBER], list(hotline.queues)) == (numbers, queues)
    assert [agent.name for agent in settings.agent] == phones == list(places.AGENTS)
