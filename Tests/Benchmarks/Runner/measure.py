"""Rounds in turn, and the answers before the figures."""

import statistics
from dataclasses import dataclass

import datasets
import machine

#: A round whose threads waited longer for a processor, as a share of its time, says more about the machine.
DISTURBED = 0.05
#: How many times as many rounds are tried as are wanted.
PATIENCE = 2


class AnswersDiffer(Exception):
    """Two sides gave different answers: their figures say nothing."""


@dataclass
class Measured:
    """What one side did."""

    side: object
    #: The figures of the rounds that count.
    figures: list
    #: Of how many of them a processor was elsewhere for part of the time.
    disturbed: int
    #: What else the last round told.
    others: dict

    @property
    def median(self):
        return statistics.median(self.figures)


@dataclass
class Comparison:
    """Our figure against that of one peer, or ours alone."""

    ours: float
    peer: object = None
    theirs: float | None = None
    ceiling: float | None = None

    @property
    def ratio(self):
        return None if self.theirs is None else self.theirs / self.ours

    @property
    def verdict(self):
        goal = self.peer.goal if self.peer else None
        if goal is None and self.ceiling is None:
            return ""
        is_met = (goal is None or self.ratio >= goal) and (self.ceiling is None or self.ours <= self.ceiling)
        return "ok" if is_met else "missed"


def measure(row, sides, workers, rounds):
    """What each side did, in rounds in turn.

    In each round a side first does the work on other data, uncounted, so that its caches and its heap are warm: what
    it gave back to the system while the others had their turn costs more than some rows take. All rounds must give
    the same answers. Rounds wait for a quiet machine, and one that was disturbed is repeated, both up to a point.
    """
    processes = workers.start(sides)
    works = [[] for _ in sides]
    expected = None

    def quiet(of):
        return sum(work.waited <= DISTURBED for work in of)

    for _ in range(PATIENCE * rounds if row.is_repeated else 1):
        for side, process, collected in zip(sides, processes, works):
            if row.is_repeated:
                machine.wait_until_quiet()
                process.prepare(side.work)
                process.work()
            process.prepare(side.work)
            collected.append(process.work())
            if not side.is_compared:
                continue
            answers = process.answers(datasets.CACHE / f"answers-{row.id}-{sides.index(side)}.txt")
            expected = answers if expected is None else expected
            compare(row, sides[0].name, expected, side.name, answers)
        if all(quiet(of) >= rounds for of in works):
            break

    result = []
    for side, of in zip(sides, works):
        best = sorted(of, key=lambda work: work.waited)[:rounds]
        disturbed = len(best) - quiet(best) if row.is_repeated else 0
        known = (row.figure, "seconds", "elapsed")
        others = {name: figure for name, figure in of[-1].figures.items() if name not in known}
        result.append(Measured(side, [work.figures[row.figure] for work in best], disturbed, others))
    return result


def compare(row, our_name, ours, peer_name, theirs):
    if ours == theirs:
        return
    only_ours = sorted(set(ours) - set(theirs))
    only_theirs = sorted(set(theirs) - set(ours))
    raise AnswersDiffer(
        f"{row.id}: the answers differ: {our_name} has {len(ours)} lines, {peer_name} {len(theirs)};"
        f" {len(only_ours)} and {len(only_theirs)} are not in the other"
        + "".join(f"\n    {our_name}: {answer}" for answer in only_ours[:3])
        + "".join(f"\n    {peer_name}: {answer}" for answer in only_theirs[:3])
    )


def comparisons(row, measured):
    ours, *peers = measured
    if not peers:
        return [Comparison(ours.median, ceiling=row.ceiling)]
    return [
        Comparison(ours.median, peer.side, peer.median, row.ceiling if peer is peers[0] else None) for peer in peers
    ]
