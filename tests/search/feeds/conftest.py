import tracemalloc
from contextlib import contextmanager

import pytest


@pytest.fixture
def peak_memory():
    """``with peak_memory() as peak:`` then ``peak()``: the bytes Python held at most inside the block."""

    @contextmanager
    def measured():
        tracemalloc.start()
        held = []
        try:
            yield lambda: held[0] if held else tracemalloc.get_traced_memory()[1]
        finally:
            held.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()

    return measured
