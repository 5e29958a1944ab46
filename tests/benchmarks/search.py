"""How quickly postings are found: every kind of search, beside the one best SQL statement for the same answer.

    .venv/bin/python -m tests.benchmarks.search --size 100000

"Request" is ``GET /api/jobs`` as a client with a token sends it, but for the socket: authentication, middleware,
search and JSON. "Limit" is one prepared statement, written by hand with the windows of time that happen to be
right, through the same connection: no statement that gives the same answer is known to be quicker. Both are
asked in turn, for several words of each kind. Times are in milliseconds; CPU is that of this process and of
PostgreSQL's together, which a busy machine changes less than it does the time on the clock.

"Cold" (``--cold``) is the first search of its kind after PostgreSQL was started anew and the system was asked to
forget the database's files; a call without a search comes before it, so that connecting is not counted.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from . import generate, server

LIMIT = """
WITH newest AS MATERIALIZED (
    SELECT id, {in_title} AS in_title, listed_at FROM jobs
    WHERE {matching} AND closed_at IS NULL AND owner_id IS NULL ORDER BY listed_at DESC, id DESC LIMIT 1001
), titles AS MATERIALIZED (
    SELECT id, true, listed_at FROM jobs
    WHERE {titles} AND {in_title} AND closed_at IS NULL AND owner_id IS NULL
    ORDER BY listed_at DESC, id DESC LIMIT 51
), best AS (
    SELECT * FROM newest UNION SELECT * FROM titles ORDER BY in_title DESC, listed_at DESC, id DESC LIMIT 51
)
SELECT jobs.id, title, name, slug, logo, company_id, department, locations, workplace, employment_type, salary_min,
  salary_max, salary_currency, salary_period, salary_text, url, apply_url, source, posted_at, first_seen_at, closed_at,
  is_open, owner_id, (SELECT count(*) FROM newest)
FROM best JOIN jobs USING (id) JOIN companies ON companies.id = company_id
ORDER BY best.in_title DESC, best.listed_at DESC, jobs.id DESC
"""


@dataclass
class Kind:
    """A kind of search: query parameters, one set after the other."""

    name: str
    searches: list[dict]
    has_limit: bool = True
    path: str = "/api/jobs"
    requests: list[tuple[float, float]] = field(default_factory=list)  # milliseconds: wall, CPU
    limits: list[tuple[float, float]] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000, help="postings; missing ones are made (%(default)s)")
    parser.add_argument("--words", type=int, default=generate.WORDS, help="of a posting's text (%(default)s)")
    parser.add_argument("--repeat", type=int, default=30, help="requests of each kind (%(default)s)")
    parser.add_argument("--cold", type=int, default=0, help="cold requests of each kind as well (%(default)s)")
    server.add_arguments(parser)
    arguments = parser.parse_args()
    folder = arguments.folder / f"search-{arguments.size}-{arguments.words}"
    with server.running(folder) as cool:
        generate.load(arguments.size, words=arguments.words)
        for line in report(arguments.repeat, arguments.cold, cool):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def report(repeat: int, cold: int, cool: Callable[[], None]) -> Iterator[str]:
    from django.db import connection
    from rest_framework.test import APIClient

    from accounts.domain import tokens
    from accounts.models import User

    user, _ = User.objects.get_or_create(email="benchmark@example.org")
    client = APIClient(HTTP_HOST="127.0.0.1")
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.create(user, 'benchmark')[1]}")
    yield server.machine()
    yield sizes(connection)
    clock = Clock(connection)
    connection.cursor().execute("SET enable_seqscan = off")  # as searches do (search/domain/matching.py)
    measured = kinds(connection)
    for kind in measured:
        measure(kind, repeat, clock, client, user, connection)
        yield row(kind)
    if cold:
        yield f"\n{'cold':24}{'p50':>8}{'max':>8}"
        for kind in measured:
            walls = sorted(cold_requests(kind, cold, cool, client))
            yield f"{kind.name:24}{statistics.median(walls):8.1f}{walls[-1]:8.1f}"


class Clock:
    """Time on the wall and CPU time of this process and of the connection's backend, in milliseconds."""

    def __init__(self, connection) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.backend = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def of(self, work: Callable[[], object]) -> tuple[float, float]:
        before = self._cpu()
        start = time.perf_counter()
        work()
        wall = (time.perf_counter() - start) * 1e3
        return wall, self._cpu() - before

    def _cpu(self) -> float:
        return time.process_time() * 1e3 + int(self.backend.read_text().split()[0]) / 1e6


def sizes(connection) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT sum(open + closed), count(*), (SELECT count(*) FROM search_words),
              pg_size_pretty(pg_table_size('jobs')), pg_size_pretty(pg_relation_size('jobs_search'))
            FROM company_counts
            """
        )
        jobs, companies, words, table, index = cursor.fetchone()
    head = f"{'':24}{'p50':>8}{'p95':>8}{'p99':>8}{'CPU':>8} |{'limit p50':>10}{'CPU':>8}{'ratio of CPU':>14}"
    return f"{jobs:,} postings, {companies:,} companies, {words:,} words; table {table}, index {index}\n\n{head}"


def kinds(connection) -> list[Kind]:
    """Kinds of searches, with words that are as common as the kind says."""

    def words(least: float, most: float) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT word FROM search_words LEFT JOIN search_lexemes ON search_lexemes.lexeme = search_words.lexeme
                  AND place = 'text', search_statistics
                WHERE search_words.lexeme <> '' AND length(word) > 4
                  AND coalesce(share, jobs / postings::float) BETWEEN %s AND %s
                ORDER BY md5(word) LIMIT 6
                """,
                [least, most],
            )
            return [word for (word,) in cursor]

    rare, middling = words(1e-6, 4e-4), words(2e-3, 1e-2)
    common, everywhere = words(0.03, 0.1), words(0.4, 0.8)

    def each(words: list[str], **others) -> list[dict]:
        return [{"q": word} | others for word in words]

    return [
        Kind("no words at all", [{}], has_limit=False),
        Kind("companies, no words", [{}], has_limit=False, path="/api/companies"),
        Kind("rare word", each(rare)),
        Kind("middling word", each(middling)),
        Kind("common word", each(common)),
        Kind("word of most postings", each(everywhere)),
        Kind("kubernetes", [{"q": "kubernetes"}]),
        Kind("in many titles", each(["engineer", "manager", "senior"])),
        Kind("misspelt word", each(["kuberntes", "pyhton", "enginere"]), has_limit=False),
        Kind("two words", each([f"{a} {b}" for a, b in zip(common, middling, strict=False)])),
        Kind("four words", each(["senior python engineer remote", "machine learning engineer berlin"])),
        Kind("one word or another", each([" or ".join(pair) for pair in zip(middling, rare, strict=False)])),
        Kind("phrase", each(['"machine learning"', '"software engineer"', '"customer success manager"'])),
        Kind("without a word", each([f"{a} -{b}" for a, b in zip(common, everywhere, strict=False)])),
        Kind("only without a word", each(["-senior", "-engineer"])),
        Kind("companies, common word", each(common), has_limit=False, path="/api/companies"),
        Kind("beginning of a word", each(["kube", "pyth", "eng"], prefix="true"), has_limit=False),
        Kind("remote", [{"workplace": "remote"}]),
        Kind("common, remote", each(common, workplace="remote")),
        Kind("common, a place", each(common, location="Berlin")),
        Kind("common, pay", each(common, salary_min="150000", currency="EUR"), has_limit=False),
        Kind("common, last week", each(common, posted_within="7"), has_limit=False),
        Kind("common, not tracked", each(common, hide_tracked="true"), has_limit=False),
        Kind("page 20 of common", each(common, page=20), has_limit=False),
    ]


def measure(kind: Kind, repeat: int, clock: Clock, client, user, connection) -> None:
    prepared = [(cursor_of(client, kind.path, search), statement(search, user)) for search in kind.searches]
    for turn in range(-len(prepared), repeat):  # each once to warm up
        search, sql = prepared[turn % len(prepared)]
        address = f"{kind.path}?{urlencode(search)}"
        request = clock.of(lambda address=address: _ok(client.get(address)))
        if turn >= 0:
            kind.requests.append(request)
        if kind.has_limit:
            with connection.cursor() as cursor:
                limit = clock.of(lambda sql=sql, cursor=cursor: cursor.connection.execute(sql, prepare=True).fetchall())
            if turn >= 0:
                kind.limits.append(limit)


def cold_requests(kind: Kind, count: int, cool: Callable[[], None], client) -> Iterator[float]:
    """Milliseconds of so many searches, each the first that a cold server answers."""
    for turn in range(count):
        search = cursor_of(client, kind.path, kind.searches[turn % len(kind.searches)])
        cool()
        _ok(client.get("/api/me"))
        start = time.perf_counter()
        _ok(client.get(kind.path, search))
        yield (time.perf_counter() - start) * 1e3


def _ok(answer) -> None:
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{answer.request['QUERY_STRING']}: {answer.status_code} {answer.content[:200]}")


def cursor_of(client, path: str, search: dict) -> dict:
    """The search, on the page that it asks for, or the last one that there is."""
    search = dict(search)
    for _ in range(search.pop("page", 1) - 1):
        following = client.get(path, search).json()["next"]
        if following is None:
            break
        search["cursor"] = following
    return search


def statement(search: dict, user) -> str:
    """The best statement for a search: ``LIMIT`` with windows of time that are just wide enough."""
    from django.http import QueryDict
    from django.utils import timezone

    from search.criteria import CriteriaForm
    from search.domain.matching import Search
    from search.labels import window

    form = CriteriaForm(QueryDict(urlencode(search | {"exact": "true"})))
    form.is_valid()
    understood = Search(form.criteria, user=user)

    def matching(enough: int, words, **which) -> list[str]:
        found = understood.newest(enough, ["listed_at"], **which)
        since = found[-1][0] - timedelta(hours=1) if len(found) == enough else None
        parts = [*([words] if words else []), *understood.understood.labels, *window(since, None, now=timezone.now())]
        return [f"search @@ {quoted(part)}" for part in parts]

    words = understood.words
    if words is None:
        in_title, titles = "false", ["false"]
    else:
        in_title = f"(title_search @@ {quoted(words)}) IS TRUE"
        titles = matching(51, words if words.has_negation else None, in_title=True)
        if there := words.positive():
            titles.append(f"title_search @@ {quoted(there.without_order())}")
    newest = matching(1001, words) or [f"search @@ {quoted(understood.understood.state)}"]
    return LIMIT.format(in_title=in_title, matching=" AND ".join(newest), titles=" AND ".join(titles))


def quoted(query) -> str:
    return "'" + str(query).replace("'", "''") + "'::tsquery"


def row(kind: Kind) -> str:
    walls = sorted(wall for wall, _ in kind.requests)
    cpu = statistics.median(cpu for _, cpu in kind.requests)
    shown = "".join(f"{value:8.1f}" for value in [*quantiles(walls), cpu])
    if not kind.limits:
        return f"{kind.name:24}{shown} |"
    limit_wall = statistics.median(wall for wall, _ in kind.limits)
    limit_cpu = statistics.median(cpu for _, cpu in kind.limits)
    return f"{kind.name:24}{shown} |{limit_wall:10.1f}{limit_cpu:8.1f}{cpu / limit_cpu:14.1f}"


def quantiles(values: list[float]) -> Iterator[float]:
    for part in (0.5, 0.95, 0.99):
        yield values[min(int(part * len(values)), len(values) - 1)]


if __name__ == "__main__":
    main()
