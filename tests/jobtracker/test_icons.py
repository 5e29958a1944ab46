"""Icons: what pages refer to by ``#i-name`` is drawn in the sprite that every page begins with."""

import re

import pytest
from django.conf import settings
from django.template import Context, Template

from tracking.stages import EventType, Stage

TEMPLATES = settings.BASE_DIR / "templates"
USED = re.compile(r'#i-([a-z-]+)"|\{% icon "([a-z-]+)"')


def test_every_icon_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([a-z-]+)"', (TEMPLATES / "partials" / "sprite.svg").read_text()))

    used = {one or other for file in TEMPLATES.rglob("*.html") for one, other in USED.findall(file.read_text())}

    assert (used | set(Stage.values) | set(EventType.values)) - drawn == set()


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ('{% icon "edit" %}', '<svg class="icon" aria-hidden="true"><use href="#i-edit"/></svg>'),
        ('{% icon "down" "chevron" %}', '<svg class="icon chevron" aria-hidden="true"><use href="#i-down"/></svg>'),
        ("{% icon stage %}", '<svg class="icon" aria-hidden="true"><use href="#i-offer"/></svg>'),
        ('{% icon none|default:"applied" %}', '<svg class="icon" aria-hidden="true"><use href="#i-applied"/></svg>'),
        ("{% icon bad %}", '<svg class="icon" aria-hidden="true"><use href="#i-&quot;&gt;"/></svg>'),
    ],
)
def test_icon_is_drawn(written, drawn):
    assert Template(written).render(Context({"stage": Stage.OFFER, "bad": '">'})) == drawn
