"""The queries, in the words of `ReportQuery` as JSON."""

FILTERED = {
    "all": [
        {"isOne": {"dimension": "status", "values": ["completed", "failed", None]}},
        {"not": [{"compares": ["charge:EUR", "atLeast", "0"]}]},
        {"any": [{"compares": ["inputTokens", "above", "100"]}, {"compares": ["unit:image-unit", "below", "250.5"]}]},
    ]
}
SLOW = {"compares": ["duration", "atLeast", "1.000000000"]}

QUERIES = [
    {},
    {"quantiles": "nearestRank", "filter": FILTERED},
    {"every": "day", "timeZone": "Europe/Berlin", "start": "2026-03-27T23:00:00Z", "end": "2026-03-30T22:00:00Z",
     "by": ["status"]},
    {"every": "day", "timeZone": "Europe/Berlin", "start": "2026-10-23T22:00:00Z", "end": "2026-10-26T23:00:00Z",
     "by": ["apiKey"], "quantiles": "nearestRank"},
    {"every": "hour", "timeZone": "Europe/Berlin", "start": "2026-10-24T22:00:00Z", "end": "2026-10-25T23:00:00Z"},
    {"every": "hour", "timeZone": "Europe/Berlin", "start": "2026-03-28T23:00:00Z", "end": "2026-03-29T22:00:00Z"},
    {"every": "hour", "timeZone": "Australia/Lord_Howe", "start": "2026-04-04T13:00:00Z",
     "end": "2026-04-05T13:30:00Z"},
    {"every": "15min", "timeZone": "Australia/Lord_Howe", "start": "2026-10-03T14:30:00Z",
     "end": "2026-10-03T17:30:00Z"},
    {"every": "day", "timeZone": "Australia/Lord_Howe", "start": "2026-10-01T00:00:00Z",
     "end": "2026-10-07T00:00:00Z", "filter": SLOW},
    {"every": "day", "timeZone": "Asia/Kolkata", "start": "2026-10-23T18:30:00Z", "end": "2026-10-26T18:30:00Z",
     "by": ["type", "currency"]},
    {"every": "hour", "timeZone": "Asia/Kolkata", "start": "2026-10-24T18:30:00.000000001Z",
     "end": "2026-10-25T00:30:00Z", "by": ["provider"]},
    {"every": "week", "timeZone": "Europe/Berlin", "by": ["provider"], "start": "2026-06-01T00:00:00Z",
     "end": "2026-08-01T00:00:00Z"},
    {"every": "week", "weekStart": "sunday", "start": "2026-09-27T00:00:00Z"},
    {"every": "month", "timeZone": "Europe/Berlin"},
    {"every": "month", "timeZone": "Australia/Lord_Howe", "by": ["model"], "quantiles": "nearestRank",
     "start": "2026-10-01T00:00:00Z"},
    {"by": ["model", "apiKey"]},
    {"by": ["user"], "filter": {"not": [SLOW]}},
    {"by": ["bot", "sku"], "quantiles": "nearestRank"},
]  # fmt: skip
