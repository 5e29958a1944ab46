"""Trackings as a table: the CSV that leaves, and those of spreadsheets that come in.

``writing`` makes ours; ``reading`` makes headings and cells of anybody's bytes, ``columns`` guesses what they mean,
``dates`` what day a cell names, ``rows`` what a row says. What is then made of it is ``tracking.domain.filling``.
"""
