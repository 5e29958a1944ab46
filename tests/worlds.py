"""Something of each kind that a person can have, for tests that walk every address."""

from dataclasses import dataclass

from accounts.domain import tokens
from accounts.models import User
from search.domain import saving
from search.postings import Source
from tests.factories import JobBoardFactory, JobFactory, JobTrackingFactory
from tracking.domain import events
from tracking.models import JobTracking


@dataclass(frozen=True)
class World:
    """What the owner has: ids that the routes are called with."""

    private_job: int
    tracking: int
    event: int
    token: int
    company: int
    board: int
    saved: int


def made_for(user: User) -> World:
    private = JobFactory(private_to=user)
    tracking = JobTrackingFactory(user=user, job=private)
    added = events.add(JobTracking.objects.for_user(user), tracking.pk, "applied", on=tracking.tracked_at.date())
    token, _ = tokens.create(user, "mine")
    board = JobBoardFactory(source=Source.LEVER, is_enabled=True)
    saved, _ = saving.save(user, "Welding", "q=welder")
    return World(private.pk, tracking.pk, added.event.pk, token.pk, private.company_id, board.pk, saved.pk)
