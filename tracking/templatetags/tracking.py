"""How events are put into words."""

from datetime import date

from django import template

from tracking.cards import moment as in_words
from tracking.cards import within_a_sentence

register = template.Library()


@register.filter
def moment(event, today: date) -> str:
    """When an event is, within a sentence: "tomorrow, 10:30", "Fri 19 Jun, 10:30"."""
    return within_a_sentence(in_words(event.event_date, event.event_time, today))
