"""Where the logos of companies are."""

from functools import lru_cache

from django.templatetags.static import static


@lru_cache(maxsize=4096)
def address(path: str) -> str | None:
    """The address of a logo, None where there is none; the same one for the life of the process, as its files are.

    :param path: of a static file; what follows "#" names one of several drawings in it.
    """
    file, mark, drawing = path.partition("#")
    if not file:
        return None
    try:
        return f"{static(file)}{mark}{drawing}"
    except ValueError:  # written by hand, and no file of ours
        return None
