"""Checks the statistics of `compare` on made-up figures: seeded, and without a clock."""

from __future__ import annotations

import random

from verdict import controls, interval, judge, signed_rank

TRIALS = 200
ROUNDS = 12


def quiet(source, position):
    """A machine with nothing else to do: within 1 %."""
    return 1 + abs(source.gauss(0, 0.01))


def busy(source, position):
    """The least of three, as it is measured: some take much longer, and a third got unlucky addresses."""

    def once():
        spike = source.expovariate(3) if source.random() < 0.15 else 0
        return 1 + abs(source.gauss(0, 0.03)) + spike + (0.08 if source.random() < 0.33 else 0)

    return min(once() for _ in range(3))


def drifting(source, position):
    """A machine that gets slower by a tenth during the rounds."""
    return quiet(source, position) * (1 + 0.1 * position)


def shares(noise, factor, seed, rounds=ROUNDS):
    """How many of the trials end in each verdict when B takes `factor` times as long as A."""
    source = random.Random(seed)
    words = {"same": 0, "slower": 0, "faster": 0}
    for _ in range(TRIALS):
        pairs = []
        for number in range(rounds):
            # In turn, as they are measured: A B, then B A.
            first, second = (noise(source, (number + half) / rounds) for half in (0, 0.5))
            pairs.append((first, second * factor) if number % 2 == 0 else (second, first * factor))
        words[judge([a for a, _ in pairs], [b for _, b in pairs], floor=0.005).word] += 1 / TRIALS
    return words


def tests():
    # The critical values that tables of Wilcoxon's test give for two sides and 5 %.
    for count, critical in [(6, 0), (8, 3), (10, 8), (12, 13), (20, 52), (25, 89)]:
        yield f"of {count} ratios, {critical} averages are left out", signed_rank(count, 0.05) == critical
    yield "too few ratios leave nothing out", signed_rank(3, 0.05) == 0

    ratio, low, high = interval([0.0] * 10)
    yield "equal figures have no spread", ratio == low == high == 1
    ratio, low, high = interval([-0.01, 0.0, 0.01, 0.0, -0.01, 0.01, 0.0, 0.0, 0.0, -0.01, 0.01, 5.0])
    yield "one outlier does not move the ratio", 0.99 < low <= ratio <= high < 1.02
    up, down = controls([1, 2, 2, 1])
    yield "a control pair is in turn upwards and downwards", up == down > 0

    source = random.Random(1)
    intervals = [interval([source.gauss(0, 0.05) for _ in range(ROUNDS)]) for _ in range(2000)]
    covered = sum(low <= 1 <= high for _, low, high in intervals) / len(intervals)
    yield f"the interval holds the truth in {covered:.1%} of cases", 0.94 <= covered <= 0.97

    for name, noise in [("quiet", quiet), ("busy", busy), ("drifting", drifting)]:
        found = shares(noise, 1.0, seed=7)["same"]
        yield f"{name}: equal code is `same` in {found:.1%} of trials", found >= 0.985
    for name, noise, factor, rounds in [
        ("quiet", quiet, 1.03, 12), ("drifting", drifting, 1.03, 12), ("busy", busy, 1.05, 24), ("busy", busy, 1.1, 12),
    ]:  # fmt: skip
        found = shares(noise, factor, 8, rounds)["slower"]
        yield f"{name}: a loss of {factor - 1:.0%} is `slower` in {found:.1%} of trials", found >= 0.9
        found = shares(noise, 1 / factor, 9, rounds)["faster"]
        yield f"{name}: the same gain is `faster` in {found:.1%} of trials", found >= 0.9

    source = random.Random(3)
    a, b = ([quiet(source, 0) * factor for _ in range(ROUNDS)] for factor in (1, 1.05))
    verdict = judge(a, b, floor=0.005)
    yield "a ratio lies in its interval", verdict.low <= verdict.ratio <= verdict.high
    yield "a loss beyond the resolution is noticed", verdict.ratio - 1 > verdict.resolution and verdict.word == "slower"
    yield "figures without noise need three rounds", judge([21.2] * 3, [21.6] * 3, floor=0.005).word == "slower"
    yield "what is below the floor is `same`", judge([21.2] * 3, [21.25] * 3, floor=0.005).word == "same"


def run():
    """Prints what failed; whether nothing did."""
    results = list(tests())
    failed = [claim for claim, holds in results if not holds]
    for claim in failed:
        print(f"compare: self-test: does not hold: {claim}")
    print(f"compare: self-test: {len(results) - len(failed)} of {len(results)} claims hold")
    return not failed
