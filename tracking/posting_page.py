"""The posting as it was kept, beside what it says today: employers rewrite and withdraw postings."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from functools import cached_property

from search.postings import Salary, SalaryPeriod
from search.wording import salary as in_words

from .domain.trackings import posting_of
from .models import JobTracking


@dataclass(frozen=True, slots=True)
class Change:
    """What one line said when it was kept, and what it says now; "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """Lines of the description that went at one place, and those that came instead."""

    gone: list[str]
    new: list[str]


class KeptPosting:
    """A tracking's kept copy; whatever the column holds, it can be shown."""

    def __init__(self, tracking: JobTracking) -> None:
        self.tracking = tracking
        self.kept = tracking.posting if isinstance(tracking.posting, dict) else {}
        self.now = posting_of(tracking.job)

    @property
    def title(self) -> str:
        return _text(self.kept, "title") or self.now["title"]

    @property
    def company(self) -> str:
        return _text(self.kept, "company") or self.now["company"]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What the copy states beside its text."""
        facts = [("Location", _text(self.kept, "location")), ("Salary", _pay(self.kept))]
        return [(label, value) for label, value in facts if value]

    @property
    def url(self) -> str:
        return _text(self.kept, "url")

    @property
    def description(self) -> str:
        return _text(self.kept, "description")

    @cached_property
    def changes(self) -> list[Change]:
        """What reads otherwise today, but for the description."""
        if not self.kept:
            return []
        lines = [
            *((label, _text(self.kept, key), _text(self.now, key)) for label, key in LINES),
            ("Salary", _pay(self.kept), _pay(self.now)),
        ]
        return [Change(label, before, after) for label, before, after in lines if before != after]

    @cached_property
    def text_changes(self) -> list[TextChange]:
        """What reads otherwise in the description, from top to bottom."""
        if not self.kept:
            return []
        before, after = _lines(self.kept), _lines(self.now)
        steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        return [TextChange(before[a:b], after[c:d]) for what, a, b, c, d in steps if what != "equal"]

    @property
    def lines_gone(self) -> int:
        return sum(len(change.gone) for change in self.text_changes)

    @property
    def lines_new(self) -> int:
        return sum(len(change.new) for change in self.text_changes)

    @property
    def is_same(self) -> bool:
        return self.tracking.job.is_open and not self.changes and not self.text_changes


LINES = (("Title", "title"), ("Company", "company"), ("Location", "location"), ("Address", "url"))


def _text(posting: dict, key: str) -> str:
    value = posting.get(key)
    return value if isinstance(value, str) else ""


def _lines(posting: dict) -> list[str]:
    return [line.strip() for line in _text(posting, "description").splitlines() if line.strip()]


def _pay(posting: dict) -> str:
    pay = posting.get("salary")
    if not isinstance(pay, dict):
        return ""
    period = pay.get("period")
    stated = Salary(
        min=_amount(pay.get("min")),
        max=_amount(pay.get("max")),
        currency=_text(pay, "currency"),
        period=SalaryPeriod(period) if period in SalaryPeriod.values else None,
        text=_text(pay, "text"),
    )
    words = in_words(stated)
    return f"{words} {stated.period.label}" if words and stated.period else words


def _amount(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
