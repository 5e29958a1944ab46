"""How quickly postings come in: new ones over two connections, and boards of which little has changed.

    .venv/bin/python -m tests.benchmarks.importing

Postings are made beforehand (``generate.py``) and handed to ``import_board`` as a reader would: what is measured is
importing, without reading files. Two processes import boards of their own at the same time. CPU is that of both
and of PostgreSQL's, and tells what a machine with nothing else to do would manage. "Settled" is what commands and
the task do once after all boards: the index in order, and the statistics anew where much has changed.

Machines differ: at the end is told what PostgreSQL takes for finding the words of one posting's text, which no way of
importing is spared.
"""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from . import generate, server

BOARD = 1000  # postings
CHANGED = [("new", None), ("again, nothing changed", 0), ("again, 1 % changed", 0.01)]  # name, share


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--boards", type=int, default=10, help=f"of {BOARD} postings, for each process (%(default)s)")
    parser.add_argument("--words", type=int, default=generate.WORDS, help="of a posting's text (%(default)s)")
    server.add_arguments(parser)
    arguments = parser.parse_args()
    folder = arguments.folder / "importing"
    with server.running(folder):
        for line in report(folder, arguments.boards, arguments.words):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def report(folder: Path, boards: int, words: int) -> Iterator[str]:
    from django.db import connection
    from django.db.models import Sum

    from search.domain import vocabulary
    from search.models import CompanyCount, Job

    yield server.machine()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE jobs, company_counts, job_boards, companies, search_statistics CASCADE")
    spawn = get_context("spawn")
    ready, results = spawn.Barrier(3, timeout=600), spawn.Queue()
    halves = [range(boards), range(boards, 2 * boards)]
    importers = [spawn.Process(target=import_boards, args=(half, words, ready, results)) for half in halves]
    for importer in importers:
        importer.start()
    for name, _ in CHANGED:
        ready.wait()
        before = server.cpu(folder)
        each = [results.get(timeout=600) for _ in importers]
        cpu = server.cpu(folder) - before + sum(result["cpu"] for result in each)
        seconds = max(result["end"] for result in each) - min(result["start"] for result in each)
        count = 2 * boards * BOARD
        yield (
            f"{name:24}{count / seconds:10,.0f}/s{cpu / count * 1e6:8.0f} µs CPU a posting, of which PostgreSQL "
            f"{(cpu - sum(result['cpu'] for result in each)) / count * 1e6:.0f}: "
            f"{2 * count / cpu:,.0f}/s on two free cores; {sum(result['written'] for result in each):,} written; "
            f"an importer has {max(result['memory'] for result in each):.0f} MB"
        )
        start = time.time()
        vocabulary.settle()
        yield f"{'':24}settled in {time.time() - start:.1f} s"
        if not Job.objects.count() == CompanyCount.objects.aggregate(all=Sum("open"))["all"] == count:
            raise RuntimeError("postings were lost, or counted wrongly")
    for importer in importers:
        importer.join()
    yield f"finding the words of a text takes {parsing(connection):.0f} µs"


def parsing(connection) -> float:
    """Microseconds for the words of one posting's text: the median of three rounds."""
    texts = "SELECT search_fold(description_text) AS text FROM jobs LIMIT 5000"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE texts AS {texts}")
        rounds = []
        for _ in range(3):
            start = time.perf_counter()
            cursor.execute("SELECT count(to_tsvector('english', text)), count(*) FROM texts")
            rounds.append(time.perf_counter() - start)
        return statistics.median(rounds) / cursor.fetchone()[1] * 1e6


def import_boards(numbers: range, words: int, ready, results) -> None:
    """One of the two processes."""
    import django

    django.setup()
    from django.db import connection

    from search.domain.importing import import_board
    from search.postings import Board, Source

    corpus = generate.Corpus.read()
    boards = {f"board-{number}": generate.board(corpus, number, size=BOARD, words=words) for number in numbers}
    connection.ensure_connection()
    for _, share in CHANGED:
        for token, (company, postings) in boards.items():
            few = int((share or 0) * BOARD)
            changed = [replace(posting, title=f"Changed: {posting.title}") for posting in postings[:few]]
            boards[token] = company, changed + postings[few:]
        ready.wait()
        start, cpu, written = time.time(), time.process_time(), 0
        for token, (company, postings) in boards.items():
            summary = import_board(Source.ASHBY, token, Board(tuple(postings)), company_name=company, is_complete=True)
            written += summary.new + summary.changed
        used = time.process_time() - cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        results.put({"start": start, "end": time.time(), "cpu": used, "written": written, "memory": memory})


if __name__ == "__main__":
    main()
