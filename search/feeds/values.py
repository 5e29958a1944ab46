"""Single values out of a payload that may hold anything: what does not fit is empty or unknown.

Nothing here raises for a value it is given; a posting with one odd field keeps the others.
"""

import math
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urlsplit

from search.postings import Salary, SalaryPeriod

TITLE_LENGTH = 300
LINE_LENGTH = 200
IDENTIFIER_LENGTH = 200
LOCATION_LENGTH = 1000
URL_LENGTH = 1000

# Controls but tab and line ends, lone surrogates and noncharacters, which PostgreSQL or UTF-8 refuse;
# and what nobody sees but everybody stumbles over: soft hyphens, zero-width spaces, byte-order marks,
# and the overrides that make text run backwards.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)

# Boards went online in the nineties; what is older is an epoch of zero or a typing error. The upper
# end is the contract's ("Stages and events", 6).
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_SECOND = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC).timestamp()
_LAST_SECOND = datetime(_LAST_YEAR + 1, 1, 1, tzinfo=UTC).timestamp()

_ENDLESS_NUMBER = re.compile("&#[0-9]{1000,};?")

_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?|[0-9]{1,3}(?:,[0-9]{3}){1,3}(?:\.[0-9]{1,6})?")
_AMOUNT_LIMIT = Decimal(10) ** 10  # a year's pay in the smallest currencies has nine digits
_CENT = Decimal("0.01")

# ISO 4217, the currencies in use.
_CURRENCIES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV
WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CURRENCIES.split())


def at(value: object, *path: str) -> object:
    """What lies at ``path`` in nested objects, or None where the path ends early."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def listed(value: object) -> list:
    """``value`` if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def strip_unwanted(text: str) -> str:
    """``text`` without control characters, surrogates and invisible marks, in NFC."""
    return unicodedata.normalize("NFC", UNWANTED.sub("", text))


def unescaped(text: str) -> str:
    """``text`` with its entities decoded; a number of thousands of digits, which Python will not read, is no entity."""
    return unescape(_ENDLESS_NUMBER.sub("", text) if "&#" in text else text)


def prose(value: object) -> str:
    """A text of several lines, without unwanted characters; anything but a string is ""."""
    return strip_unwanted(value).strip() if isinstance(value, str) else ""


def line(value: object, limit: int = LINE_LENGTH) -> str:
    """A text of one line: trimmed, whitespace folded, at most ``limit`` characters; else ""."""
    if not isinstance(value, str):
        return ""
    return " ".join(strip_unwanted(value).split())[:limit].rstrip()


def title(value: object) -> str:
    """A posting's title, at most 300 characters; "" where there is none."""
    return line(value, TITLE_LENGTH)


def identifier(value: object) -> str:
    """An id as text; "" for what cannot be one (nothing, an object, a truth value, an endless text)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if 0 <= value < 10**30 else ""
    text = line(value, IDENTIFIER_LENGTH + 1)
    return text if len(text) <= IDENTIFIER_LENGTH else ""


def url(value: object) -> str:
    """An absolute http or https address of at most 1,000 characters; anything else is ""."""
    if not isinstance(value, str):
        return ""
    address = value.strip()
    if len(address) > URL_LENGTH or UNWANTED.search(address) or address.split() != [address]:
        return ""
    try:
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def seniority(value: object) -> str:
    """The source's word for a level ("mid_level" as "mid level"), at most 100 characters."""
    level = line(value, 100).replace("_", " ")
    return "" if level.casefold() in ("not applicable", "none") else level


def language(value: object) -> str:
    """A language tag ("en", "pt-BR") as BCP 47 writes it, else ""."""
    match = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}))?", line(value))
    if match is None:
        return ""
    code, region = match.groups()
    return f"{code.lower()}-{region.upper()}" if region else code.lower()


def moment(value: object) -> datetime | None:
    """A date or date and time in UTC; without a zone it is read as UTC, without a time as midnight.

    Reads ISO 8601, the same with " UTC" at its end (Recruitee) and RFC 822 (RSS). What is no date,
    or lies before 1990 or after 2100, is unknown.
    """
    text = line(value, 64)
    try:
        is_rfc_822 = text[:1].isalpha()
        found = parsedate_to_datetime(text) if is_rfc_822 else datetime.fromisoformat(text.removesuffix(" UTC"))
    except (ValueError, OverflowError):
        return None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def deadline(value: object) -> datetime | None:
    """The moment after which something has passed: as ``moment``, but a mere date counts to its end."""
    found = moment(value)
    is_date_only = isinstance(value, str) and len(value.strip()) == len("2026-03-05")
    return found + timedelta(days=1, seconds=-1) if found and is_date_only else found


def epoch(value: object, *, per_second: int = 1) -> datetime | None:
    """A moment counted from 1970, in seconds or parts of them (``per_second=1000``: milliseconds)."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    if not _FIRST_SECOND * per_second <= value < _LAST_SECOND * per_second:
        return None
    return _EPOCH + timedelta(milliseconds=round(value * 1000 / per_second))


def amount(value: object) -> Decimal | None:
    """A sum of money, to the cent, from a number or a text such as "6152" or "120,000.50".

    Zero is how most systems write "not stated" (of 4,699 Greenhouse ranges 772 were zero), so zero,
    like a negative or absurd sum, is unknown.
    """
    if isinstance(value, str):
        text = value.strip()
        number = Decimal(text.replace(",", "")) if _AMOUNT.fullmatch(text) else None
    elif isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        number = None
    else:
        number = Decimal(str(value))
    if number is None or not _CENT <= number < _AMOUNT_LIMIT:
        return None
    return number.quantize(_CENT).normalize() + 0  # adding nothing writes 1.2E+5 as 120000


def currency(value: object) -> str:
    """An ISO 4217 code in capitals, else ""."""
    code = line(value).upper()
    return code if code in CURRENCIES else ""


def salary(low: object, high: object, code: object, period: SalaryPeriod | None, text: object = "") -> Salary | None:
    """Pay from its parts; the wrong way round it is turned, without figures or ``text`` it is None."""
    least, most = amount(low), amount(high)
    if least is not None and most is not None and most < least:
        least, most = most, least
    wording = line(text)
    if least is None and most is None:
        return Salary(text=wording) if wording else None
    return Salary(least, most, currency(code), period, wording)
