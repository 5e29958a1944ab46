"""Rows for tests. Names are made up."""

import factory

from accounts.models import User
from search.models import Company, Job, JobBoard
from search.postings import Source
from tracking.models import JobTracking

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @classmethod
    def _create(cls, model_class, *args, password: str = PASSWORD, **kwargs):
        return model_class.objects.create_user(*args, password=password, **kwargs)


class CompanyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"Company {n}")
    slug = factory.Sequence(lambda n: f"company-{n}")


class JobBoardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobBoard

    source = Source.ASHBY
    token = factory.Sequence(lambda n: f"board-{n}")
    company = factory.SubFactory(CompanyFactory)


class JobFactory(factory.django.DjangoModelFactory):
    """A public, open posting; ``company=`` puts it on a board of that company."""

    class Meta:
        model = Job

    class Params:
        private_to = None

    company = factory.SubFactory(CompanyFactory)
    board = factory.Maybe(
        "private_to", None, factory.SubFactory(JobBoardFactory, company=factory.SelfAttribute("..company"))
    )
    owner = factory.SelfAttribute("private_to")
    source = factory.LazyAttribute(lambda job: job.board.source if job.board else Source.MANUAL)
    external_id = factory.Sequence(lambda n: f"posting-{n}")
    title = factory.Sequence(lambda n: f"Position {n}")


class JobTrackingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobTracking

    user = factory.SubFactory(UserFactory)
    job = factory.SubFactory(JobFactory)
