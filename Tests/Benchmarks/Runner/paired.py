"""Rounds in which the workers of two revisions do the same work in turn.

Processes are started again and again: where the system puts a process in memory alone can make a tenth of difference
for as long as it runs. Of what a side does in a round the least counts, since other work only ever adds to a figure.
Which side begins changes from one process and one piece of work to the next: A B, B A, A B and so on.
"""

import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import datasets
import servers
from rows import ENVIRONMENT
from verdict import GOAL, judge
from workers import Worker

#: A ratio of times is not believed to be exact within this, nor one of memory.
FLOOR = 0.005
#: The clock on the wall also counts the work of others: it is here for what the processors do not see, such as work
#: that no longer goes on at the same time.
WALL_FLOOR = 0.03
#: Of peak memory there are few figures, and the allocator moves it a little.
PEAK_FLOOR = 0.03


class AnswersDiffer(Exception):
    """B does not come to A's answers: the figures say nothing."""


@dataclass(frozen=True)
class Piece:
    """What a worker is asked to do."""

    row: str
    title: str
    work: str
    #: The figure that is measured instead of times.
    figure: str | None = None


@dataclass(frozen=True)
class Suite:
    """Pieces of work that processes do which have read the same data."""

    name: str
    data: str
    rows: tuple
    #: Gives them when the data are there.
    pieces: Callable
    #: How many processes of each side work in a round, and how often each does each piece.
    processes: int
    works: int
    #: How many turns a process has before a new one is started: more than one if its data take long to read.
    turns: int = 1
    #: As many rounds if they cannot differ by chance, such as those of memory that was asked for.
    fixed_rounds: int | None = None


def walks(folder):
    url = servers.plain(folder / "many", may_install=False)
    return [
        Piece("P6", f"200 pages, {name}, {transport}", f"P6 {way} {transport} {url}")
        for transport in ("URLSession", "AsyncHTTPClient")
        for way, name in (("cursor", "one cursor"), ("shards", "8 shards"))
    ]


SUITES = [
    Suite("page", "tresor_page", ("P1",), lambda _: [Piece("P1", "a page of 1,000 Tresor rows", "P1")], 4, 5),
    Suite(
        "memory",
        "columns",
        ("P2", "P3", "P4"),
        lambda _: [
            Piece("P2", "5,000,000 rows by day, model, key", "P2"),
            Piece("P3", "5,000,000 rows by day", "P3"),
            Piece("P4", "5,000,000 rows in all", "P4"),
        ],
        1,
        1,
        turns=4,
    ),
    Suite("events", "aurous_events", ("P5",), lambda _: [Piece("P5", "500,000 events of NDJSON", "P5")], 2, 3),
    Suite("walk", "aurous_pages", ("P6",), walks, 2, 2),
    Suite(
        "footprint",
        "columns",
        ("P8", "P9"),
        lambda _: [
            Piece("P8", "memory a row of a ledger", "P8", "bytes"),
            Piece("P9", "memory a group of a summary", "P9", "bytes"),
        ],
        1,
        1,
        fixed_rounds=3,
    ),
    Suite("sketch", "columns", ("P9",), lambda _: [Piece("P9", "a duration into a sketch", "P9")], 2, 4),
]
ROWS = ["P1", "P2", "P3", "P4", "P5", "P6", "P8", "P9"]


@dataclass
class Measure:
    """One figure of a piece of work, or of the processes of a suite."""

    row: str
    title: str
    unit: str
    floor: float
    #: Whether rounds go on until a loss of 3 % would be noticed.
    is_awaited: bool = False
    #: Of A and of B, one for each round; of peak memory, for each process.
    figures: tuple = field(default_factory=lambda: ([], []))

    def add(self, a, b):
        for figures, figure in zip(self.figures, (a, b)):
            figures.append(figure)

    def verdict(self):
        return judge(*self.figures, self.floor)


class Comparison:
    """What comes of one suite."""

    def __init__(self, suite, programs, rows):
        self.suite = suite
        folder = datasets.folder(suite.data)
        self.pieces = [piece for piece in suite.pieces(folder) if piece.row in rows]
        self.commands = [(str(program), suite.name, str(folder)) for program in programs]
        #: Those of A and of B that run now, and how many turns they have had.
        self.workers = []
        self.turns = 0
        self.answers = {}
        self.measures = {}

    def run(self, least, most):
        """The measures after as many rounds as it took, with their number."""
        if self.suite.fixed_rounds:
            least = most = min(self.suite.fixed_rounds, most)
        try:
            for number in range(most):
                if sys.stderr.isatty():
                    print(f"\r{self.suite.name}: round {number + 1}\r", end="", file=sys.stderr, flush=True)
                self.round(number)
                if number + 1 >= least and self.is_told():
                    break
            self.note_peaks()
        finally:
            self.end()
        # Peak memory, which belongs to no row, comes last.
        return sorted(self.measures.values(), key=lambda measure: measure.row == ""), number + 1

    def is_told(self):
        return all(
            measure.verdict().word != "same" or measure.verdict().resolution <= GOAL
            for measure in self.measures.values()
            if measure.is_awaited
        )

    def round(self, number):
        found = {}
        for turn in range(self.suite.processes):
            if self.turns % self.suite.turns == 0:
                self.start()
            self.turns += 1
            for piece in self.pieces:
                for work in range(self.suite.works):
                    self.in_turn(piece, (0, 1) if (number + turn + work) % 2 == 0 else (1, 0), found)
        for key, (a, b) in found.items():
            self.measure(*key).add(min(a), min(b))

    def start(self):
        if self.workers:
            self.note_peaks()
            self.end()
        self.workers = [Worker(command, ENVIRONMENT, False) for command in self.commands]
        for worker in self.workers:
            worker.hear()
        if self.suite.works == 1 and not self.suite.fixed_rounds:
            # What a process does first takes longer.
            for piece in self.pieces:
                self.in_turn(piece, (0, 1), {})

    def end(self):
        while self.workers:
            self.workers.pop().end()

    def note_peaks(self):
        peaks = [worker.peak() for worker in self.workers]
        if None not in peaks:
            self.measure("", f"peak memory of {self.suite.name}", "B", PEAK_FLOOR).add(*peaks)

    def measure(self, *key):
        return self.measures.setdefault(key, Measure(*key, is_awaited=key[2] == "processor"))

    def in_turn(self, piece, order, found):
        # Both at the same time: it takes longer than the work, and is not measured.
        for worker in self.workers:
            worker.tell(f"prepare {piece.work}")
        for worker in self.workers:
            worker.hear()
        for side in order:
            self.work(piece, side, self.workers[side], found)

    def work(self, piece, side, worker, found):
        before = worker.processor_time()
        told = worker.ask("work")
        # A worker that has answered releases its data. Whether that came before the clock was read would be chance.
        worker.wait_until_idle()
        after = worker.processor_time()
        if piece.figure:
            self.note(found, side, piece.row, piece.title, "B", FLOOR, told[piece.figure])
        else:
            # A page is decoded several times in one piece of work.
            share = told["seconds"] / told["elapsed"]
            if after is not None:
                self.note(found, side, piece.row, piece.title, "processor", FLOOR, (after - before) * share)
            floor = FLOOR if after is None else WALL_FLOOR
            self.note(found, side, piece.row, piece.title, "wall", floor, told["seconds"])
        # In a folder of its own: another comparison may run at the same time.
        with tempfile.TemporaryDirectory() as folder:
            self.compare(piece, side, worker.answers(Path(folder) / "answers.txt"))

    def note(self, found, side, row, title, unit, floor, figure):
        if figure is not None:
            found.setdefault((row, title, unit, floor), ([], []))[side].append(figure)

    def compare(self, piece, side, answers):
        expected = self.answers.setdefault(piece, answers)
        if answers == expected:
            return
        only_expected, only_here = sorted(set(expected) - set(answers)), sorted(set(answers) - set(expected))
        raise AnswersDiffer(
            f"{piece.row}, {piece.title}: the answers differ: {len(only_expected)} lines are missing,"
            f" {len(only_here)} are new"
            + "".join(f"\n    first answer: {answer}" for answer in only_expected[:3])
            + "".join(f"\n    now, of {'AB'[side]}: {answer}" for answer in only_here[:3])
        )
