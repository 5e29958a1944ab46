"""How the filter bar of the Search page tells what is chosen."""

from django import template
from django.forms import BoundField

register = template.Library()


@register.filter
def chosen(field: BoundField) -> str:
    """The first choice that is made, and how many more: "Remote +1"; "" where none is. search.js tells it so, too."""
    made = [option.choice_label for option in field if option.data["selected"]]
    return f"{made[0]} +{len(made) - 1}" if len(made) > 1 else "".join(made)
