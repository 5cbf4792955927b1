"""The engine, for all tests that need one; where none can be had, they are left out with one line that says why."""

import os
from collections.abc import Iterator

import pytest

from lab.pbx.root import LabError
from tests.containers import base_images
from tests.containers.engine import Engine, engine, home, why_no_engine
from tests.containers.project import Project


@pytest.fixture(scope="session")
def docker() -> Iterator[Engine]:
    if reason := why_no_engine():
        pytest.skip(f"no Docker engine can be had here: {reason}")
    try:
        with engine(home() / f"share-{os.getpid()}") as made:
            yield made
    except LabError as error:
        pytest.skip(f"no Docker engine can be had here: {str(error).splitlines()[0]}")


@pytest.fixture(scope="session")
def project(docker: Engine) -> Project:
    made = Project(docker)
    base_images.make(docker, made.folder)
    return made
