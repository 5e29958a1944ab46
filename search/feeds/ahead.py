"""Reading many files ahead of whoever writes them, in processes of their own."""

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from search import feeds
from search.postings import Board, FeedError, Source

from .files import open_payload

PROCESSES_MAX = 4


def read_files(source: Source, files: list[tuple[Path, str]]) -> Iterator[tuple[Path, str, Board | FeedError]]:
    """Each (path, token) of ``files`` with what the file holds, in order; an unreadable one gives its error.

    Reading and sanitising costs more than writing to the database. Only a few files are held at a
    time, which bounds the memory.
    """
    if len(files) == 1:
        yield from ((path, token, _read(source, path, token)) for path, token in files)
        return
    processes = min(os.cpu_count() or 1, PROCESSES_MAX, len(files))
    # Spawned, not forked: a fork would share the database's connection.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as executor:
        ahead: deque[tuple[Path, str, Future]] = deque()
        for path, token in files:
            ahead.append((path, token, executor.submit(_read, source, path, token)))
            if len(ahead) > 2 * processes:
                yield _next(ahead)
        while ahead:
            yield _next(ahead)


def _next(ahead: deque[tuple[Path, str, Future]]) -> tuple[Path, str, Board | FeedError]:
    path, token, future = ahead.popleft()
    return path, token, future.result()


def _read(source: Source, path: Path, token: str) -> Board | FeedError:
    try:
        return feeds.read(source, open_payload(path), token=token)
    except FeedError as error:
        return error
