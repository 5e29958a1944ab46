"""``{% icon "edit" %}``: an icon of the sprite that every page begins with (``templates/partials/sprite.svg``)."""

from django.template import Context, Library, Node
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()


@register.tag
def icon(parser: Parser, token: Token) -> Node:
    """The icon of that name, and one more class if there is any: ``{% icon "down" "chevron" %}``.

    Pages show hundreds: one whose name stands in the template is drawn when that is read, and costs a page nothing.
    """
    parts = [parser.compile_filter(part) for part in token.split_contents()[1:]]
    drawing = _Icon(*parts)
    return drawing if any(part.is_var for part in parts) else TextNode(drawing.render(Context()))


class _Icon(Node):
    def __init__(self, name: FilterExpression, more: FilterExpression | None = None) -> None:
        self.name = name
        self.more = more

    def render(self, context: Context) -> SafeString:
        more = f" {self.more.resolve(context)}" if self.more else ""
        drawing = '<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>'
        return format_html(drawing, more, self.name.resolve(context))
