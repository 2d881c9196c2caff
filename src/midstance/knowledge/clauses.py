"""The small language of clauses: `where=front_tip|front_tendon`, `age_y<18`, `age_y>=8<16`."""

import re
from collections.abc import Iterable

from midstance.core.assess.model import Clause, Lines
from midstance.core.base.errors import InvalidValueError

NUMBER = r"-?\d+(?:\.\d+)?"

CLAUSE = re.compile(
    r"(?P<question>[a-z][a-z0-9_]*)"
    r"(?:=(?P<options>[a-z0-9_]+(?:\|[a-z0-9_]+)*)"
    rf"|>=(?P<at_least>{NUMBER})(?:<(?P<below>{NUMBER}))?"
    rf"|<(?P<only_below>{NUMBER}))"
)


def read_clause(text: str) -> Clause:
    """One clause; refuses what the language does not hold."""
    found = CLAUSE.fullmatch(text)
    if found is None:
        raise InvalidValueError(
            f"Expected a clause such as where=front_tip|front_tendon or age_y>=8<16, got {text!r}."
        )
    options = found["options"]
    return Clause(
        question=found["question"],
        options=tuple(options.split("|")) if options else (),
        at_least=_number(found["at_least"]),
        below=_number(found["below"] or found["only_below"]),
    )


def read_clauses(texts: Iterable[str]) -> tuple[Clause, ...]:
    """A line: any of its clauses is enough."""
    return tuple(map(read_clause, texts))


def read_lines(lines: Iterable[Iterable[str]]) -> Lines:
    """Lines that all must hold."""
    return tuple(map(read_clauses, lines))


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)
