"""How long to wait before the next attempt."""

import random
from datetime import timedelta

FIRST = timedelta(seconds=10)
LONGEST = timedelta(hours=1)
DOUBLINGS = 20
"""More would not be a number of seconds any more; the longest wait is reached long before."""


def backoff(attempts: int) -> timedelta:
    """The wait after so many attempts: twice as long each time, up to an hour.

    The second half of it is left to chance, so that what failed together does not come back
    together.
    """
    wait = min(FIRST * 2.0 ** min(attempts - 1, DOUBLINGS), LONGEST)
    return wait * random.uniform(0.5, 1)
