"""The tables of `docs/science/why.md`."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from midstance.core.load.change_measures import Measure
from midstance.core.load.change_runs import ChangeRuns, ChangeSessions
from midstance.core.load.changes import ChangeSearch, search_changes
from midstance.knowledge.changes import read_change_rules, read_changes
from midstance.knowledge.why_constants import load_search_constants
from validation.cleaning import RECORDINGS
from validation.tables import Table
from validation.why.planted import PLANTS, SAME, History, draw_history, draw_planted
from validation.why.recorded import HISTORIES, read_recorded
from validation.why.rules import AMOUNT, RULES

DOCS = Path(__file__).parents[2] / "docs" / "science" / "why.md"
PLANTED, ORDINARY = 40, 800
SEED, ORDINARY_SEED = 1_000, 50_000
WARNING = "simulated, not patients"


@dataclass(frozen=True)
class Score:
    """What one way said of one history; None where it could not say."""

    cause: Measure | None
    first: bool
    three: bool
    calls: bool


Way = Callable[[History], tuple[Measure, ...]]


def search(runs: ChangeRuns, sessions: ChangeSessions, day: int) -> ChangeSearch:
    return search_changes(runs, sessions, day, read_change_rules(), load_search_constants())


def by_search(history: History) -> tuple[Measure, ...]:
    """What stands out, the most first."""
    found = search(history.runs, history.sessions, history.last_day)
    return tuple(each.rule.measure for each in found.changes if each.is_unusual)


def by_rule(name: str) -> Way:
    """A rule about the amount says all that has to do with it, or nothing."""
    return lambda history: tuple(AMOUNT) if RULES[name](history.runs) else ()


WAYS: dict[str, Way] = {"this search": by_search} | {name: by_rule(name) for name in RULES}


def score(way: Way, cause: Measure | None, history: History) -> Score:
    named = way(history)
    same = SAME.get(cause, frozenset({cause})) if cause else frozenset()
    at = [each in same for each in named]
    is_rule = way is not by_search
    return Score(cause, any(at[:1]) or (is_rule and any(at)), any(at[:3]), bool(named))


def tables(planted: int = PLANTED, ordinary: int = ORDINARY) -> tuple[Table, ...]:
    """All that stands in the page; without recordings the table of real histories is left out."""
    scores = score_all(planted, ordinary)
    made = (way_table(scores), cause_table(scores["this search"]))
    return (*made, sham_table()) if RECORDINGS.is_dir() else made


def score_all(planted: int, ordinary: int) -> dict[str, list[Score]]:
    """Every way on the same histories."""
    found: dict[str, list[Score]] = {name: [] for name in WAYS}
    for cause in PLANTS:
        for history in draw_planted(cause, planted, SEED):
            for name, way in WAYS.items():
                found[name].append(score(way, cause, history))
    for number in range(ordinary):
        history = draw_history(ORDINARY_SEED + number)
        for name, way in WAYS.items():
            found[name].append(score(way, None, history))
    return found


def way_table(scores: dict[str, list[Score]]) -> Table:
    head = (
        WARNING,
        "histories with a cause",
        "named first",
        "among the first three",
        "of causes in the amount: named",
        "histories without",
        "false alarms",
    )
    rows = tuple(
        (
            name,
            str(len(with_cause)),
            percent(each.first for each in with_cause),
            percent(each.three for each in with_cause),
            percent(each.three for each in with_cause if each.cause in AMOUNT),
            str(len(without)),
            percent(each.calls for each in without),
        )
        for name, found in scores.items()
        for with_cause in [[each for each in found if each.cause is not None]]
        for without in [[each for each in found if each.cause is None]]
    )
    return Table("why_planted", "Planted causes, and none", head, rows)


def cause_table(found: Sequence[Score]) -> Table:
    head = ("planted", "histories", "named first", "among the first three", "anything called")
    rows = tuple(
        (
            str(cause).replace("_", " "),
            str(len(of)),
            percent(each.first for each in of),
            percent(each.three for each in of),
            percent(each.calls for each in of),
        )
        for cause in PLANTS
        for of in [[each for each in found if each.cause is cause]]
    )
    return Table("why_causes", "This search, cause by cause", head, rows)


def sham_table() -> Table:
    """Every day with a run of the real histories, none of which is known to have begun a pain."""
    head = (
        "history",
        "runs",
        "days asked about",
        "could say",
        "something unusual",
        "a run beyond the limit",
        *RULES,
    )
    rows = tuple(sham_row(name, read_recorded(name)) for name in HISTORIES)
    return Table("why_sham", "Real histories, any day with a run", head, rows)


def sham_row(name: str, runs: ChangeRuns) -> tuple[str, ...]:
    asked = np.unique(runs.day)[1:]
    none = ChangeSessions.none()
    found = [search(runs, none, int(day)) for day in asked]
    said = [each for each in found if any(one.is_unusual is not None for one in each.changes)]
    rules = (percent(rule(runs.until(int(day))) for day in asked) for rule in RULES.values())
    return (
        name.replace("_", " "),
        str(len(runs)),
        str(asked.size),
        str(len(said)),
        percent(any(one.is_unusual for one in each.changes) for each in said),
        percent(map(is_beyond, said)),
        *rules,
    )


def is_beyond(found: ChangeSearch) -> bool:
    """Whether a run went beyond the limit of the large group."""
    limit = read_changes()[Measure.LONGEST_RUN].limit_times
    longest = next(each for each in found.changes if each.rule.measure is Measure.LONGEST_RUN)
    return limit is not None and (longest.change or 0.0) > math.log(limit)


def percent(said: object) -> str:
    values = [bool(each) for each in said]  # type: ignore[attr-defined] # any iterable
    return f"{100 * sum(values) / len(values):.0f} %" if values else "–"
