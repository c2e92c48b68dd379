"""Figures as text: a line each, or a Markdown table."""


#: From which number of seconds on they are told in a unit.
SCALES = [(1e-2, 1, "s"), (1e-5, 1e3, "ms"), (1e-6, 1e6, "µs"), (0, 1e9, "ns")]


def figure(value, unit):
    if unit == "s":
        _, factor, unit = next(scale for scale in SCALES if value >= scale[0])
        value *= factor
    if value >= 1000:
        return f"{value:,.0f} {unit}"
    digits = 3 if value < 1 else 2 if value < 10 else 1
    return f"{value:.{digits}f} {unit}"


def ratio(value):
    return "" if value is None else f"{value:.1f} ×" if value < 100 else f"{value:.0f} ×"


def goal(row, comparison):
    goals = []
    if comparison.peer and comparison.peer.goal is not None:
        goals.append(f"{comparison.peer.goal:.3g} ×")
    if comparison.ceiling is not None:
        goals.append(f"≤ {figure(comparison.ceiling, row.unit)}")
    return " and ".join(goals)


def lines(row, comparisons):
    """One for each peer, the first with the row's title."""
    for number, comparison in enumerate(comparisons):
        title = f"{row.id:<4}{row.title:<60}" if number == 0 else " " * 64
        peer = ""
        if comparison.peer:
            peer = f"{comparison.peer.name} {figure(comparison.theirs, row.unit)}"
        ours = f"ours {figure(comparison.ours, row.unit)}" if number == 0 else ""
        wanted = goal(row, comparison)
        fields = [title, f"{ours:<16}", f"{peer:<36}", f"{ratio(comparison.ratio):>8}"]
        yield "  ".join([*fields, f"goal {wanted}" if wanted else "", comparison.verdict]).rstrip()


def table_head():
    return "| # | Work | Ours | Peer | Ratio | Goal | |\n|---|---|---|---|---|---|---|"


def table_rows(row, comparisons):
    for number, comparison in enumerate(comparisons):
        peer = f"{comparison.peer.name} {figure(comparison.theirs, row.unit)}" if comparison.peer else ""
        first = [row.id, row.title, figure(comparison.ours, row.unit)] if number == 0 else ["", "", ""]
        fields = [*first, peer, ratio(comparison.ratio), goal(row, comparison), comparison.verdict]
        yield "| " + " | ".join(fields) + " |"
