"""Whether B differs from A: figures of rounds, in each of which both had their turn.

Each round gives one ratio of B's figure to A's. If A and B are equally fast, swapping them changes nothing, so the
logarithms of the ratios lie symmetrically around 0: that is all that the signed-rank interval assumes. It is exact for
any distribution, takes no drawing of random numbers, and an outlier moves it little.

How noisy the machine was is read from pairs that cannot differ: one side's figures in two rounds that follow each
other, treated in the same way. B differs from A only if the interval of the ratio lies further from 1 than that.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass

CONFIDENCE = 0.95
#: Losses above this are what a comparison is for: rounds go on until a loss of this size would be noticed.
GOAL = 0.03


@dataclass(frozen=True)
class Verdict:
    """What the rounds of one measure say."""

    a: float
    b: float
    ratio: float
    low: float
    high: float
    #: How far the ratio of identical code may be from 1.
    noise: float

    @property
    def word(self):
        if self.low > 1 + self.noise:
            return "slower"
        if self.high < 1 / (1 + self.noise):
            return "faster"
        return "same"

    @property
    def resolution(self):
        """The smallest loss that would have been noticed."""
        return self.ratio / self.low * (1 + self.noise) - 1


def judge(a, b, floor):
    """The verdict on the figures of two sides, one each a round; a noise below the floor is not believed."""
    ratio, low, high = interval([math.log(ours / theirs) for theirs, ours in zip(a, b)])
    _, control_low, control_high = interval(controls(a) + controls(b))
    noise = max(control_high, 1 / control_low, 1 + floor) - 1
    return Verdict(statistics.median(a), statistics.median(b), ratio, low, high, noise)


def controls(figures):
    """The logarithms of the ratios of one side to itself, in turn upwards and downwards."""
    pairs = list(zip(figures[::2], figures[1::2]))
    return [math.log(second / first) * (-1) ** number for number, (first, second) in enumerate(pairs)] or [0.0]


def interval(logarithms):
    """The middle ratio and its interval: Hodges and Lehmann's estimate, and the signed ranks' confidence interval.

    With fewer than six ratios no interval reaches the confidence: it is as wide as the ratios.
    """
    count = len(logarithms)
    averages = sorted(
        (first + second) / 2 for number, first in enumerate(logarithms) for second in logarithms[number:]
    )
    rank = signed_rank(count, 1 - CONFIDENCE)
    return tuple(math.exp(value) for value in (statistics.median(averages), averages[rank], averages[-1 - rank]))


def signed_rank(count, level):
    """How many averages to leave out at each end: the largest rank sum that is reached by chance in at most half of
    the level's cases, as in the tables of Wilcoxon's test; 0 if there is none."""
    ways = [1]
    for rank in range(1, count + 1):
        ways = [there + more for there, more in zip(ways + [0] * rank, [0] * rank + ways)]
    reached = 0
    for rank_sum, number in enumerate(ways):
        reached += number
        if reached > level / 2 * 2**count:
            return max(rank_sum - 1, 0)
    return 0
