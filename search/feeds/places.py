"""Locations as a job seeker wants to read them: "Berlin, Germany", each once, no placeholders."""

import re
from collections.abc import Iterable
from functools import lru_cache

from search.feeds import values
from search.feeds.countries import ALIASES, BY_CODE, WIDER_REGIONS

_NO_PLACE = frozenset({"n/a", "none", "null", "unavailable", "unknown", "tbd", "-", "location", "not specified"})
_OFFICE_ONLY = re.compile(r"headquarters|(?:main |head )?office|hq|hybrid|on[- ]?site|in[- ]?office", re.IGNORECASE)
_WORKPLACE_ONLY = re.compile(r"(?:hybrid|remote|on[- ]?site|in[- ]?office|distributed|\bor\b|[/,& ])+", re.IGNORECASE)
# Greenhouse's boards join places so, and only so: commas, slashes and "or" also stand inside one place.
_SEPARATORS = re.compile(r";| \| | • ")

_NAMES = {name.casefold(): name for name in BY_CODE.values()} | {
    alias.casefold(): name for alias, name in ALIASES.items()
}
# States and towns of the United States called like a country say nothing about a country.
_AMBIGUOUS = {"Georgia", "Jersey", "Lebanon"}


def _naming(names: Iterable[str]) -> str:
    """A pattern for any of ``names``, but not within "New Mexico" or "Panama City"."""
    longest_first = sorted(names, key=len, reverse=True)
    return rf"(?<!\w)(?<!New )(?:{'|'.join(map(re.escape, longest_first))})(?!\w)(?! City)"


# With regard to case only where there are two letters: "US" is a country, "us" is not.
_COUNTRY_OR_REGION = re.compile(
    f"(?i:{_naming({*BY_CODE.values(), *ALIASES, *WIDER_REGIONS} - _AMBIGUOUS)})|{_naming(['US', 'UK', 'EU'])}"
)
_REGION = re.compile(_naming(WIDER_REGIONS), re.IGNORECASE)


def country(value: object) -> str:
    """The English name of a country given by code or name ("us", "USA", "Germany "); "" for none.

    A name that is not known is kept as it is; a region wider than one country is no country.
    """
    return _country(values.line(value))


@lru_cache(maxsize=4096)
def _country(text: str) -> str:
    if len(text) == 2:
        return BY_CODE.get(text.upper(), "United Kingdom" if text.upper() == "UK" else "")
    if text.casefold() in _NO_PLACE or _REGION.fullmatch(text) or "remote" in text.casefold():
        return ""
    return _NAMES.get(text.casefold(), text)


@lru_cache(maxsize=8192)
def located(location: str, country_given: str = "", city: str = "") -> str:
    """``location`` with the country folded in where it names none: "Berlin" becomes "Berlin, Germany".

    Where ``location`` is just an office word ("HQ", "Hybrid") and the address has a ``city``, that is shown.
    """
    text = _place(location)
    name = country(country_given)
    if _OFFICE_ONLY.fullmatch(text) and _place(city):
        text = _place(city)
    if not text:
        return name
    if not name or _COUNTRY_OR_REGION.search(text) or re.search(_naming([name]), text, re.IGNORECASE):
        return text
    return f"{text}, {name}"


def address(city: object, region: object = None, country_given: object = None) -> str:
    """ "City, Region, Country" of the parts that are there, none said twice."""
    # Some put "Europe" where the region of a country belongs.
    within = "" if _REGION.fullmatch(_place(region)) else _place(region)
    parts = [_place(city), within, country(country_given)]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def split(text: object) -> tuple[str, ...]:
    """The places of a free text such as "London, UK; Paris, France | Remote"."""
    return distinct(_SEPARATORS.split(text)) if isinstance(text, str) else ()


def distinct(locations: Iterable[object], limit: int = 200) -> tuple[str, ...]:
    """``locations`` cleaned, placeholders left out, each once, in their order."""
    found = {}
    for location in locations:
        text = _place(location)
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())[:limit]


def names_a_place(location: str) -> bool:
    """Whether ``location`` says more than how one works there ("Hybrid", "Remote or In-Office")."""
    return not _WORKPLACE_ONLY.fullmatch(location)


def _place(value: object) -> str:
    text = values.line(value, values.LOCATION_LENGTH).strip(" ,")
    return "" if text.casefold() in _NO_PLACE else text
