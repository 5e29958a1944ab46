import json

import pytest

from search.feeds import rippling
from search.postings import Board, FeedError, JobPosting, Refusal, Workplace

ID = "3c36e9c8-0000-4000-8000-000000000001"


def job(**changes) -> dict:
    return {
        "uuid": ID,
        "name": "Tea Taster",
        "department": {"id": "Leaves", "label": "Leaves"},
        "url": f"https://ats.example/teas/jobs/{ID}",
        "workLocation": {"label": "Hull, United Kingdom", "id": "Hull, United Kingdom"},
    } | changes


def read(*jobs) -> Board:
    return rippling.read(json.dumps(jobs).encode())


def test_a_uuid_repeated_for_each_location_is_one_posting():
    remote = job(workLocation={"label": "Remote (Assam, IN)"})

    assert read(job(), remote) == Board(
        (
            JobPosting(
                external_id=ID,
                title="Tea Taster",
                department="Leaves",
                locations=("Hull, United Kingdom", "Remote (Assam, IN)"),
                workplace=Workplace.REMOTE,
                url=f"https://ats.example/teas/jobs/{ID}",
                apply_url=f"https://ats.example/teas/jobs/{ID}",
            ),
        )
    )


def test_one_bad_job_spoils_nothing():
    board = read(job(name=None), job(department=None, workLocation="x", url="javascript:alert(1)"))

    assert board == Board((JobPosting(ID, "Tea Taster"),), (Refusal(ID, "The posting has no title."),))


def test_another_payload_is_refused():
    with pytest.raises(FeedError, match="a list of jobs, as Rippling sends it"):
        rippling.read(b'{"error": "not found"}')
