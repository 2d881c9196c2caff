"""What films say of a pattern as the records hold it, for `docs/science/films.md`."""

from pathlib import Path

from midstance.core.gait.records import METRICS
from midstance.knowledge.film_findings import read_film_findings
from midstance.knowledge.records_films import FilmFindingRecord
from validation.tables import Table

PAGE = Path(__file__).parents[1] / "docs/science/films.md"
USUAL = "what is usual at that speed"


def tables() -> tuple[Table, ...]:
    head = ("finding", "figure", "worth a word", "matters to", "leans the plan to", "rests on")
    rows = tuple(map(_row, read_film_findings().values()))
    return (Table("film_findings", "Findings", head, rows),)


def _row(item: FilmFindingRecord) -> tuple[str, ...]:
    unit = METRICS[item.metric]
    bound = USUAL if item.bound is None else f"{item.bound:g} {unit}"
    return (
        f"`{item.id}`",
        f"`{item.metric}`",
        f"{item.where} {bound}",
        _names(item.conditions) or "everyone",
        _names(item.trains) or "nothing",
        ", ".join([str(item.certainty), *(f"`{name}`" for name in item.sources)]),
    )


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
