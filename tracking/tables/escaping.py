"""Cells that no spreadsheet takes for a formula, and the way back to what they said.

A cell that begins with one of these characters would be computed (OWASP, "CSV Injection"). So would what follows a
separator or a line's end, in a program that takes another character for the separator. An apostrophe before them makes
it text. Text that has an apostrophe there already gets another one, so nothing is lost on the way back.
"""

import re

_PLACE = r"(^|[;,\t\r\n|])"
_FORMULA = r"(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])"
_TO_ESCAPE = re.compile(rf"{_PLACE}('*){_FORMULA}")
_ESCAPED = re.compile(rf"{_PLACE}'('*){_FORMULA}")


def escape(text: str) -> str:
    return _TO_ESCAPE.sub(r"\1'\2", text)


def unescape(cell: str) -> str:
    """The text that ``escape`` made ``cell`` of. Of other people's cells it takes one such apostrophe, too."""
    return _ESCAPED.sub(r"\1\2", cell)
