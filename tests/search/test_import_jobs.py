"""`manage.py import_jobs`: files in, postings out, and what it says about them."""

import gzip
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.models import Job, JobBoard
from tests.factories import JobBoardFactory, JobFactory

pytestmark = pytest.mark.django_db

NONE = "0 changed, 0 reopened, 0 closed, 0 refused."


def ashby(*titles: str, **fields) -> bytes:
    """A small board; a title's id is its place in the list."""
    jobs = [{"id": f"id-{n}", "title": title, **fields} for n, title in enumerate(titles)]
    return json.dumps({"apiVersion": "1", "jobs": jobs}).encode()


@pytest.fixture
def file(tmp_path):
    """Writes a file, gzipped if its name says so, and gives its path."""

    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return write


def run(*arguments) -> str:
    out = StringIO()
    call_command("import_jobs", *map(str, arguments), stdout=out)
    return out.getvalue()


def refusal(*arguments) -> tuple[str, str]:
    """What the command said before it failed, and why it did; its exit status is 1."""
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_jobs", *map(str, arguments), stdout=out)
    assert caught.value.returncode == 1
    return out.getvalue(), str(caught.value)


def boards() -> dict[str, set[str]]:
    """The titles on each board, by token."""
    found = {token: set() for token in JobBoard.objects.values_list("token", flat=True)}
    for token, title in Job.objects.values_list("board__token", "title"):
        found[token].add(title)
    return found


@pytest.mark.parametrize("name", ["perkoz.json", "perkoz.json.gz", "perkoz.gz", "perkoz"])
def test_file_name_is_the_token(file, name):
    said = run("ashby", file(name, ashby("Welder", "Rigger")))

    assert said == f"1 file, 2 postings: 2 new, {NONE}\n"
    assert boards() == {"perkoz": {"Welder", "Rigger"}}


def test_gzip_is_known_by_its_content(file):
    run("ashby", file("perkoz.json", gzip.compress(ashby("Welder"))))

    assert boards() == {"perkoz": {"Welder"}}


def test_board_overrides_the_file_name(file):
    run("ashby", file("download (3).json", ashby("Welder")), "--board", "perkoz")

    assert boards() == {"perkoz": {"Welder"}}


def test_company_overrides_the_payload(file):
    run("ashby", file("perkoz.json", ashby("Welder")), "--company", "Perkoz Shipyard")

    assert Job.objects.get().company.name == "Perkoz Shipyard"


@pytest.mark.parametrize("option", [("--board", "perkoz"), ("--company", "Perkoz")])
def test_board_and_company_go_with_a_single_file(file, option):
    paths = [file("north.json", ashby("Welder")), file("south.json", ashby("Rigger"))]

    _, error = refusal("ashby", *paths, *option)

    assert error == "--board and --company go with a single file: each file is a board of its own."
    assert boards() == {}


def test_repeated_import_says_that_nothing_changed(file):
    path = file("perkoz.json", ashby("Welder", "Rigger"))
    run("ashby", path)

    assert run("ashby", path) == f"1 file, 2 postings: 0 new, {NONE}\n"


def test_complete_closes_what_the_file_lacks(file):
    run("ashby", file("perkoz.json", ashby("Welder", "Rigger")))

    shorter = file("perkoz.json", ashby("Welder"))
    without, complete = run("ashby", shorter), run("ashby", shorter, "--complete")

    assert without == f"1 file, 1 posting: 0 new, {NONE}\n"
    assert complete == "1 file, 1 posting: 0 new, 0 changed, 0 reopened, 1 closed, 0 refused.\n"
    assert set(Job.objects.values_list("title", "is_open")) == {("Welder", True), ("Rigger", False)}


def test_bad_posting_is_named_and_spoils_nothing(file):
    said = run("ashby", file("perkoz.json", ashby("Welder", "", "Rigger")), "--complete")

    assert said == (
        "1 file, 3 postings: 2 new, 0 changed, 0 reopened, 0 closed, 1 refused.\n"
        "  refused id-1: The posting has no title.\n"
    )
    assert boards() == {"perkoz": {"Welder", "Rigger"}}


def test_complete_file_says_that_it_closed_nothing(file):
    run("ashby", file("perkoz.json", ashby("Welder", "Rigger")))
    jobs = [{"id": "id-0", "title": "Welder"}, {"title": "Baker"}]

    said = run("ashby", file("perkoz.json", json.dumps({"jobs": jobs}).encode()), "--complete")

    assert said == (
        "1 file, 2 postings: 0 new, 0 changed, 0 reopened, 0 closed, 1 refused.\n"
        "  perkoz.json: Nothing was closed, as which posting could not be read is not known.\n"
        "  refused Baker: The posting has no usable id.\n"
    )
    assert Job.objects.open().count() == 2


def test_many_bad_postings_are_named_in_part(file):
    said = run("ashby", file("perkoz.json", ashby(*[""] * 25)))

    lines = said.splitlines()
    assert lines[0] == "1 file, 25 postings: 0 new, 0 changed, 0 reopened, 0 closed, 25 refused."
    assert lines[1:21] == [f"  refused id-{n}: The posting has no title." for n in range(20)]
    assert lines[21:] == ["  … and 5 more"]


def test_bad_files_are_named_and_the_others_imported(file, tmp_path):
    said, error = refusal(
        "ashby",
        file("north.json", ashby("Welder")),
        file("broken.json", b"{"),
        file("other.json", b"[]"),
        file("empty.json", b""),
        file("south.json.gz", ashby("Rigger")),
        tmp_path / "missing.json",
        tmp_path,
    )

    assert said == f"2 files, 2 postings: 2 new, {NONE}\n"
    assert error == (
        "5 of 7 files could not be read:\n"
        "broken.json: This is not valid JSON: unexpected end of data: line 1 column 2 (char 1).\n"
        'other.json: This is not the payload expected here: an object with the list "jobs", as Ashby sends it.\n'
        "empty.json: The file is empty.\n"
        "missing.json: The file cannot be read: No such file or directory.\n"
        f"{tmp_path.name}: The file cannot be read: Is a directory."
    )
    assert boards() == {"north": {"Welder"}, "south": {"Rigger"}}


def test_damaged_gzip_is_named(file):
    path = file("perkoz.json.gz", ashby("Welder"))
    path.write_bytes(path.read_bytes()[:-12])

    said, error = refusal("ashby", path)

    assert said == f"0 files, 0 postings: 0 new, {NONE}\n"
    assert error == ("1 of 1 file could not be read:\nperkoz.json.gz: The file is damaged: it cannot be decompressed.")


def test_unknown_source_is_refused_with_the_known_ones(file):
    known = r"'ashby', .*'greenhouse', .*'lever', .*"
    with pytest.raises(CommandError, match=rf"invalid choice: 'monster' \(choose from {known}\)"):
        run("monster", file("perkoz.json", ashby("Welder")))


def test_several_files_are_read_ahead_in_order(file):
    """More of them than are held at a time, so that reading waits for writing."""
    paths = [file(f"board-{n:02}.json.gz", ashby(f"Position {n}")) for n in range(20)]

    said = run("ashby", *paths)

    assert said == f"20 files, 20 postings: 20 new, {NONE}\n"
    assert boards() == {f"board-{n:02}": {f"Position {n}"} for n in range(20)}
    tokens = JobBoard.objects.order_by("pk").values_list("token", flat=True)
    assert list(tokens) == [path.name.removesuffix(".json.gz") for path in paths]


def test_greenhouse_and_lever_are_read_too(file):
    greenhouse = {"jobs": [{"id": 7, "title": "Welder", "company_name": "Perkoz", "absolute_url": "https://a.example"}]}
    lever = [{"id": "u-1", "text": "Rigger", "categories": {"location": "Gdynia"}, "createdAt": 1780000000000}]

    run("greenhouse", file("perkoz.json", json.dumps(greenhouse).encode()))
    run("lever", file("kelpbay.json", json.dumps(lever).encode()))

    assert set(Job.objects.values_list("source", "external_id", "title", "company__name")) == {
        ("greenhouse", "7", "Welder", "Perkoz"),
        ("lever", "u-1", "Rigger", "Kelpbay"),
    }


REMOTEOK = [
    {"legal": "Link back."},
    {"id": "1", "position": "Welder", "company": "Perkoz Shipyard"},
    {"id": "2", "position": "Rigger", "company": "Kelp Bay"},
]
REMOTIVE = {
    "jobs": [
        {"id": 1, "title": "Welder", "company_name": "Perkoz Shipyard"},
        {"id": 2, "title": "Rigger", "company_name": "Kelp Bay"},
    ]
}
WEWORKREMOTELY = "".join(
    f"<item><title>{title}</title><guid>https://weworkremotely.com/remote-jobs/{number}</guid></item>"
    for number, title in enumerate(["Perkoz Shipyard: Welder", "Kelp Bay: Rigger"], start=1)
)
FEEDS_OF_MANY = {
    "remoteok": json.dumps(REMOTEOK).encode(),
    "remotive": json.dumps(REMOTIVE).encode(),
    "weworkremotely": f"<rss><channel>{WEWORKREMOTELY}</channel></rss>".encode(),
}


def employers() -> set[tuple[str, str, str]]:
    return set(Job.objects.values_list("board__token", "title", "company__name"))


@pytest.mark.parametrize("source", FEEDS_OF_MANY)
@pytest.mark.parametrize("name", ["{}.json.gz", "download (3).xml"])
def test_feed_of_many_employers_is_one_board_with_a_company_for_each_posting(file, source, name):
    run(source, file(name.format(source), FEEDS_OF_MANY[source]))

    assert employers() == {(source, "Welder", "Perkoz Shipyard"), (source, "Rigger", "Kelp Bay")}
    assert JobBoard.objects.get().company is None


def test_feed_of_many_employers_that_belonged_to_one_is_put_right_by_the_next_import(file):
    board = JobBoardFactory(source="remoteok", token="remoteok", company__name="Remoteok")
    JobFactory(board=board, external_id="1", title="Welder", company=board.company)

    said = run("remoteok", file("remoteok.json", FEEDS_OF_MANY["remoteok"]))

    assert said == "1 file, 2 postings: 1 new, 1 changed, 0 reopened, 0 closed, 0 refused.\n"
    assert employers() == {("remoteok", "Welder", "Perkoz Shipyard"), ("remoteok", "Rigger", "Kelp Bay")}
    assert JobBoard.objects.get().company is None


@pytest.mark.parametrize("option", [("--board", "perkoz"), ("--company", "Perkoz")])
def test_feed_of_many_employers_has_no_name_of_its_own(file, option):
    _, error = refusal("remoteok", file("remoteok.json", FEEDS_OF_MANY["remoteok"]), *option)

    assert error == "Remote OK carries many employers: --board and --company do not go with it."


def test_449_recorded_boards_are_imported_whole(samples):
    paths = sorted((samples / "ashby_boards").glob("*.json.gz"))

    said = run("ashby", *paths)

    assert len(paths) == 449
    assert said == f"449 files, 9396 postings: 9396 new, {NONE}\n"
    assert (Job.objects.count(), JobBoard.objects.count()) == (9396, 449)


def test_recorded_boards_that_are_imported_again_are_unchanged(samples):
    """Reading is deterministic: what real postings hold gives the same hash each time."""
    paths = sorted((samples / "ashby_boards").glob("*.json.gz"))[::20]
    paths = [path for path in paths if path.stat().st_size < 200_000]
    first = run("ashby", *paths)

    second = run("ashby", *paths)

    assert second == re.sub(r"\d+ new", "0 new", first)
