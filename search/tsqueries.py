"""PostgreSQL's text queries as trees: to know how many postings one matches, and to put labels into one.

``parse`` reads what ``websearch_to_tsquery(…)::text`` gives, ``str`` writes it again
(PostgreSQL manual, 8.11.2 tsquery).
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import prod

Share = Callable[[str], float]  # of the postings that have a lexeme, 0 to 1


class Query(ABC):
    """A node of the tree."""

    @abstractmethod
    def __str__(self) -> str: ...

    @abstractmethod
    def share(self, of: Share) -> float:
        """Which share of the postings matches, about; words that go together make it no more than a guess."""

    @abstractmethod
    def read(self, of: Share) -> float:
        """Which share of the postings an index goes through, about, to find the matches."""

    @abstractmethod
    def lexemes(self) -> Iterator[str]: ...

    @property
    def has_negation(self) -> bool:
        return False

    def replaced(self, lexeme: str, by: "Query") -> "Query":
        """The same with another query in the place of a lexeme; a phrase stays as it is."""
        return self

    def without_order(self) -> "Query":
        """The same for words of phrases in any order: matches more, where nothing is negated."""
        return self

    def positive(self) -> "Query | None":
        """What has to be there for a match; None is nothing, as for ``!a`` and for ``!a | b``."""
        return self


@dataclass(frozen=True)
class Lexeme(Query):
    text: str

    def __str__(self) -> str:
        return "'" + self.text.replace("\\", "\\\\").replace("'", "''") + "'"

    def share(self, of: Share) -> float:
        return of(self.text)

    read = share

    def lexemes(self) -> Iterator[str]:
        yield self.text

    def replaced(self, lexeme: str, by: Query) -> Query:
        return by if lexeme == self.text else self


@dataclass(frozen=True)
class Not(Query):
    part: Query
    has_negation = True

    def __str__(self) -> str:
        return f"!({self.part})"

    def share(self, of: Share) -> float:
        return 1 - self.part.share(of)

    def read(self, of: Share) -> float:
        return 1

    def lexemes(self) -> Iterator[str]:
        return self.part.lexemes()

    def positive(self) -> None:
        return None


@dataclass(frozen=True)
class _Parts(Query):
    parts: tuple[Query, ...]

    def lexemes(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.lexemes()

    @cached_property
    def has_negation(self) -> bool:
        return any(part.has_negation for part in self.parts)

    def without_order(self) -> Query:
        return type(self)(tuple(part.without_order() for part in self.parts))


class And(_Parts):
    def __str__(self) -> str:
        return " & ".join(f"({part})" for part in self.parts)

    def share(self, of: Share) -> float:
        """Words of one query tend to stand in the same postings: the rarest counts in full, the others ever less."""
        shares = sorted(part.share(of) for part in self.parts)
        return prod(share ** (0.5**rank) for rank, share in enumerate(shares))

    def read(self, of: Share) -> float:
        return min(part.read(of) for part in self.parts)

    def replaced(self, lexeme: str, by: Query) -> Query:
        return And(tuple(part.replaced(lexeme, by) for part in self.parts))

    def positive(self) -> Query | None:
        return all_of(part for part in (part.positive() for part in self.parts) if part)


class Or(_Parts):
    def __str__(self) -> str:
        return " | ".join(f"({part})" for part in self.parts)

    def share(self, of: Share) -> float:
        return 1 - prod(1 - part.share(of) for part in self.parts)

    def read(self, of: Share) -> float:
        return min(sum(part.read(of) for part in self.parts), 1)

    def replaced(self, lexeme: str, by: Query) -> Query:
        return Or(tuple(part.replaced(lexeme, by) for part in self.parts))

    def positive(self) -> Query | None:
        parts = [part.positive() for part in self.parts]
        return any_of(parts) if all(parts) else None


@dataclass(frozen=True)
class Phrase(_Parts):
    """Two parts, the second so many words after the first."""

    distance: int

    def __str__(self) -> str:
        first, second = self.parts
        return f"({first}) <{self.distance}> ({second})"

    def share(self, of: Share) -> float:
        """Who asks for a phrase knows that it is one: half of the postings with its rarer part, say, have it."""
        return min(part.share(of) for part in self.parts) / 2

    def read(self, of: Share) -> float:
        return min(part.read(of) for part in self.parts)

    def positive(self) -> Query | None:
        return None if self.has_negation else self

    def without_order(self) -> Query:
        return And(tuple(part.without_order() for part in self.parts))


def all_of(parts: Iterable[Query]) -> Query | None:
    """What all ``parts`` match; None is no condition."""
    parts = tuple(parts)
    return And(parts) if len(parts) > 1 else parts[0] if parts else None


def any_of(parts: Iterable[Query]) -> Query:
    """What one of ``parts``, of which there is one at least, matches."""
    parts = tuple(parts)
    return Or(parts) if len(parts) > 1 else parts[0]


_TOKENS = re.compile(r"\s*(?:'((?:[^'\\]|''|\\.)*)'|<(-|\d+)>|([!&|()]))")


def parse(text: str) -> Query | None:
    """The tree of a tsquery's text; None for the empty one."""
    tokens = [(match[1], match[2], match[3]) for match in _TOKENS.finditer(text)]
    return _Parser(tokens).alternatives() if tokens else None


class _Parser:
    """By recursive descent; ``!`` binds closest, then ``<->``, ``&`` and ``|``."""

    def __init__(self, tokens: list[tuple[str | None, str | None, str | None]]) -> None:
        self.tokens = [*tokens, (None, None, None)]
        self.position = 0

    def alternatives(self) -> Query:
        return any_of(self._separated("|", self.conjunction))

    def conjunction(self) -> Query:
        return And(parts) if len(parts := tuple(self._separated("&", self.phrase))) > 1 else parts[0]

    def phrase(self) -> Query:
        query = self.operand()
        while distance := self.tokens[self.position][1]:
            self.position += 1
            query = Phrase((query, self.operand()), 1 if distance == "-" else int(distance))
        return query

    def operand(self) -> Query:
        lexeme, _, sign = self.tokens[self.position]
        self.position += 1
        if sign == "!":
            return Not(self.operand())
        if sign == "(":
            query = self.alternatives()
            self.position += 1  # the closing bracket
            return query
        return Lexeme(re.sub(r"''|\\(.)", lambda match: match[1] or "'", lexeme))

    def _separated(self, sign: str, part: Callable[[], Query]) -> Iterator[Query]:
        yield part()
        while self.tokens[self.position][2] == sign:
            self.position += 1
            yield part()
