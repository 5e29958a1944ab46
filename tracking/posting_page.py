"""The posting as it was kept, beside what it says today: employers rewrite and withdraw postings."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import takewhile

from search.postings import Salary, SalaryPeriod
from search.wording import salary as in_words

from .domain.trackings import posting_of
from .models import JobTracking

LINES_MAX = 500  # of either text that are compared one by one: its square is the work, some hundredths of a second
PARAGRAPHS_MAX = 1000  # of a text as elements of their own: each costs time


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
    def paragraphs(self) -> list[str]:
        """The lines of the description with a gap between them; from ``PARAGRAPHS_MAX`` on, the rest in one."""
        lines = [line for line in self.description.splitlines() if line.strip()]
        shown, rest = lines[:PARAGRAPHS_MAX], lines[PARAGRAPHS_MAX:]
        return [*shown, "\n".join(rest)] if rest else shown

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

    @property
    def is_text_changed(self) -> bool:
        """Whether the description reads otherwise today."""
        return self._unlike != ([], [])

    @property
    def is_text_too_long(self) -> bool:
        """Whether more of the description has changed than is compared line by line: ``text_changes`` are none then."""
        return max(map(len, self._unlike)) > LINES_MAX

    @cached_property
    def text_changes(self) -> list[TextChange]:
        """What reads otherwise in the description, from top to bottom."""
        return [] if self.is_text_too_long else _differences(*self._unlike)

    @cached_property
    def _unlike(self) -> tuple[list[str], list[str]]:
        """The lines of the description, then and now, without those that both begin and end with."""
        if not self.kept:
            return [], []
        before, after = _lines(self.kept), _lines(self.now)
        start = _number_alike(before, after)
        before, after = before[start:], after[start:]
        end = _number_alike(reversed(before), reversed(after))
        return before[: len(before) - end], after[: len(after) - end]

    @property
    def lines_gone(self) -> int:
        return sum(len(change.gone) for change in self.text_changes)

    @property
    def lines_new(self) -> int:
        return sum(len(change.new) for change in self.text_changes)

    @property
    def is_same(self) -> bool:
        return self.tracking.job.is_open and not self.changes and not self.is_text_changed


LINES = (("Title", "title"), ("Company", "company"), ("Location", "location"), ("Address", "url"))


def _text(posting: dict, key: str) -> str:
    value = posting.get(key)
    return value if isinstance(value, str) else ""


def _lines(posting: dict) -> list[str]:
    return [line.strip() for line in _text(posting, "description").splitlines() if line.strip()]


def _number_alike(before: Iterable[str], after: Iterable[str]) -> int:
    """How many lines both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def _differences(before: list[str], after: list[str]) -> list[TextChange]:
    """The fewest lines gone and new that lead from one text to the other.

    By the table of longest common subsequences, whose cost is the same whatever the lines are: that of ``difflib``
    grows with the cube of lines that repeat.
    """
    common = _common(before, after)
    changes: list[TextChange] = []
    i = j = 0
    is_new_place = True
    while i < len(before) or j < len(after):
        if i < len(before) and j < len(after) and before[i] == after[j]:
            i, j, is_new_place = i + 1, j + 1, True
            continue
        if is_new_place:
            changes.append(TextChange([], []))
            is_new_place = False
        if i < len(before) and common[i + 1][j] == common[i][j]:
            changes[-1].gone.append(before[i])
            i += 1
        else:
            changes[-1].new.append(after[j])
            j += 1
    return changes


def _common(before: list[str], after: list[str]) -> list[list[int]]:
    """At ``[i][j]`` how many lines, in order, ``before[i:]`` and ``after[j:]`` have in common."""
    rows = [[0] * (len(after) + 1)]
    for line in reversed(before):
        below, row, right = rows[-1], [0] * (len(after) + 1), 0
        for j in range(len(after) - 1, -1, -1):
            if line == after[j]:
                right = below[j + 1] + 1
            elif below[j] > right:
                right = below[j]
            row[j] = right
        rows.append(row)
    rows.reverse()
    return rows


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
