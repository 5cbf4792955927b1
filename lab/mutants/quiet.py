"""How pytest runs inside: silent, and the same each time."""

import os

from hypothesis import HealthCheck, Phase, settings

SETTINGS = ("-q", "-s", "-p", "no:cacheprovider")


def in_silence() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)


def quiet_hypothesis(examples_max: int = 100) -> None:
    """The same examples in each run; a failure is not made smaller, for nobody reads it."""
    settings.register_profile(
        "mutants",
        database=None,
        deadline=None,
        max_examples=examples_max,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("mutants")
