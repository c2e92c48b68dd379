"""A file of Aurous events, one a line, newest first as the API gives them: 500,000 rows, about 205 MB."""

import random
from datetime import UTC, datetime
from math import exp

ROWS = 500_000
START = 1_777_593_600_000  # 2026-05-01T00:00:00Z
DAY = 86_400_000
DAYS = 7
SEED = 20260508
MODELS = [f"example-chat-{i}" for i in range(1, 21)]
KEYS = [f"apikey_01JX00000000000000{i:08d}" for i in range(50)]
USERS = [f"5f0c7f3e-0000-4000-8000-{i:012d}" for i in range(300)]
STATUSES = ["completed", "failed", "cancelled"]


def make(folder):
    source = random.Random(SEED)
    times = sorted((START + int(source.random() * DAYS * DAY) for _ in range(ROWS)), reverse=True)
    with open(folder / "events.ndjson", "w") as file:
        for event in events(times, source):
            file.write(event + "\n")


def events(times, source):
    """An event of the API's event stream for each of the instants."""
    count = len(times)
    models = source.choices(range(len(MODELS)), weights(len(MODELS), 0.8), k=count)
    # Calls from the dashboard have no key.
    keys = [-1 if source.random() < 0.02 else source.randrange(len(KEYS)) for _ in range(count)]
    users = source.choices(range(len(USERS)), k=count)
    statuses = source.choices(range(3), [0.96, 0.03, 0.01], k=count)
    inputs = [int(exp(source.gauss(6.5, 1.2))) for _ in range(count)]
    outputs = [int(exp(source.gauss(5.0, 1.1))) for _ in range(count)]
    durations = [min(max(int(exp(source.gauss(7.3, 0.9))), 50), 900_000) for _ in range(count)]
    for i, time in enumerate(times):
        # In hundred-thousandths, written as the API does, without zeros at the end.
        charge = inputs[i] * (12 + models[i]) // 100 + outputs[i] * (48 + 4 * models[i]) // 100
        key = "null" if keys[i] < 0 else f'"{KEYS[keys[i]]}"'
        number = f"{count - i:012d}"
        yield (
            f'{{"id":"cmp_01JX0000000000{number}","type":"chat","model":"{MODELS[models[i]]}",'
            f'"status":"{STATUSES[statuses[i]]}","created_at":"{instant(time)}",'
            f'"completed_at":"{instant(time + durations[i])}","duration_ms":{durations[i]},'
            f'"input_tokens":{inputs[i]},"output_tokens":{outputs[i]},"credits_charged":{decimal(charge)},'
            f'"api_key_id":{key},"user_id":"{USERS[users[i]]}","request_id":"req_01JX0000000000{number}"}}'
        )


def weights(count, bend):
    return [1 / number**bend for number in range(1, count + 1)]


def instant(milliseconds):
    seconds, rest = divmod(milliseconds, 1000)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{rest:03d}Z"


def decimal(units, places=5):
    """A number of units in the last of some places, as the API writes it."""
    whole, rest = divmod(units, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")
