"""Which postings match: words, filters, order, who may see what."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from search.domain import finding
from search.models import Job
from search.postings import EmploymentType, SalaryPeriod, Source, Workplace
from search.querysets import Criteria
from tests.factories import CompanyFactory, JobBoardFactory, JobFactory, JobTrackingFactory

pytestmark = pytest.mark.django_db


def found(user, **criteria) -> set[str]:
    """The titles of what ``user`` finds."""
    return {job.title for job in finding.jobs(Criteria(**criteria), user=user, limit=100).jobs}


def ranked(user, q: str) -> list[str]:
    """The titles of what ``user`` finds, the best first."""
    return [job.title for job in finding.jobs(Criteria(q=q), user=user, limit=100).jobs]


class TestWords:
    @pytest.mark.parametrize(
        ("q", "titles"),
        [
            ("rust", {"Rust Engineer", "Data Engineer"}),
            ("engineer", {"Rust Engineer", "Data Engineer"}),
            ("engineers", {"Rust Engineer", "Data Engineer"}),  # stemming
            ("engineering", {"Rust Engineer", "Data Engineer"}),
            ("rust engineer", {"Rust Engineer", "Data Engineer"}),
            ("RUST", {"Rust Engineer", "Data Engineer"}),
            ('"rust engineer"', {"Rust Engineer"}),
            ("engineer -rust", set()),
            ("data -baker", {"Data Engineer"}),
            ("baker or data", {"Baker", "Data Engineer"}),
            ("rust engineer remote", {"Rust Engineer"}),
            ("wrenfield", {"Baker"}),  # the company
            ("kitchen", {"Baker"}),  # the department
            ("ovens", {"Baker"}),  # the team
            ("lisbon", {"Data Engineer"}),  # a place
            ("onsite", {"Baker"}),
            ("sourdough", {"Baker"}),  # the text
            ("kubernetes", set()),
            # Words that say nothing are no words.
            ("the", {"Rust Engineer", "Data Engineer", "Baker"}),
            ("!!!", {"Rust Engineer", "Data Engineer", "Baker"}),
            ('"', {"Rust Engineer", "Data Engineer", "Baker"}),
            ("", {"Rust Engineer", "Data Engineer", "Baker"}),
        ],
    )
    def test_words_are_found_as_in_a_web_search(self, user, q, titles):
        JobFactory(title="Rust Engineer", workplace=Workplace.REMOTE)
        JobFactory(title="Data Engineer", locations=["Lisbon, Portugal"], description_text="Some rust is fine.")
        JobFactory(
            title="Baker",
            company__name="Wrenfield",
            department="Kitchen",
            team="Ovens",
            workplace=Workplace.ONSITE,
            description_text="You bake sourdough.",
        )

        assert found(user, q=q) == titles

    @pytest.mark.parametrize(
        ("q", "titles"),
        [
            ("zurich", {"Bäcker in Zürich"}),
            ("ZÜRICH", {"Bäcker in Zürich"}),
            ("backer", {"Bäcker in Zürich"}),
            ("cafe", {"CAFÉ manager"}),
            ("café", {"CAFÉ manager"}),
            ("ｆｕｌｌ", {"Full stack"}),  # full-width letters
            ("東京", {"東京 engineer"}),
            ("инженер", {"Инженер"}),
        ],
    )
    def test_accents_and_forms_of_letters_do_not_matter(self, user, q, titles):
        for title in ("Bäcker in Zürich", "CAFÉ manager", "Full stack", "東京 engineer", "Инженер"):
            JobFactory(title=title)

        assert found(user, q=q) == titles

    @pytest.mark.parametrize(
        ("q", "titles"),
        [
            ("c++", {"C++ developer", "C/C++/C# developer"}),
            ("C++", {"C++ developer", "C/C++/C# developer"}),
            ("c#", {"C# developer", "C/C++/C# developer"}),
            ("c", {"C developer", "C/C++/C# developer"}),
            (".net", {".NET developer"}),
            ("net", {"Net maker"}),
            ("f#", {"F# developer"}),
            ('"c++ developer"', {"C++ developer"}),
            ("developer -c++ -c#", {"C developer", ".NET developer", "F# developer", "UI/UX developer"}),
            ("ux", {"UI/UX developer"}),
            ("ui/ux", {"UI/UX developer"}),
            ("node.js", {"Node.js programmer"}),
        ],
    )
    def test_names_of_languages_are_words(self, user, q, titles):
        for title in ("C developer", "C++ developer", "C# developer", "C/C++/C# developer", ".NET developer"):
            JobFactory(title=title)
        for title in ("Net maker", "F# developer", "UI/UX developer", "Node.js programmer"):
            JobFactory(title=title)

        assert found(user, q=q) == titles

    def test_matches_in_the_title_come_first_then_the_newest(self, user):
        now = timezone.now()
        JobFactory(title="Old gardener", posted_at=now - timedelta(days=9))
        JobFactory(title="New baker", posted_at=now, description_text="You like gardeners.")
        JobFactory(title="New gardener", posted_at=now - timedelta(days=1))
        JobFactory(title="Clerk", posted_at=now - timedelta(days=2), department="Gardeners")

        assert ranked(user, "gardener") == ["New gardener", "Old gardener", "New baker", "Clerk"]

    def test_query_that_is_spread_over_title_and_text_counts_as_text(self, user):
        now = timezone.now()
        JobFactory(title="Gardener", posted_at=now, description_text="Remote as far as plants allow.")
        JobFactory(title="Remote gardener", posted_at=now - timedelta(days=5))

        assert ranked(user, "remote gardener") == ["Remote gardener", "Gardener"]

    def test_without_words_the_newest_come_first(self, user):
        now = timezone.now()
        JobFactory(title="Older", posted_at=now - timedelta(days=2))
        JobFactory(title="Unknown date, seen now")
        JobFactory(title="Newer", posted_at=now - timedelta(days=1))

        assert ranked(user, "") == ["Unknown date, seen now", "Newer", "Older"]


class TestFilters:
    """Several values mean "one of them", several filters "all of them", and what is unknown never matches."""

    @pytest.mark.parametrize(
        ("workplaces", "titles"),
        [
            ((Workplace.REMOTE,), {"remote"}),
            ((Workplace.HYBRID, Workplace.ONSITE), {"hybrid", "onsite"}),
            ((), {"remote", "hybrid", "onsite", "unknown"}),
        ],
    )
    def test_workplace(self, user, workplaces, titles):
        for workplace in (*Workplace, None):
            JobFactory(title=workplace or "unknown", workplace=workplace)

        assert found(user, workplaces=workplaces) == titles

    @pytest.mark.parametrize("kind", EmploymentType)
    def test_employment_type(self, user, kind):
        for each in (*EmploymentType, None):
            JobFactory(title=each or "unknown", employment_type=each)

        assert found(user, employment_types=(kind,)) == {kind}

    def test_several_employment_types(self, user):
        for each in (*EmploymentType, None):
            JobFactory(title=each or "unknown", employment_type=each)

        assert found(user, employment_types=tuple(EmploymentType)) == set(EmploymentType)

    def test_source(self, user):
        for source in (Source.ASHBY, Source.LEVER, Source.DEMO):
            JobFactory(title=source, board=JobBoardFactory(source=source))
        JobFactory(title="mine", private_to=user)

        assert found(user, sources=(Source.LEVER,)) == {"lever"}
        assert found(user, sources=(Source.ASHBY, Source.MANUAL)) == {"ashby", "mine"}

    def test_company_by_slug_or_id(self, user):
        fernwood = CompanyFactory(name="Fernwood Robotics", slug="fernwood-robotics")
        kelp = CompanyFactory(name="Kelp Bay", slug="kelp-bay")
        JobFactory(title="a", company=fernwood)
        JobFactory(title="b", company=kelp)
        JobFactory(title="c")

        assert found(user, companies=("fernwood-robotics",)) == {"a"}
        assert found(user, companies=(str(kelp.pk),)) == {"b"}
        assert found(user, companies=("kelp-bay", str(fernwood.pk))) == {"a", "b"}
        assert found(user, companies=("fernwood", "Kelp Bay", "0", "-1", "9" * 18, "9" * 400, "²")) == set()

    @pytest.mark.parametrize(
        ("locations", "titles"),
        [
            (("Berlin",), {"berlin", "both"}),
            (("berlin",), {"berlin", "both"}),
            (("germany",), {"berlin", "both", "munich"}),
            (("Berlin, Germany",), {"berlin", "both"}),
            (("München",), {"munich"}),
            (("munchen",), {"munich"}),
            (("New York",), {"both"}),
            (("Berlin", "Paris"), {"berlin", "both", "paris"}),
            (("remote",), {"in remote", "says remote"}),
            (("Remote",), {"in remote", "says remote"}),
            (("paris", "remote"), {"in remote", "says remote", "paris"}),
            (("Berl",), set()),
            (("of",), set()),
            ((",",), set()),
        ],
    )
    def test_location(self, user, locations, titles):
        JobFactory(title="berlin", locations=["Berlin, Germany"])
        JobFactory(title="both", locations=["New York, NY, USA", "Berlin, Germany"])
        JobFactory(title="munich", locations=["München, Germany"])
        JobFactory(title="paris", locations=["Paris"])
        JobFactory(title="in remote", locations=["Remote, Canada"])
        JobFactory(title="says remote", workplace=Workplace.REMOTE)
        JobFactory(title="unknown")

        assert found(user, locations=locations) == titles

    @pytest.mark.parametrize(
        ("period", "amount", "enough", "too_much"),
        [
            (SalaryPeriod.HOUR, "50", 104_000, 104_001),
            (SalaryPeriod.DAY, "400", 104_000, 104_001),
            (SalaryPeriod.WEEK, "2000", 104_000, 104_001),
            (SalaryPeriod.MONTH, "5000.50", "60006", "60006.01"),
            (SalaryPeriod.YEAR, "60000", 60_000, 60_001),
            (None, "60000", 60_000, 60_001),
        ],
    )
    def test_pay_is_compared_by_the_year(self, user, period, amount, enough, too_much):
        JobFactory(title="paid", salary_max=Decimal(amount), salary_period=period)

        assert found(user, salary_min=Decimal(enough)) == {"paid"}
        assert found(user, salary_min=Decimal(too_much)) == set()

    def test_pay_that_can_reach_the_sum_is_enough(self, user):
        JobFactory(title="range", salary_min=50_000, salary_max=70_000)
        JobFactory(title="from", salary_min=65_000)
        JobFactory(title="words", salary_text="competitive")
        JobFactory(title="unknown")

        assert found(user, salary_min=Decimal(60_000)) == {"range", "from"}
        assert found(user, salary_min=Decimal(0)) == {"range", "from"}

    def test_currency(self, user):
        JobFactory(title="euro", salary_min=50_000, salary_currency="EUR")
        JobFactory(title="dollar", salary_min=50_000, salary_currency="USD")
        JobFactory(title="unknown", salary_min=50_000)

        assert found(user, currency="EUR") == {"euro"}
        assert found(user, currency="EUR", salary_min=Decimal(60_000)) == set()

    def test_posted_within(self, user):
        now = timezone.now()
        JobFactory(title="today", posted_at=now - timedelta(hours=23))
        JobFactory(title="this week", posted_at=now - timedelta(days=6))
        JobFactory(title="long ago", posted_at=now - timedelta(days=400))
        JobFactory(title="unknown, first seen now")

        assert found(user, posted_within=1) == {"today"}
        assert found(user, posted_within=7) == {"today", "this week"}
        assert found(user, posted_within=3650) == {"today", "this week", "long ago"}

    @pytest.mark.parametrize(("is_open", "titles"), [(True, {"open"}), (False, {"closed"}), (None, {"open", "closed"})])
    def test_open(self, user, is_open, titles):
        JobFactory(title="open")
        JobFactory(title="closed", is_open=False, closed_at=timezone.now())

        assert found(user, is_open=is_open) == titles

    def test_hide_tracked_hides_what_the_person_tracks(self, user, stranger):
        JobTrackingFactory(user=user, job__title="mine")
        JobTrackingFactory(user=user, job__title="archived", is_archived=True)
        JobTrackingFactory(user=stranger, job__title="a stranger's")
        JobFactory(title="nobody's")

        assert found(user, hide_tracked=True) == {"a stranger's", "nobody's"}
        assert found(user) == {"mine", "archived", "a stranger's", "nobody's"}

    def test_filters_are_combined(self, user):
        JobFactory(title="Remote baker", workplace=Workplace.REMOTE, employment_type=EmploymentType.PART_TIME)
        JobFactory(title="Baker", workplace=Workplace.ONSITE, employment_type=EmploymentType.PART_TIME)
        JobFactory(title="Remote clerk", workplace=Workplace.REMOTE, employment_type=EmploymentType.FULL_TIME)

        criteria = {"workplaces": (Workplace.REMOTE,), "employment_types": (EmploymentType.PART_TIME,), "q": "baker"}
        assert found(user, **criteria) == {"Remote baker"}


class TestWhoMaySee:
    def test_private_postings_are_their_owners(self, user, stranger):
        JobFactory(title="public")
        JobFactory(title="mine", private_to=user)
        JobFactory(title="a stranger's", private_to=stranger)

        assert found(user) == {"public", "mine"}
        assert found(stranger) == {"public", "a stranger's"}

    def test_list_leaves_the_texts_behind(self, user):
        JobFactory(title="a", description_text="long")

        job = Job.objects.visible_to(user).for_list().get()

        assert {"description_html", "description_text", "search", "title_search"} <= job.get_deferred_fields()


class TestSearchVector:
    """A trigger keeps it, whoever writes and however."""

    @pytest.mark.parametrize(
        ("change", "q"),
        [
            ({"title": "Gardener"}, "gardener"),
            ({"department": "Gardens"}, "gardens"),
            ({"team": "Roses"}, "roses"),
            ({"locations": ["Lisbon"]}, "lisbon"),
            ({"workplace": Workplace.HYBRID}, "hybrid"),
            ({"description_text": "You prune."}, "prune"),
        ],
    )
    def test_update_of_a_column_is_found(self, user, change, q):
        JobFactory(title="Clerk")

        Job.objects.update(**change)

        assert found(user, q=q) == {change.get("title", "Clerk")}

    def test_posting_that_moves_to_another_company_is_found_by_its_name(self, user):
        job = JobFactory(title="Clerk", company__name="Kelp Bay")

        Job.objects.filter(pk=job.pk).update(company=CompanyFactory(name="Fernwood"))

        assert (found(user, q="fernwood"), found(user, q="kelp")) == ({"Clerk"}, set())

    def test_very_long_text_is_cut(self, user):
        JobFactory(title="Clerk", description_text="first " + "x " * 60_000 + "last")

        assert (found(user, q="first"), found(user, q="last")) == ({"Clerk"}, set())


def test_narrowed_is_anything_but_the_default():
    assert not Criteria().is_narrowed
    assert Criteria(is_open=None).is_narrowed
    assert Criteria(is_open=False).is_narrowed
    assert Criteria(hide_tracked=True).is_narrowed
    assert Criteria(q="a").is_narrowed
