"""The start and the end of buckets by Python's zoneinfo, found minute by minute as a person would read a clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

CLOCK_MINUTES = {"minute": 1, "5min": 5, "15min": 15, "hour": 60}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def bucket(unit, second, zone, week_start="monday"):
    """Returns the first second of the bucket and the first second after it."""
    zone = ZoneInfo(zone)
    if unit in CLOCK_MINUTES:
        return clock_bucket(CLOCK_MINUTES[unit], second, zone)
    date = local(second, zone).date()
    match unit:
        case "week":
            first = date - timedelta(days=(date.weekday() - DAYS.index(week_start)) % 7)
            after = first + timedelta(days=7)
        case "month":
            first = date.replace(day=1)
            after = (first + timedelta(days=32)).replace(day=1)
        case _:
            first, after = date, date + timedelta(days=1)
    return midnight(first, zone), midnight(after, zone)


def clock_bucket(width, second, zone):
    """Goes back to the minute at which the unit begins, and forward to the minute at which the next one begins."""
    start = second - second % 60
    while not begins(width, start, zone):
        start -= 60
    end = second - second % 60 + 60
    while not begins(width, end, zone):
        end += 60
    return start, end


def begins(width, minute, zone):
    """Whether a unit begins at a minute: it is the first minute of the unit, or the clock jumped into the unit."""
    now, before = local(minute, zone), local(minute - 60, zone)
    return now.minute % width == 0 or unit_of(width, now) != unit_of(width, before)


def unit_of(width, time):
    return time.date(), time.hour, time.minute // width


def local(second, zone):
    return datetime.fromtimestamp(second, UTC).astimezone(zone)


def midnight(date, zone):
    return int(datetime(date.year, date.month, date.day, tzinfo=zone).timestamp())
