"""Processes that do what the lines of their standard input say."""

import json
import os
import select
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TIME_LIMIT = 900


class WorkerError(Exception):
    """A worker that ended, or that said nothing in time."""


@dataclass
class Work:
    """What a worker tells of its work."""

    figures: dict
    #: For how long its threads waited for a processor, as a share of the time.
    waited: float


class Worker:
    """A process; it reads its data before it says that it is ready."""

    def __init__(self, command, environment, takes_precedence):
        self.takes_precedence = takes_precedence
        self.name = " ".join(Path(part).name for part in command[:-1])
        self.buffer = b""
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | environment,
            process_group=0,
        )

    def prepare(self, work):
        self.ask(f"prepare {work}")

    def work(self):
        self.set_priority(-20)
        before = self.waiting()
        figures = self.ask("work")
        waited = (self.waiting() - before) / figures["elapsed"]
        self.set_priority(0)
        return Work(figures, waited)

    def answers(self, path):
        """The answers in the order of their text."""
        self.ask(f"answers {path}")
        return sorted(path.read_text().splitlines())

    def ask(self, line):
        self.tell(line)
        return self.hear()

    def tell(self, line):
        try:
            self.process.stdin.write(f"{line}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # It has ended: what it says next is nothing.

    def hear(self):
        stdout = self.process.stdout
        while b"\n" not in self.buffer:
            if not select.select([stdout], [], [], TIME_LIMIT)[0]:
                raise WorkerError(f"{self.name} said nothing for {TIME_LIMIT} s")
            read = os.read(stdout.fileno(), 1 << 16)
            if not read:
                raise WorkerError(f"{self.name} ended with {self.process.wait()}")
            self.buffer += read
        line, self.buffer = self.buffer.split(b"\n", 1)
        return json.loads(line)

    def set_priority(self, priority):
        """Of all its threads, as they are the only ones of their group, and of its session among the others."""
        if self.takes_precedence:
            os.setpriority(os.PRIO_PGRP, self.process.pid, priority)
            autogroup = Path(f"/proc/{self.process.pid}/autogroup")
            if autogroup.exists():
                autogroup.write_text(f"{priority}")

    def waiting(self):
        """For how many seconds its threads could have run and did not; 0 where the system does not tell."""
        nanoseconds = 0
        for path in Path(f"/proc/{self.process.pid}/task").glob("*/schedstat"):
            with suppress(OSError):
                nanoseconds += int(path.read_text().split()[1])
        return nanoseconds / 1e9

    def processor_time(self):
        """For how many seconds processors worked for it, those of threads that have ended too; None if unknown."""
        try:
            # What clock_getcpuclockid gives on Linux, which Python does not call.
            return time.clock_gettime(~self.process.pid << 3 | 2)
        except OSError:
            return None

    def wait_until_idle(self, limit=1):
        """Waits until all its threads wait for something other than a processor, or this many seconds have passed."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            states = set()
            for path in Path(f"/proc/{self.process.pid}/task").glob("*/stat"):
                with suppress(OSError):
                    # The name before the state is in parentheses, and may hold some.
                    states.add(path.read_text().rpartition(")")[2].split()[0])
            if states <= {"S"}:
                return
            time.sleep(0.001)

    def peak(self):
        """The most bytes of memory it has held; None if the system does not tell."""
        with suppress(OSError):
            for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
        return None

    def end(self):
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Workers:
    """The processes that run, by their commands; rows of one data set share them."""

    def __init__(self, take_precedence):
        self.take_precedence = take_precedence
        self.running = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.keep(set())

    def start(self, sides):
        """The workers of the sides, started at the same time where they do not run yet."""
        new = {side.command: side.environment for side in sides if side.command not in self.running}
        for command, environment in new.items():
            self.running[command] = Worker(command, environment, self.take_precedence)
        for command in new:
            self.running[command].hear()
        return [self.running[side.command] for side in sides]

    def keep(self, commands):
        """Ends all others."""
        for command in set(self.running) - set(commands):
            self.running.pop(command).end()
