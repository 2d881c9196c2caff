"""What films say that matters, read once, and its rules as the record that `core.assess` takes."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from midstance.core.assess.films import FilmRule
from midstance.knowledge.load import DATA, read_folder
from midstance.knowledge.records_films import FilmFindingRecord


@cache
def read_film_findings() -> Mapping[str, FilmFindingRecord]:
    """Every finding by its id, in the order in which they are told."""
    found = read_folder(DATA / "film_findings", FilmFindingRecord)
    ordered = sorted(found.values(), key=lambda record: record.order)
    return MappingProxyType({record.id: record for record in ordered})


@cache
def load_film_rules() -> Mapping[str, FilmRule]:
    """The rule of every finding by its id."""
    return MappingProxyType(
        {record.id: build_film_rule(record) for record in read_film_findings().values()}
    )


def build_film_rule(record: FilmFindingRecord) -> FilmRule:
    """Bring a record into the form that findings are drawn from."""
    return FilmRule(
        id=record.id,
        order=record.order,
        metric=record.metric,
        where=record.where,
        bound=record.bound,
        conditions=record.conditions,
        trains=record.trains,
        confirm_days=record.confirm_days,
        good_days=record.good_days,
    )
