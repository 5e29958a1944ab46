"""Icons: what pages refer to by ``#i-name`` is drawn in the sprite that every page begins with."""

import re

from django.conf import settings

from tracking.stages import EventType, Stage

TEMPLATES = settings.BASE_DIR / "templates"
USED = re.compile(r'#i-([a-z-]+)"|_icon\.html" with name="([a-z-]+)"')


def test_every_icon_is_in_the_sprite():
    drawn = set(re.findall(r'id="i-([a-z-]+)"', (TEMPLATES / "partials" / "sprite.svg").read_text()))

    used = {one or other for file in TEMPLATES.rglob("*.html") for one, other in USED.findall(file.read_text())}

    assert (used | set(Stage.values) | set(EventType.values)) - drawn == set()
