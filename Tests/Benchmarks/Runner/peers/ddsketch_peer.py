"""ddsketch: durations one by one, as it takes no others."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ddsketch import DDSketch

from datasets import columns
from peers.loop import line, serve


def sketch(folder):
    durations = columns.read(folder, "duration")[:1_000_000].tolist()

    def work():
        result = DDSketch(0.01)
        for duration in durations:
            result.add(duration)
        return {"repetitions": len(durations)}, lambda: answers(result)

    def answers(result):
        yield line("count", int(result.count))
        exact = sorted(durations)
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
            wanted = exact[int(share * (len(exact) - 1))]
            found = result.get_quantile_value(share)
            yield line(name, "within 1 %" if abs(found - wanted) <= 0.0101 * wanted else found)

    return lambda row: work


serve({"sketch": sketch})
