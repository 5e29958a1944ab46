"""The yardstick of `tests.benchmarks.tracking`: the least that Django can do for ``GET /api/tracked/ids``."""
