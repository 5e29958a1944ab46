"""Which names are one company, and who says how it is written."""

import importlib

import pytest
from django.apps import apps

from search.domain import adding, companies
from search.domain.importing import import_board
from search.models import Company
from search.postings import Board, JobPosting, Source
from tests.factories import CompanyFactory, JobFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("names", "slug"),
    [
        (["Café Noir", "CAFE  noir", "Café-Noir!"], "cafe-noir"),
        (["Яндекс AI", "яндекс ai"], "яндекс-ai"),
        (["AI", "A.I."], "ai"),
        (["Ørsted", "ørsted"], "ørsted"),
        (["Rsted"], "rsted"),
        (["株式会社メルカリ Japan"], "株式会社メルカリ-japan"),
        (["楽天 Japan"], "楽天-japan"),
        (["한국전력"], "한국전력"),
    ],
)
def test_names_that_are_one_company(names, slug):
    assert {companies.slug_of(name) for name in names} == {slug}


@pytest.mark.parametrize("name", ["🦄", "!!!", "—"])
def test_name_of_symbols_alone_has_a_slug(name):
    assert companies.slug_of(name).startswith("company-")


def added(user, company: str) -> Company:
    return adding.add(user, title="Welder", company=company).company


def imported(company: str, **facts) -> Company:
    posting = JobPosting(external_id="1", title="Welder", company=company)
    source = facts.get("source", Source.REMOTIVE)
    import_board(source, facts.get("token", ""), Board([posting]), company_name=facts.get("company_name", ""))
    return Company.objects.get(slug=companies.slug_of(company))


@pytest.mark.parametrize(
    "facts", [{}, {"source": Source.ASHBY, "token": "perkoz", "company_name": "Perkoz"}], ids=["feed", "board"]
)
def test_public_posting_says_how_its_company_is_written(user, facts):
    before = added(user, "pErKoZ !!!")

    after = imported("Perkoz", **facts)

    assert (after.pk, after.name) == (before.pk, "Perkoz")
    assert added(user, "PERKOZ").name == "Perkoz"


def test_name_that_everybody_sees_is_not_written_anew(user):
    JobFactory(company=CompanyFactory(name="Perkoz", slug="perkoz"))

    assert imported("PERKOZ").name == added(user, "perkoz").name == "Perkoz"


def test_slugs_get_their_letters_back():
    migration = importlib.import_module("search.migrations.0008_letters_of_companies")
    before = {"Яндекс AI": "ai", "Ørsted": "rsted", "Café": "cafe", "楽天": "楽天", "Łódź Works": "taken-already"}
    for name, slug in before.items():
        CompanyFactory(name=name, slug=slug)
    CompanyFactory(name="Rsted", slug="ørsted")

    migration.with_letters(apps, None)

    slugs = dict(Company.objects.values_list("name", "slug"))
    assert slugs == before | {"Яндекс AI": "яндекс-ai", "Rsted": "ørsted"}
