"""Whether two postings are of one position: the same employer, and a title that says the same.

Such postings are shown together, never merged: an employer advertises one position in several places, and
again a year later.
"""

import re
import unicodedata

from django.db.models import Min, Q

# What employers append to a title without meaning another position: (m/f/d), [m/w/div], m/w/d, (remote). Without
# brackets the letters must be three, or m and another: a title may well speak of "n/a" or "x/y".
_GENDER = r"(?:div(?:ers)?|[mfwdxvhn])"
_ASIDES = re.compile(
    rf"[(\[]\s*(?:{_GENDER}(?:\s*[/|,*]\s*{_GENDER})+|all genders?|remote|hybrid|on-?site)\s*[)\]]"
    rf"|(?<![\w/])(?:{_GENDER}/{_GENDER}/{_GENDER}|m/[fw]|[fw]/m)(?![\w/])",
    re.IGNORECASE,
)
_NOT_WORDS = re.compile(r"[^\w+#]+")


def same_title(title: str) -> str:
    """What is left of a title when case, accents, punctuation and asides are taken out; equal for one position."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", title) if not unicodedata.combining(mark))
    return " ".join(_NOT_WORDS.sub(" ", _ASIDES.sub(" ", plain.casefold())).split())


def tracked(user, company: str, title: str, *, but: int | None = None) -> list:
    """What ``user`` tracks of that position at the company with that slug, the newest first, without job ``but``.

    Each tracking has ``applied_on``, the day of the first application, or None.
    """
    applied_on = Min("events__event_date", filter=Q(events__event_type="applied"))
    same_company = user.trackings.filter(job__company__slug=company).exclude(job=but).select_related("job__company")
    shown = same_company.only("stage", "tracked_at", "user_id", "job__title", "job__company__name")
    wanted = same_title(title)
    found = shown.annotate(applied_on=applied_on).order_by("-tracked_at", "-pk")
    return [tracking for tracking in found if same_title(tracking.job.title) == wanted]
