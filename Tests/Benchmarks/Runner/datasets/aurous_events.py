"""A file of Aurous events, one a line, newest first as the API gives them: 500,000 rows, about 205 MB."""

from datetime import UTC, datetime

import numpy as np

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
    random = np.random.Generator(np.random.PCG64(SEED))
    times = np.sort(START + random.integers(0, DAYS * DAY, ROWS))[::-1].tolist()
    with open(folder / "events.ndjson", "w") as file:
        for event in events(times, random):
            file.write(event + "\n")


def events(times, random):
    """An event of the API's event stream for each of the instants."""
    count = len(times)
    models = random.choice(len(MODELS), count, p=shares(len(MODELS), 0.8)).tolist()
    # Calls from the dashboard have no key.
    keys = np.where(random.random(count) < 0.02, -1, random.integers(0, len(KEYS), count)).tolist()
    users = random.integers(0, len(USERS), count).tolist()
    statuses = random.choice(3, count, p=[0.96, 0.03, 0.01]).tolist()
    inputs = random.lognormal(6.5, 1.2, count).astype(int).tolist()
    outputs = random.lognormal(5.0, 1.1, count).astype(int).tolist()
    durations = np.clip(random.lognormal(7.3, 0.9, count), 50, 900_000).astype(int).tolist()
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


def shares(count, bend):
    weights = 1 / np.arange(1, count + 1) ** bend
    return weights / weights.sum()


def instant(milliseconds):
    seconds, rest = divmod(milliseconds, 1000)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{rest:03d}Z"


def decimal(hundred_thousandths):
    whole, rest = divmod(hundred_thousandths, 100_000)
    return f"{whole}.{rest:05d}".rstrip("0").rstrip(".")
