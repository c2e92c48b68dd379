"""The lines that `compare` prints."""

import os

import text
from verdict import CONFIDENCE, GOAL


def head(compared):
    for name, revision in zip("AB", compared):
        print(f"{name}: {'the working tree' if revision.is_working_tree else revision.name}")
    if compared[0].files == compared[1].files:
        print("Both have the same files: what differs is noise.")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start\n")
    interval = f"{CONFIDENCE:.0%} interval"
    print(f"{'':<56}{'A':>9}{'B':>11}{'B/A':>8}  {interval:<15}{'noise':<7}", flush=True)


def suite(measures, rounds):
    """Prints the measures of a suite; whether one is slower."""
    shown = None
    for measure in measures:
        verdict = measure.verdict()
        title = f"{measure.row:<4}{measure.title:<42}" if shown != (measure.row, measure.title) else " " * 46
        shown = (measure.row, measure.title)
        is_time = measure.unit in ("processor", "wall")
        unit = "s" if is_time else measure.unit
        fields = [
            f"{title}{measure.unit if is_time else '':<10}{amount(verdict.a, unit):>9}{amount(verdict.b, unit):>11}",
            f"{verdict.ratio:>6.3f}  {verdict.low:.3f} – {verdict.high:.3f}  {verdict.noise:>5.1%}  {verdict.word}",
        ]
        print("  ".join(fields), flush=True)
        if measure.is_awaited and verdict.word == "same" and verdict.resolution > GOAL:
            print(f"{'':<46}a loss of up to {verdict.resolution:.1%} would not be noticed: more rounds are needed")
    print(f"{'':<4}{rounds} rounds", flush=True)
    return any(measure.verdict().word == "slower" for measure in measures)


def amount(value, unit):
    return f"{value / 1e6:.1f} MB" if unit == "B" and value > 1e5 else text.figure(value, unit)


def foot(is_slower):
    print("\nB is slower than A." if is_slower else "\nNothing is slower.")
