"""How days are put into words, seen from the person's own today."""

from datetime import date, time

from django.utils.dateformat import format as formatted

PLANNED = 14  # days ahead that people plan in weekdays


def day(on: date, today: date) -> str:
    """ "Today", "Tomorrow", "Fri 19 Jun" within two weeks, "19 Jun", "19 Jun 2025" in another year."""
    ahead = (on - today).days
    if ahead in (0, 1):
        return "Tomorrow" if ahead else "Today"
    if 0 < ahead <= PLANNED:
        return formatted(on, "D j M")
    return formatted(on, "j M" if on.year == today.year else "j M Y")


def moment(on: date, at: time | None, today: date) -> str:
    """The same with the clock where it happens: "Tomorrow, 10:30"."""
    return f"{day(on, today)}, {at:%H:%M}" if at else day(on, today)


def within_a_sentence(told: str) -> str:
    """What ``day`` or ``moment`` told, not at the beginning: "today"."""
    return told[0].lower() + told[1:] if told.startswith(("Today", "Tomorrow")) else told
