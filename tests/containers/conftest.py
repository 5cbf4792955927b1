"""The engine, for all tests that need one; where none can be had, they are left out with one line that says why."""

import os
from collections.abc import Iterator

import pytest

from lab.pbx.root import LabError
from tests.containers import base_images
from tests.containers.engine import Engine, engine, home, why_no_engine
from tests.containers.project import ROOT, Project


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
def images(docker: Engine) -> None:
    base_images.make(docker, ROOT)


@pytest.fixture(scope="module")
def project(docker: Engine, images: None) -> Project:
    """A fresh clone: what another module has set up in its own is not here."""
    return Project(docker)
