"""The engine that the other tests here stand on: a real one, and apart from the machine it runs on."""

from pathlib import Path

from tests.containers.base_images import named
from tests.containers.engine import Engine, home
from tests.containers.project import Project


def test_nothing_of_it_is_seen_on_this_machine(docker: Engine) -> None:
    assert "overlay2" in docker.docker("info", "--format", "{{.Driver}}")
    assert str(home()) not in Path("/proc/self/mounts").read_text()
    assert docker.python("print(open('/proc/net/dev').read().count('tap0:'))").strip() == "1"
    assert "tap0:" not in Path("/proc/net/dev").read_text()


def test_every_image_that_the_files_name_and_do_not_build_is_there(docker: Engine, project: Project) -> None:
    there = set(docker.docker("images", "--format", "{{.Repository}}:{{.Tag}}").split())
    assert named(project.folder) <= there
