"""Misspelt words, and words that are being typed."""

import pytest

from search import spelling
from search.domain import finding, vocabulary
from search.models import Company, Word
from search.querysets import Criteria
from tests.factories import JobFactory


@pytest.fixture
def words(db):
    """Words and how many postings have them; the statistics are those of a thousand postings."""
    known = {
        "kubernetes": 400,
        "python": 600,
        "developer": 500,
        "engineer": 700,
        "engineering": 300,
        "nurse": 90,
        "purse": 1,
        "welding": 300,
        "wedding": 20,
        "pythom": 5,
        "quoted": 200,
        "kueche": 150,
        "and": 1000,
    }
    stems = {"engineering": "engin", "engineer": "engin", "developer": "develop", "and": "", "welding": "weld"}
    Word.objects.bulk_create(Word(word=word, lexeme=stems.get(word, word), jobs=jobs) for word, jobs in known.items())


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("kuberntes", "kubernetes"),
        ("kubernetes", None),
        ("pyhton developer", "python developer"),
        ("Pyhton, (develoepr)!", "python, (developer)!"),
        ("PYTHN", "python"),
        ("pythonn", "python"),
        ("pzthon", "python"),
        ("ptyhno", None),  # two slips
        ("pythom", "python"),  # real postings have it too, but a hundred times fewer
        ("wedling", "welding"),  # the commoner of two
        ("purse", None),  # ninety times rarer than "nurse", which is not enough
        ("enginer", None),  # has the stem of "engineer" and finds the same
        ("kuberntes or pyhton -develper", "kubernetes or python -develper"),
        ('"pyhton" quotde', '"pyhton" quoted'),
        ('"pyhton developr', None),
        ("pyth0n pyhton3", None),
        ("küche kuecge", "kueche kueche"),
        ("zzzz", None),
        ("adn", None),  # too short
        ("", None),
        ("c++ -c# .net node.js nodejs", None),
    ],
)
def test_corrected(words, text, corrected):
    assert spelling.corrected(text) == corrected


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("kubern", None),
        ("pyhton kubern", "python kubern"),
        ("pyhton", "python"),
        ("pyhton ", "python "),
        ("kubernt", "kubernetes"),
        ("senior kuebrn", "senior kubernetes"),
        ("develll", None),  # two slips
        ("pyzh", None),  # too short to tell
        ("kubernt ", None),  # whole
    ],
)
def test_last_word_may_be_the_beginning_of_one(words, text, corrected):
    assert spelling.corrected(text, is_last_whole=False) == corrected


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("senior kube", "kube"),
        ("kube", "kube"),
        ("ku", None),
        ("kube ", None),
        ('"senior kube', None),
        ('"senior" kube', "kube"),
        ("-kube", None),
        ("node.j", None),
        ("", None),
    ],
)
def test_last_word(text, word):
    assert spelling.last_word(text) == word


def test_completions_are_the_commonest_words_that_begin_so(words):
    assert [word.word for word in spelling.completions("eng")] == ["engineer", "engineering"]
    assert [word.word for word in spelling.completions("KÜE")] == ["kueche"]
    assert spelling.completions("e%") == []


def test_one_slip_is_the_optimal_string_alignment_distance_of_one():
    alphabet = "abc"
    strings = [a + b + c + d for a in alphabet for b in alphabet for c in ["", *alphabet] for d in ["", *alphabet]]

    for one in strings:
        for other in strings:
            assert spelling.is_one_slip(one, other) == (osa(one, other) == 1), (one, other)


def osa(one: str, other: str) -> int:
    """Optimal string alignment distance, by the book."""
    table = {(-1, at): at + 1 for at in range(-1, len(other))} | {(at, -1): at + 1 for at in range(-1, len(one))}
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a != b))
            if i and j and a == other[j - 1] and one[i - 1] == b:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(one) - 1, len(other) - 1]


@pytest.mark.django_db
class TestSearch:
    """Corrections as searches see them."""

    @pytest.fixture(autouse=True)
    def postings(self):
        JobFactory.create_batch(4, title="Kubernetes engineer")
        JobFactory(title="Köchin", company__name="Ruddle")
        JobFactory(title="Baker", description_text="We never say kubernets, and we never say nodejs.")
        JobFactory(title="Node.js developer", description_text="C++, C#, .NET")
        vocabulary.refresh()

    def titles(self, user, q, **criteria) -> list[str]:
        return [job.title for job in finding.jobs(Criteria(q=q, **criteria), user=user, limit=50).jobs]

    def test_misspelt_words_find_what_was_meant_and_say_so(self, user):
        page = finding.jobs(Criteria(q="kuberntes enginer"), user=user, limit=50)
        companies = finding.companies(Criteria(q="kuberntes enginer"), user=user, limit=50)

        assert [job.title for job in page.jobs] == ["Kubernetes engineer"] * 4
        assert page.corrected_query == companies.corrected_query == "kubernetes enginer"
        assert len(companies.rows) == 4

    def test_exact_words_are_looked_for_as_they_are(self, user):
        page = finding.jobs(Criteria(q="kuberntes", is_exact=True), user=user, limit=50)

        assert (page.jobs, page.total, page.corrected_query) == ([], 0, None)

    def test_word_that_postings_have_is_not_misspelt(self, user):
        page = finding.jobs(Criteria(q="baker"), user=user, limit=50)

        assert ([job.title for job in page.jobs], page.corrected_query) == (["Baker"], None)

    def test_word_that_came_after_the_statistics_is_not_misspelt(self, user):
        JobFactory(title="Bakery")

        page = finding.jobs(Criteria(q="bakery"), user=user, limit=50)

        assert ([job.title for job in page.jobs], page.corrected_query) == (["Bakery"], None)

    def test_name_of_a_company_is_found_misspelt(self, user):
        page = finding.jobs(Criteria(q="rudle"), user=user, limit=50)

        assert ([job.title for job in page.jobs], page.corrected_query) == (["Köchin"], "ruddle")

    def test_beginning_of_a_word_finds_it_while_typing(self, user):
        assert self.titles(user, "engineer kub", is_prefix=True) == ["Kubernetes engineer"] * 4
        assert self.titles(user, "engineer kub") == []
        assert self.titles(user, "koc", is_prefix=True) == ["Köchin"]

    def test_slip_in_the_last_word_is_put_right_while_typing(self, user):
        JobFactory.create_batch(101, title="Kubernetes clerk")
        JobFactory(title="Kuberntes")
        vocabulary.refresh()

        page = finding.jobs(Criteria(q="kuberntes", is_prefix=True), user=user, limit=1)
        begun = finding.jobs(Criteria(q="kubernete", is_prefix=True), user=user, limit=1)

        assert (page.corrected_query, begun.corrected_query) == ("kubernetes", None)

    @pytest.mark.parametrize("q", ["kochin", "KÖCHIN", "ko\u0308chin"])
    def test_accents_and_case_are_folded(self, user, q):
        assert self.titles(user, q) == ["Köchin"]

    @pytest.mark.parametrize(
        "q", ["c++", "C#", ".net", "c++ c# .net", "node.js", "nodejs developer", '"node.js developer"']
    )
    def test_names_of_technologies_are_words(self, user, q):
        assert "Node.js developer" in self.titles(user, q)

    def test_excluded_name_of_a_technology_is_excluded(self, user):
        assert self.titles(user, "developer -c#") == []

    @pytest.mark.parametrize("q", ["the", "and the", "!!!", "-", '""', "or"])
    def test_words_that_say_nothing_are_no_words(self, user, q):
        page = finding.jobs(Criteria(q=q), user=user, limit=50)

        assert (page.total, page.is_total_exact, page.corrected_query) == (7, True, None)

    @pytest.mark.parametrize("q", ["ours zzzzz", "hers xylophonist", "theirs", "kuberntes ours"])
    def test_words_that_say_nothing_are_not_misspelt(self, user, q):
        JobFactory.create_batch(101, title="Hours and herds")  # one slip away
        vocabulary.refresh()

        corrected = finding.jobs(Criteria(q=q), user=user, limit=1).corrected_query

        assert corrected == ("kubernetes ours" if "kuberntes" in q else None)

    def test_private_postings_teach_nobody_words(self, user, stranger):
        JobFactory(private_to=stranger, title="Zeppelin pilot")

        vocabulary.refresh()

        assert not Word.objects.filter(word="zeppelin").exists()

    def test_folding_does_not_depend_on_the_rest_of_a_text(self, user):
        JobFactory(title="Строитель зданий", description_text="café 한국어 がく")
        JobFactory(title="Стройка", description_text="한국어 がく")

        assert self.titles(user, "стройка") == ["Стройка"]
        assert len(self.titles(user, "한국어")) == len(self.titles(user, "がく")) == 2


@pytest.mark.django_db
def test_company_names_are_words_with_their_postings():
    JobFactory.create_batch(3, company=Company.objects.create(name="Perkoz Ślusarz", slug="perkoz"))

    vocabulary.refresh()

    assert Word.objects.get(word="slusarz").jobs == 3
