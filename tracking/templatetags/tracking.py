"""How events are put into words."""

from datetime import date

from django import template

from tracking.cards import moment as in_words

register = template.Library()


@register.filter
def moment(event, today: date) -> str:
    """When an event is, as "Tomorrow, 10:30"."""
    return in_words(event.event_date, event.event_time, today)
