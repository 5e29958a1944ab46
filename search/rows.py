"""Postings by statements written by hand: the rows of a list, and what is kept of one that somebody tracks.

A queryset takes longer to write such a statement than PostgreSQL to answer it, and makes the company of each row anew
(``python -m tests.benchmarks.search``, ``python -m tests.benchmarks.tracking``).
"""

from collections.abc import Collection, Sequence
from functools import cache

from django.db import connection

from jobtracker import binary

from .models import Company, Job
from .querysets import LIST_DEFERS, VISIBLE


def listed(ids: Sequence[int]) -> dict[int, Job]:
    """The postings with these ids, as far as they are there, with their companies; ``LIST_DEFERS`` are deferred."""
    if not ids:
        return {}
    job_columns, company_columns, statement = _statement()
    company_of = Job._meta.get_field("company")
    companies: dict[int, Company] = {}
    found = {}
    for row in binary.rows(statement, [list(ids)]):
        job = Job.from_db(connection.alias, job_columns, row[: len(job_columns)])
        company = companies.get(job.company_id)
        if company is None:
            company = Company.from_db(connection.alias, company_columns, row[len(job_columns) :])
            companies[company.pk] = company
        company_of.set_cached_value(job, company)  # as a prefetch does; setting it asks what is known: may they relate?
        found[job.pk] = job
    return found


_TOLD = [
    *("id", "company_id", "title", "locations"),
    *("salary_min", "salary_max", "salary_currency", "salary_period", "salary_text", "url", "description_text"),
]
_VISIBLE = f"""
SELECT companies.name, {", ".join(f"jobs.{name}" for name in _TOLD)}
FROM jobs JOIN companies ON companies.id = company_id
WHERE jobs.id = %s AND {VISIBLE}
"""  # noqa: S608  # nosec B608 - names of columns


def visible(job_id: int, user_id: int) -> Job:
    """A posting that is public or the person's own (``visible_to``), with what it says and its company's name.

    :raises Job.DoesNotExist: there is none.
    """
    row = binary.row(_VISIBLE, [job_id, user_id])
    if row is None:
        raise Job.DoesNotExist
    job = Job.from_db(connection.alias, _TOLD, row[1:])
    job.company = Company(pk=job.company_id, name=row[0])
    return job


@cache
def _statement() -> tuple[Collection[str], Collection[str], str]:
    """The columns of a posting and of its company, in their models' order, and the statement that reads them."""
    job_columns = [field.attname for field in Job._meta.concrete_fields if field.name not in LIST_DEFERS]
    company_columns = [field.attname for field in Company._meta.concrete_fields]
    columns = [f"jobs.{name}" for name in job_columns] + [f"companies.{name}" for name in company_columns]
    statement = (
        f"SELECT {', '.join(columns)} FROM jobs JOIN companies ON companies.id = company_id "  # noqa: S608  # nosec B608 - names of columns
        "WHERE jobs.id = ANY (%s::bigint[])"
    )
    # As keys: ``from_db`` looks for each of the model's columns among them.
    return dict.fromkeys(job_columns), dict.fromkeys(company_columns), statement
