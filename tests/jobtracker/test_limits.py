"""Limits of how many somebody may have, or all of them together: they hold for two who ask at the same moment.

The two meet at a barrier when both have counted: without a lock each then makes the last one that fits. With it the
second cannot count before the first has finished, and the barrier gives up waiting.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connection

from accounts.domain import tokens
from accounts.models import ApiToken
from search.domain import adding, boards, companies, saving
from search.models import Job, JobBoard, SavedSearch

pytestmark = pytest.mark.django_db(transaction=True)
MEETING = 0.4  # seconds to wait for the other, who may be waiting for a lock


@dataclass(frozen=True)
class Limit:
    """How one more of a ``model`` is made; ``step`` comes between counting and making."""

    owner: object
    name: str
    refusal: type[Exception]
    model: type
    make: Callable
    step: tuple[object, str]


LIMITS = {
    "tokens": Limit(
        tokens,
        "TOKENS_MAX",
        tokens.TooManyTokensError,
        ApiToken,
        lambda user, name: tokens.create(user, name),
        (ApiToken, "make"),
    ),
    "postings": Limit(
        adding,
        "POSTINGS_MAX",
        adding.TooManyPostingsError,
        Job,
        lambda user, name: adding.add(user, title=name, company="Perkoz"),
        (companies, "named"),
    ),
    "searches": Limit(
        saving,
        "SEARCHES_MAX",
        saving.TooManySearchesError,
        SavedSearch,
        lambda user, name: saving.save(user, name, "q=welder"),
        (SavedSearch.objects, "update_or_create"),
    ),
    "boards": Limit(
        boards,
        "BOARDS_MAX",
        boards.BoardError,
        JobBoard,
        lambda user, name: boards.add(f"https://jobs.lever.co/{name}", may_enable=False),
        (JobBoard.objects, "get_or_create"),
    ),
}


def at_once(make: Callable[[str], object], refusal: type[Exception]) -> list[str]:
    def ask(name: str) -> str:
        try:
            make(name)
        except refusal:
            return "refused"
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(ask, ["acme", "oatfield"]))


@pytest.mark.parametrize("name", LIMITS)
def test_limit_holds_for_two_at_once(name, user, monkeypatch):
    limit = LIMITS[name]
    barrier = threading.Barrier(2)
    go_on = getattr(*limit.step)

    def meet_and_go_on(*args, **kwargs):
        try:
            barrier.wait(MEETING)
        except threading.BrokenBarrierError:
            barrier.reset()
        return go_on(*args, **kwargs)

    monkeypatch.setattr(*limit.step, meet_and_go_on)
    monkeypatch.setattr(limit.owner, limit.name, 1)

    answers = at_once(lambda name: limit.make(user, name), limit.refusal)

    assert answers == ["made", "refused"]
    assert limit.model.objects.count() == 1


def test_board_added_twice_at_once_is_one(user):
    for number in range(5):
        address = f"https://jobs.lever.co/acme-{number}"

        answers = at_once(lambda name, address=address: boards.add(address, may_enable=False), boards.BoardError)

        assert answers == ["made", "made"]
        assert JobBoard.objects.count() == number + 1
