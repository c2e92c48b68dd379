"""Pages of 500 Aurous events over eight days, as files that a plain server can give out.

`many` has 25 pages a day and `few` has 8. A listing is a folder that is named for the dates of its window: the whole
of it, and each day for itself, as a walk in eight parts asks for them. The page of a cursor is a file of its name, and
the first page of a listing is `first.json`.
"""

import random

from datasets import aurous_events

DAYS = 8
PAGE = 500
SEED = 20260509
PAGES_A_DAY = {"many": 25, "few": 8}


def make(folder):
    for name, pages in PAGES_A_DAY.items():
        source = random.Random(SEED)
        # As many each day, so that the parts are of one size.
        days = range(aurous_events.START, aurous_events.START + DAYS * aurous_events.DAY, aurous_events.DAY)
        times = [day + source.randrange(aurous_events.DAY) for day in days for _ in range(pages * PAGE)]
        events = list(aurous_events.events(sorted(times, reverse=True), source))
        write(folder / name / window(0, DAYS), events)
        for day in range(DAYS):
            first = (DAYS - 1 - day) * pages * PAGE
            write(folder / name / window(day, day + 1), events[first : first + pages * PAGE])


def window(first, end):
    start = aurous_events.START
    return ".".join(aurous_events.instant(start + day * aurous_events.DAY)[:10] for day in (first, end))


def write(folder, events):
    folder.mkdir(parents=True)
    count = len(events) // PAGE
    for number in range(count):
        rows = ",".join(events[number * PAGE : (number + 1) * PAGE])
        cursor = f'"page-{number + 1}"' if number + 1 < count else "null"
        name = f"page-{number}" if number else "first"
        (folder / f"{name}.json").write_text(
            f'{{"object":"list","data":[{rows}],"has_more":{str(number + 1 < count).lower()},"next_cursor":{cursor}}}'
        )
