"""A sample of all mutants: the same for the same seed, rare kinds drawn more often than their share."""

import random
from collections import Counter
from collections.abc import Iterable

from lab.mutants.sites import Mutant


def sample(mutants: Iterable[Mutant], count: int, seed: int) -> list[Mutant]:
    everything = sorted(mutants)
    sizes = Counter(mutant.kind for mutant in everything)
    draw = random.Random(seed)
    keys = {mutant: draw.random() ** (sizes[mutant.kind] ** 0.5) for mutant in everything}
    return sorted(sorted(everything, key=lambda mutant: keys[mutant], reverse=True)[:count])
