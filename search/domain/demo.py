"""The demo postings: loaded on a first run, removed when somebody has seen enough."""

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from search.demo import boards
from search.models import Job, JobBoard
from search.postings import Source

from . import companies, importing, vocabulary


def load() -> importing.Summary:
    """Bring in the made-up postings; safe to repeat.

    Their ages are counted from the first load, which the boards remember: else each load would change them all.
    """
    first_load = JobBoard.objects.filter(source=Source.DEMO).aggregate(first=Min("created_at"))["first"]
    moment = first_load or timezone.now()
    summary = importing.Summary()
    for demo in boards(moment):
        company = companies.public(demo.company, logo=demo.logo)
        JobBoard.objects.get_or_create(
            source=Source.DEMO, token=demo.slug, defaults={"company": company, "created_at": moment}
        )
        summary += importing.import_board(Source.DEMO, demo.slug, demo.board, company_name=demo.company)
    vocabulary.settle()
    return summary


@transaction.atomic
def remove() -> tuple[int, int]:
    """Delete the demo postings that nobody tracks, and the companies that have none left.

    Gives how many were removed and how many stay because somebody tracks them.
    """
    # Locked first: a posting being tracked at this moment is seen as tracked by the statement that deletes.
    list(Job.objects.demo().order_by("pk").select_for_update().values_list("pk", flat=True))
    removed, _ = Job.objects.demo().untracked().delete()
    boards_left = JobBoard.objects.filter(source=Source.DEMO, jobs__isnull=True)
    employers = list(boards_left.values_list("company", flat=True))
    boards_left.delete()
    companies.remove_unused(employers)
    return removed, Job.objects.demo().count()
