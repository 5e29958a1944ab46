"""What has changed in a description since it was kept, whatever the two texts are."""

from collections import Counter
from difflib import SequenceMatcher
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.models import Job
from tests.factories import JobFactory
from tracking.domain import trackings
from tracking.models import JobTracking
from tracking.posting_page import LINES_MAX, PARAGRAPHS_MAX, KeptPosting, TextChange

LINES = st.lists(st.sampled_from("abcd"), max_size=20)
SIZE = 100_000  # lines of one letter: the most that a description has room for


def kept(before: list[str], after: list[str]) -> KeptPosting:
    """Of a posting whose description was ``before`` and is ``after``."""
    job = JobFactory.build(description_text="\n".join(after))
    tracking = JobTracking(job=job)
    tracking.posting = trackings.posting_of(job) | {"description": "\n".join(before)}
    return KeptPosting(tracking)


@given(LINES, LINES)
def test_text_changes_lead_from_one_text_to_the_other(before, after):
    told = kept(before, after)

    gone = Counter(line for change in told.text_changes for line in change.gone)
    new = Counter(line for change in told.text_changes for line in change.new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    assert Counter(before) - gone == Counter(after) - new
    assert told.lines_gone <= sum(end - start for kind, start, end, _, _ in steps if kind != "equal")
    assert told.is_same == (not told.text_changes) == (before == after)


def test_text_changes_are_told_by_place():
    told = kept(["a", "b", "c", "d", "e", "f"], ["a", "c", "X", "d", "Y", "f"])

    assert told.text_changes == [TextChange(["b"], []), TextChange([], ["X"]), TextChange(["e"], ["Y"])]


def hostile() -> dict[str, tuple[list[str], list[str]]]:
    random = Random(1)
    lines = [random.choice("abc") for _ in range(SIZE)]
    return {
        "all alike but the ends": (["x", *"a" * SIZE, "y"], ["p", *"a" * SIZE, "q"]),
        "two that alternate": (list("ab" * (SIZE // 2)), list("ba" * (SIZE // 2))),
        "one that repeats against every other": (["z", *"a" * SIZE], list("ax" * (SIZE // 2))),
        "random": (lines, random.sample(lines, SIZE)),
        "all new": ([], lines),
    }


@pytest.mark.parametrize("shape", hostile())
def test_text_too_long_to_compare_is_said_to_have_changed(shape):
    told = kept(*hostile()[shape])

    said = (told.is_same, told.is_text_changed, told.is_text_too_long, told.text_changes)

    assert said == (False, True, True, [])


@pytest.mark.parametrize("size", [SIZE, LINES_MAX])
def test_one_line_that_differs_is_told_however_long_the_text(size):
    before = ["a"] * size
    after = [*before[: size // 2], "b", *before[size // 2 + 1 :]]

    told = kept(before, after)

    assert (told.text_changes, told.is_text_too_long) == ([TextChange(["a"], ["b"])], False)


@pytest.mark.parametrize("shape", hostile())
def test_texts_as_long_as_are_compared_have_changes_whatever_they_are(shape):
    before, after = (lines[:LINES_MAX] for lines in hostile()[shape])
    told = kept(before, after)

    changes = told.text_changes

    assert changes != []


def test_page_says_that_a_text_is_too_long_to_compare(page, user):
    job = JobFactory(description_text="a\n" * 1000)
    tracking = trackings.track(user, job.pk)
    Job.objects.filter(pk=job.pk).update(description_text="b\n" * 1000)

    answer = page.get(f"/track/{tracking.pk}/posting")

    assert "The text has changed; it is too long to be compared line by line." in answer.text
    assert "it reads the same today" not in answer.text


def test_text_is_shown_in_paragraphs_of_which_there_are_not_too_many():
    few = kept(["You", "", "Weld steel"], [])
    many = kept(["a"] * 66_000, [])

    assert few.paragraphs == ["You", "Weld steel"]
    assert len(many.paragraphs) == PARAGRAPHS_MAX + 1
    assert "\n".join(many.paragraphs) == "\n".join(["a"] * 66_000)
