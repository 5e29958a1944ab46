"""How events are put into words."""

from datetime import date

from django import template

from tracking import wording

register = template.Library()


@register.filter
def moment(event, today: date) -> str:
    """When an event is, within a sentence: "tomorrow, 10:30", "Fri 19 Jun, 10:30"."""
    return wording.within_a_sentence(wording.moment(event.event_date, event.event_time, today))
