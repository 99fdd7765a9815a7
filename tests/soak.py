"""How hard a test tries: quickly in `make test`, long in `make soak`, with a seed that repeats it."""

import random
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import settings

LONGER = 20
"""How many times as many examples Hypothesis makes up in `make soak`."""


def examples(usual: int) -> int:
    """`max_examples` of a test for which Hypothesis's own hundred are too many, or too few."""
    return usual * LONGER if settings.get_current_profile_name() == "soak" else usual


@dataclass(frozen=True)
class Soak:
    """What `--soak SEED` said. Without it `seed` is None, and every run is alike.

    `steps` is how many steps of stories are wanted in the long form, `totals` what was tried until now.
    """

    seed: int | None = None
    steps: int = 0
    totals: Counter[str] = field(default_factory=Counter)

    def times(self, usual: int, long: int) -> int:
        """How often to try: `usual` in `make test`, `long` in `make soak`."""
        return usual if self.seed is None else long

    def tried(self, what: str, often: int = 1) -> None:
        """Count for the table at the end; `what` is in the plural."""
        self.totals[what] += often

    def chance(self, name: str) -> random.Random:
        """Chance that is the same in every run with this seed; `name` keeps the draws of two tests apart."""
        return random.Random(f"{self.seed or 0} {name}")
