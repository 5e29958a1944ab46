"""How events are put into words."""

from datetime import date

from django import template

from tracking.cards import moment as in_words

register = template.Library()


@register.filter
def moment(event, today: date) -> str:
    """When an event is, within a sentence: "tomorrow, 10:30", "Fri 19 Jun, 10:30"."""
    told = in_words(event.event_date, event.event_time, today)
    return told[0].lower() + told[1:] if told.startswith(("Today", "Tomorrow")) else told
