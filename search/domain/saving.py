"""Saved searches: kept under a name, with the number of new matches since the last look."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from accounts.models import User
from jobtracker.fields import id_in
from search import wording
from search.criteria import CriteriaForm
from search.models import Company, SavedSearch
from search.querysets import Criteria

from . import arrivals
from .matching import Search, by_index

SEARCHES_MAX = 20  # of one user: each is counted whenever they look
COUNTED_MAX = 99  # new matches; more are "99+"
QUERY_MAX = 4000  # characters


class SavingError(ValueError):
    """It cannot be saved; the message says why."""


class QueryError(SavingError):
    """The query is none to keep."""


class TooManySearchesError(SavingError):
    """The user has as many as one may have."""

    def __init__(self) -> None:
        super().__init__(f"You have {SEARCHES_MAX} saved searches already; remove one first.")


class NameTakenError(SavingError):
    """Another search, ``saved``, has that name."""

    def __init__(self, saved: SavedSearch) -> None:
        super().__init__(f"“{saved.name}” exists already.")
        self.saved = saved


@dataclass(frozen=True, slots=True)
class Fresh:
    """A saved search, and how many postings match it that came after the last look, up to COUNTED_MAX + 1."""

    search: SavedSearch
    new: int

    @property
    def label(self) -> str:
        return f"{COUNTED_MAX}+" if self.new > COUNTED_MAX else str(self.new)


def save(user, name: str, query: str, *, may_replace: bool = True) -> tuple[SavedSearch, bool]:
    """Keep the search ``query`` (as in an address) as ``name``; False with it if it replaces another of that name.

    :raises NameTakenError: it would replace a different search, and may not.
    :raises QueryError: the query is no search, or finds everything.
    :raises TooManySearchesError: there are SEARCHES_MAX already.
    """
    criteria = criteria_of(query)
    if criteria is None:
        raise QueryError("This search cannot be read.")
    if not criteria.is_narrowed:
        raise QueryError("Search for something first: this finds every open job.")
    fields = {"query": _normalised(query), "seen_up_to": arrivals.newest()}
    with transaction.atomic():
        User.objects.lock(user)  # the limit holds for two saves at once
        others = user.saved_searches.exclude(name=name)
        if others.count() >= SEARCHES_MAX:
            raise TooManySearchesError
        if not may_replace and (there := user.saved_searches.filter(name=name).exclude(query=fields["query"]).first()):
            raise NameTakenError(there)
        return SavedSearch.objects.update_or_create(user=user, name=name, defaults=fields)


def look(saved: SavedSearch) -> int:
    """What matches now has been seen; what comes after the posting with the returned id had not been, before."""
    before, saved.seen_up_to = saved.seen_up_to, arrivals.newest()
    saved.save(update_fields=["seen_up_to"])
    return before


@by_index()
def fresh(user) -> list[Fresh]:
    """The saved searches of ``user``, by name, each with its number of new, public matches."""
    return [Fresh(saved, _count(saved, user)) for saved in user.saved_searches.all()]


def in_words(queries: Sequence[str]) -> list[str]:
    """What each search's address asks for, as people say it; "" where it cannot be read."""
    asked = [criteria_of(query) for query in queries]
    companies = {value for one in asked if one for value in (*one.companies, *one.hidden_companies)}
    names: dict[str, str] = {}
    if companies:
        ids = [pk for value in companies if (pk := id_in(value))]
        for company in Company.objects.filter(Q(slug__in=companies) | Q(pk__in=ids)):
            names |= {company.slug: company.name, str(company.pk): company.name}
    return [wording.asked(one, names) if one else "" for one in asked]


def criteria_of(query: str) -> Criteria | None:
    """What a search's address asks for, or None if it cannot be read."""
    form = CriteriaForm(QueryDict(query.removeprefix("?")))
    return form.criteria if form.is_valid() else None


def _count(saved: SavedSearch, user) -> int:
    criteria = criteria_of(saved.query)
    if criteria is None:  # saved by a version that understood it
        return 0
    return len(Search(criteria, user=user).added_since(saved.seen_up_to, COUNTED_MAX + 1))


def _normalised(query: str) -> str:
    """Only the search's own parameters: not the posting that was open, where a list went on, or a word half typed."""
    given = QueryDict(query.removeprefix("?"))
    kept = QueryDict(mutable=True)
    for name in CriteriaForm.base_fields:
        if name == "prefix":
            continue
        if values := [value for value in given.getlist(name) if value]:
            kept.setlist(name, values)
    return kept.urlencode()
